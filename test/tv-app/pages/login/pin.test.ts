import type Lightning from '@lightningjs/core';
import { describe, expect, test } from 'vitest';
import type { KeyName } from '../../../../tv-app/src/app/keys/names.ts';
import { LoginPage } from '../../../../tv-app/src/pages/login/LoginPage.ts';
import { loginId } from '../../evening.ts';
import { atThePin, fourDigits, letters } from './typing.ts';

const digits = (pin: string): KeyName[] => [...pin].map((digit) => `Digit${digit}` as KeyName);

describe('the four digits', () => {
  test('each number key is one message, the rounds fill by the agent’s count, and けってい sends it once', async () => {
    const { go, typed, count, calls, words, focusName, spoken, tv } = await atThePin();
    expect(words()).toContain('4けたの 暗証番号を おしてください。');
    expect(words()).toContain('あと 3かい いれられます。');
    expect(words()).toContain('まだ はいっていません。');
    await go(...digits('73'));
    expect(words()).toContain('2けた はいりました。');
    expect(spoken.at(-1)).toBe('2つめ');
    await go(...digits('91'));
    expect(typed()).toEqual(['7', '3', '9', '1']);
    expect(calls.at(-1)).toEqual({ method: 'pin.type', params: { login: loginId, key: '1' } });
    expect(spoken).toContain('4けた そろいました。');
    expect(focusName()).toBe('けってい');
    await go('Enter', 'Enter');
    expect(count('pin.submit')).toBe(1);
    expect(tv.box.current.login?.phase).toBe('waiting-for-pin');
  });

  test('the pad on the screen types for remotes without number keys', async () => {
    const { go, typed, focusName, words } = await atThePin();
    expect(focusName()).toBe('1');
    await go('Enter', 'Right', 'Enter', 'Down', 'Enter', 'Down', 'Down', 'Enter');
    expect(typed()).toEqual(['1', '2', '5', '0']);
    expect(focusName()).toBe('けってい');
    expect(words()).toContain('4けた はいりました。');
  });

  test('one key or all are taken back, and nothing is erased where nothing is', async () => {
    const { go, count, calls, words } = await atThePin();
    await go('Left', 'Enter');
    expect(count('pin.erase')).toBe(0);
    await go(...digits('123'), 'Enter');
    expect(calls.at(-1)).toMatchObject({ method: 'pin.erase', params: { all: true } });
    expect(words()).toContain('まだ はいっていません。');
    await go(...digits('12'), 'Right', 'Enter');
    expect(calls.at(-1)).toMatchObject({ method: 'pin.erase', params: { all: false } });
    expect(words()).toContain('1けた はいりました。');
  });

  test('けってい is shown as not ready, and pressing it says so without asking the agent', async () => {
    const { go, count, words, mirror } = await atThePin();
    const submit = () => JSON.stringify(mirror()).match(/\{[^{}]*"けってい"[^{}]*/)?.[0] ?? '';
    expect(submit()).toContain('"disabled":true');
    await go(...digits('123'), 'Right', 'Right', 'Down', 'Down', 'Down', 'Enter');
    expect(count('pin.submit')).toBe(0);
    expect(words()).toContain('まだ たりません。');
    await go(...digits('4'));
    expect(submit()).not.toContain('disabled');
  });

  test('a fifth digit is not sent', async () => {
    const { go, typed, words } = await atThePin();
    await go(...digits('12345'));
    expect(typed()).toHaveLength(4);
    expect(words()).toContain('もう いっぱいです。');
  });
});

describe('a trembling hand', () => {
  test('a digit pressed twice within 150 ms is typed once, two different ones are both typed', async () => {
    const { app, clock, settle, typed } = await atThePin();
    app.press('Digit7');
    clock.pass(100);
    app.press('Digit7');
    clock.pass(100);
    app.press('Digit7');
    clock.pass(40);
    app.press('Digit3');
    clock.pass(200);
    app.press('Digit3');
    await settle();
    expect(typed()).toEqual(['7', '3', '3']);
  });

  test('a held number key, or 決定 held on a key of the pad, types once', async () => {
    const { app, clock, settle, typed } = await atThePin();
    for (let at = 0; at < 10; at += 1) {
      app.press('Digit5', at > 0);
      clock.pass(120);
    }
    clock.pass(500);
    for (let at = 0; at < 10; at += 1) {
      app.press('Enter', at > 0);
      clock.pass(120);
    }
    await settle();
    expect(typed()).toEqual(['5', '1']);
  });

  test('a second 決定 within 150 ms on the pad is not taken, a third key half a second later is', async () => {
    const { app, clock, settle, typed } = await atThePin();
    clock.pass(500);
    app.press('Enter');
    clock.pass(140);
    app.press('Enter');
    clock.pass(200);
    app.press('Enter');
    await settle();
    expect(typed()).toEqual(['1', '1']);
  });

  test('what has just become complete is not sent by the same trembling press', async () => {
    const { app, clock, settle, count, go } = await atThePin();
    await go(...digits('739'));
    app.press('Digit1');
    await settle();
    await settle();
    clock.pass(300);
    app.press('Enter');
    await settle();
    expect(count('pin.submit')).toBe(0);
    clock.pass(700);
    app.press('Enter');
    await settle();
    expect(count('pin.submit')).toBe(1);
  });
});

describe('secrecy', () => {
  /** Everything of the page that could tell what was typed, after a PIN was typed with the number keys. */
  async function traces(pin: string, large: boolean) {
    const tested = await atThePin();
    tested.tv.settings.set({ readAloud: true, ...(large ? { textSize: 'large' as const } : {}) });
    await tested.go(...digits(pin));
    tested.clock.pass(2000);
    await tested.settle();
    // Lightning numbers its elements anew for every television.
    const mirror = JSON.stringify(tested.mirror()).replace(/"key":"e\d+"/g, '');
    const { spoken, sounds } = tested;
    return { state: held(tested.app.page), mirror, spoken, sounds, box: JSON.stringify(tested.box.current) };
  }

  test.each([false, true])(
    'the page is the same whichever digits were typed (large letters: %s)',
    async (large) => {
      expect(await traces('7391', large)).toEqual(await traces('2846', large));
    },
  );

  test('no key of the pad is said aloud when the focus comes to it, and 赤 does not name it', async () => {
    const { go, tv, clock, spoken } = await atThePin();
    tv.settings.set({ readAloud: true });
    await go('Right', 'Down', 'Down');
    clock.pass(1000);
    await go('Red');
    expect(spoken.at(-1)).toContain('暗証番号');
    expect(spoken.filter((words) => /^[0-9]$|。[0-9]$/.test(words))).toEqual([]);
    await go('Down', 'Right');
    clock.pass(1000);
    expect(spoken.at(-1)).toBe('けってい');
  });

  test('digits go to the agent only while it asks for them', async () => {
    const { go, typed, progress, count } = await atThePin();
    await progress({ phase: 'proving' });
    await go(...digits('12'));
    await progress({ phase: 'waiting-for-consent', pin: { ...fourDigits, triesLeft: 1 } });
    await go(...digits('34'));
    await go('Green', ...digits('56'));
    expect(typed()).toEqual([]);
    expect(count('login.cancel')).toBe(1);
  });
});

describe('after けってい', () => {
  test('a wrong PIN empties the rounds and tells how many tries are left', async () => {
    const { go, progress, words, focusName } = await atThePin();
    await go(...digits('1111'), 'Enter');
    await progress({ phase: 'proving' });
    await progress({ phase: 'waiting-for-pin', pin: { ...fourDigits, triesLeft: 2 }, code: 'pin.wrong' });
    expect(words()).toContain('番号が ちがいました。');
    expect(words()).toContain('あと 2かい いれられます。');
    expect(words()).toContain('まだ はいっていません。');
    expect(focusName()).toBe('1');
  });

  test('before the last try やめる has the focus; only つづける goes on', async () => {
    const { go, progress, words, focusName, count, calls, typed } = await atThePin();
    const pin = { ...fourDigits, triesLeft: 1 };
    await progress({ phase: 'waiting-for-consent', pin });
    expect(words()).toContain('あと 1かいだけです。');
    expect(words().join()).toContain('つかえなくなります');
    expect(focusName()).toBe('やめる');
    await go('Right');
    expect(focusName()).toBe('つづける');
    await go('Enter');
    expect(calls.at(-1)).toEqual({ method: 'pin.consent', params: { login: loginId } });
    await progress({ phase: 'waiting-for-pin', pin });
    expect(words()).toContain('これが さいごの 1かいです。');
    await go(...digits('1'));
    expect(typed()).toEqual(['1']);
    await progress({ phase: 'waiting-for-consent', pin });
    await go('Enter');
    expect(count('login.cancel')).toBe(1);
    expect(count('pin.consent')).toBe(1);
  });

  test('that the last one was wrong is said before the last try, and another card is told when its PIN is asked', async () => {
    const { progress, words } = await atThePin();
    await progress({ phase: 'waiting-for-consent', pin: { ...fourDigits, triesLeft: 1 }, code: 'pin.wrong' });
    expect(words().join()).toContain('番号が ちがいました。');
    await progress({ phase: 'waiting-for-pin', pin: fourDigits, code: 'card.changed' });
    expect(words()).toContain('べつの カードの ようです。');
    expect(words()).toContain('もういちど どうぞ。');
  });

  test('a blocked PIN leads to the town office, and nothing invites to try on', async () => {
    const { progress, words, focusName } = await atThePin();
    await progress({ phase: 'refused', code: 'pin.blocked' });
    expect(words().join()).toContain('役場で なおせます。');
    expect(focusName()).toBe('やめる');
  });

  test('a card taken away while typing is asked for again; the keys are gone', async () => {
    const { go, progress, words, typed, app } = await atThePin();
    await go(...digits('12'));
    await progress({ phase: 'waiting-for-card', code: 'card.removed' });
    expect(words()).toContain('カードが はなれました。');
    expect(words()).not.toContain('けってい');
    await go(...digits('34'));
    expect(typed()).toEqual(['1', '2']);
    await progress({ phase: 'waiting-for-pin', pin: fourDigits });
    expect(words()).toContain('まだ はいっていません。');
    expect(app.page).toBeInstanceOf(LoginPage);
  });
});

describe('letters and digits', () => {
  test('letters come from the pad, digits from both, and six are enough', async () => {
    const { go, typed, focusName, words, count } = await atThePin(letters);
    expect(words()).toContain('文字と 数字の 暗証番号を おしてください。');
    expect(focusName()).toBe('A');
    await go(
      'Enter',
      'Right',
      'Enter',
      'Right',
      'Enter',
      ...digits('12'),
      'Down',
      'Down',
      'Down',
      'Down',
      'Enter',
    );
    expect(typed()).toEqual(['A', 'B', 'C', '1', '2', '3']);
    expect(focusName()).toBe('3');
    await go('Down', 'Right', 'Right', 'Enter');
    expect(count('pin.submit')).toBe(1);
  });

  test('every key is at least 96×96, none lies over another, all can be reached', async () => {
    for (const [pin, keys] of [
      [fourDigits, 10],
      [letters, 36],
    ] as const) {
      const { app } = await atThePin(pin);
      const controls = app.page!.controls();
      expect(controls.filter(({ focusKey }) => focusKey.startsWith('key-'))).toHaveLength(keys);
      const boxes = controls.map((control) => ({ ...placeOf(control), w: control.w, h: control.h }));
      for (const [index, one] of boxes.entries()) {
        expect(Math.min(one.w, one.h)).toBeGreaterThanOrEqual(96);
        for (const other of boxes.slice(index + 1)) {
          // The ring around the focused key reaches 20 pixels.
          const apart =
            one.x + one.w + 20 <= other.x ||
            other.x + other.w + 20 <= one.x ||
            one.y + one.h + 20 <= other.y ||
            other.y + other.h + 20 <= one.y;
          expect(apart, JSON.stringify([one, other])).toBe(true);
        }
      }
      expect(reachable(app)).toBe(controls.length);
    }
  });
});

function placeOf(control: Lightning.Element): { x: number; y: number } {
  const { px: x, py: y } = (control as unknown as { core: { _worldContext: { px: number; py: number } } })
    .core._worldContext;
  return { x, y };
}

/** How many controls the arrows can bring the focus to. */
function reachable(app: Awaited<ReturnType<typeof atThePin>>['app']): number {
  const page = app.page!;
  const seen = new Set<string>();
  const open = [(page._getFocused() as unknown as { focusKey: string }).focusKey];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    for (const arrow of ['Left', 'Right', 'Up', 'Down'] as const) {
      page.focusOn(key);
      app.press(arrow);
      open.push((page._getFocused() as unknown as { focusKey: string }).focusKey);
    }
  }
  return seen.size;
}

/** Own fields of a page and what hangs on them, without Lightning's machinery and the surroundings. */
function held(value: unknown): string {
  const kept = Object.entries(value as object).filter(
    ([name]) => !name.startsWith('_') && !['stage', 'tv', 'params', '__id', 'core'].includes(name),
  );
  return JSON.stringify(kept, (name, inner: unknown) =>
    name.startsWith('_') || name === 'tv' ? undefined : inner,
  );
}
