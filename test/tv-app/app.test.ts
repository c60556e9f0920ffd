import { describe, expect, test } from 'vitest';
import { refusalCodes } from '../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import { App } from '../../tv-app/src/app/App.ts';
import { type KeyName, keyNames } from '../../tv-app/src/app/keys.ts';
import { forgetPublic } from '../../tv-app/src/app/last-public.ts';
import { Control } from '../../tv-app/src/components/control/Control.ts';
import { failureMessage } from '../../tv-app/src/messages/failures.ts';
import { OrderOverlay } from '../../tv-app/src/pages/order/OrderOverlay.ts';
import { quietBox, shownOrder } from './canned.ts';
import { startTelevision, type TestTelevision } from './stage.ts';

const loginId = '77777777-0000-4000-8000-000000000001';

async function television(): Promise<TestTelevision> {
  forgetPublic();
  const tested = await startTelevision(App);
  tested.replies['login.start'] = { login: loginId };
  tested.box.dispatch({ type: 'hello', state: quietBox });
  await tested.settle();
  return tested;
}

const session = {
  callName: 'はな',
  tier: 't1' as const,
  services: ['health' as const, 'booking' as const],
  since: '2026-11-20T18:31:00+09:00',
};

describe('home', () => {
  test('opens with the news under the focus', async () => {
    const { focusName, words, shown } = await television();
    expect(focusName()).toContain('あす 午前9時から 水が とまります。');
    expect(words()).toContain('茶の間');
    expect(shown.at(-1)).toBe('application');
  });

  test('戻る leads to the broadcast, and 決定 or 緑 back', async () => {
    const { press, shown, app } = await television();
    press('Back');
    expect(shown.at(-1)).toBe('broadcast');
    expect(app.page).toBeUndefined();
    press('Enter');
    expect(shown.at(-1)).toBe('application');
    press('Tv', 'Green');
    expect(shown.at(-1)).toBe('application');
  });

  test('greets by name while somebody is signed in', async () => {
    const { box, words, settle } = await television();
    box.dispatch({ type: 'session.changed', params: { session } });
    await settle();
    expect(words()).toContain('はなさん、こんばんは。');
    box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    await settle();
    expect(words().join()).not.toContain('はな');
  });

  test('shows the last news with its time when the network is gone', async () => {
    const { box, services, words, settle } = await television();
    delete services['/notices/public'];
    box.dispatch({ type: 'notices.changed', params: {} });
    await settle();
    expect(words().join()).toContain('午後6時30分の おしらせ');
    expect(words().join()).toContain('水が とまります。');
  });
});

describe('keys', () => {
  test('青 makes the letters larger and smaller again, and the focus stays', async () => {
    const { press, tv, focusName } = await television();
    press('Right');
    const before = focusName();
    press('Blue');
    expect(tv.settings.current.textSize).toBe('large');
    expect(focusName()).toBe(before);
    press('Blue');
    expect(tv.settings.current.textSize).toBe('normal');
  });

  test('赤 reads the page and the focused thing', async () => {
    const { press, spoken } = await television();
    press('Right', 'Red');
    expect(spoken.at(-1)).toContain('けんこう');
  });

  test('黄 explains this page, and 戻る comes back to the same place', async () => {
    const { press, words, focusName } = await television();
    press('Right', 'Down');
    const before = focusName();
    press('Yellow');
    expect(words()).toContain('「茶の間」の つかいかた');
    press('Back');
    expect(focusName()).toBe(before);
  });

  test('a held 決定 opens a page only once', async () => {
    const { app } = await television();
    app.press('Enter');
    const page = app.page;
    app.press('Enter', true);
    app.press('Enter', true);
    expect(app.page).toBe(page);
  });
});

test('戻る held for three seconds leads to the broadcast from anywhere', async () => {
  const { app, press, clock, settle, shown } = await television();
  press('Enter', 'Yellow');
  await settle();
  app.press('Back');
  clock.pass(2900);
  app.press('Back', true);
  expect(shown.at(-1)).toBe('application');
  clock.pass(200);
  app.press('Back', true);
  expect(shown.at(-1)).toBe('broadcast');
});

describe('login', () => {
  test('asks for the card, greets, and goes on to the wanted page', async () => {
    const { press, box, words, clock, settle, calls, app } = await television();
    press('Right', 'Enter');
    await settle();
    expect(calls).toContainEqual({ method: 'login.start', params: { service: 'health' } });
    expect(words()).toContain('カードを おいてください。');
    const progress = { login: loginId, service: 'health' as const };
    box.dispatch({ type: 'login.changed', params: { ...progress, phase: 'reading' } });
    await settle();
    expect(words()).toContain('カードを よんでいます。');
    box.dispatch({ type: 'session.changed', params: { session } });
    box.dispatch({ type: 'login.changed', params: { ...progress, phase: 'done', callName: 'はな' } });
    await settle();
    expect(words().join()).toContain('はなさん、こんばんは。');
    clock.pass(3000);
    await settle();
    expect(app.page?.personal).toBe(true);
  });

  test.each([...Object.keys(failures), ...refusalCodes, 'something.new'])(
    'says %s in its own words',
    async (code) => {
      const { press, box, words, settle } = await television();
      press('Right', 'Enter');
      await settle();
      box.dispatch({
        type: 'login.changed',
        params: { login: loginId, service: 'health', phase: 'refused', code },
      });
      await settle();
      const { sentence, next } = failureMessage(code);
      const said = words().join('').replace(/\s/g, '');
      expect(said).toContain(sentence.replace(/\s/g, ''));
      expect(said).toContain(next.replace(/\s/g, ''));
      expect(words()).toContain('もういちど');
      expect(words()).toContain('やめる');
    },
  );

  test('says which layer is missing and goes on by itself when the reader is back', async () => {
    const { press, box, words, settle } = await television();
    box.dispatch({ type: 'reader.changed', params: { state: 'missing', code: 'reader.none', card: false } });
    press('Right', 'Enter');
    await settle();
    expect(words().join()).toContain('カードの 台が ありません。');
    box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: false } });
    await settle();
    expect(words().join()).toContain('おいてください。');
  });

  test('やめる ends the login at the agent', async () => {
    const { press, calls, settle, app } = await television();
    press('Right', 'Enter');
    await settle();
    press('Enter');
    await settle();
    expect(calls).toContainEqual({ method: 'login.cancel', params: { login: loginId } });
    expect(app.page?.title).toBe('茶の間');
  });
});

describe('a visit', () => {
  test('ends with the card: personal pages are left at once', async () => {
    const { press, box, settle, app } = await television();
    box.dispatch({ type: 'session.changed', params: { session } });
    press('Right', 'Enter');
    await settle();
    expect(app.page?.personal).toBe(true);
    box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    await settle();
    expect(app.page?.title).toBe('茶の間');
  });

  test('ends when the line to the agent breaks', async () => {
    const { press, box, settle, app, focusName } = await television();
    box.dispatch({ type: 'session.changed', params: { session } });
    press('Right', 'Enter');
    await settle();
    box.dispatch({ type: 'lost' });
    await settle();
    expect(app.page?.personal).toBe(false);
    expect(focusName()).not.toBe('');
  });

  test('asks after three minutes without a key, and ends without an answer', async () => {
    const { box, clock, words, calls, settle, press } = await television();
    box.dispatch({ type: 'session.changed', params: { session } });
    clock.pass(3 * 60_000);
    await settle();
    expect(words()).toContain('まだ つかいますか。');
    press('Enter');
    clock.pass(60_000);
    expect(calls.some(({ method }) => method === 'session.end')).toBe(false);
    clock.pass(3 * 60_000 + 31_000);
    expect(calls).toContainEqual({ method: 'session.end', params: { reason: 'idle' } });
  });
});

describe('an order', () => {
  test('covers every page, is an alert for screen readers, and is reported once', async () => {
    const { box, settle, mirror, shown, calls, focusName, sounds } = await television();
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4)] } });
    await settle();
    await settle();
    expect(shown.at(-1)).toBe('order');
    const dialog = JSON.stringify(mirror());
    expect(dialog).not.toContain('"role":"main"');
    expect(dialog).toContain('"role":"alertdialog"');
    expect(dialog).toContain('はなさん');
    expect(dialog).toContain('すぐ にげて！');
    expect(focusName()).toBe('にげます');
    expect(sounds).toEqual(['alarm']);
    expect(calls.filter(({ method }) => method === 'orders.displayed')).toHaveLength(1);
  });

  test('comes back exactly to where one was', async () => {
    const { box, settle, press, focusName, replies, app } = await television();
    press('Right', 'Down', 'Enter');
    await settle();
    press('Down');
    const before = focusName();
    const page = app.page;
    const shown = shownOrder(4);
    box.dispatch({ type: 'orders.changed', params: { orders: [shown] } });
    await settle();
    replies['orders.answer'] = {
      ...shown,
      residents: shown.residents.map((one) => ({ ...one, answer: 'evacuating' })),
    };
    press('Enter');
    await settle();
    press('Enter');
    await settle();
    expect(app.page).toBe(page);
    expect(focusName()).toBe(before);
  });

  test('no key reaches the page below', async () => {
    const { box, settle, press, app, tv } = await television();
    const page = app.page;
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(5)] } });
    await settle();
    press('Green', 'Yellow', 'Blue', 'Back', 'Tv', 'Up', 'Down');
    expect(app.page).toBe(page);
    expect(tv.settings.current.textSize).toBe('normal');
  });

  test('the alarm comes again every twenty seconds until somebody answers', async () => {
    const { box, settle, clock, sounds, spoken, press, replies } = await television();
    const shown = shownOrder(4);
    box.dispatch({ type: 'orders.changed', params: { orders: [shown] } });
    await settle();
    clock.pass(50_000);
    expect(sounds.filter((name) => name === 'alarm').length).toBe(3);
    expect(spoken.at(-1)).toContain('ひよりしょうがっこうへ');
    replies['orders.answer'] = {
      ...shown,
      residents: shown.residents.map((one) => ({ ...one, answer: 'help' })),
    };
    press('Right', 'Enter');
    await settle();
    const before = sounds.filter((name) => name === 'alarm').length;
    clock.pass(60_000);
    expect(sounds.filter((name) => name === 'alarm').length).toBe(before);
  });

  test('that was shown before does not sound the alarm at once', async () => {
    const { box, settle, sounds } = await television();
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4, { displayed: true })] } });
    await settle();
    expect(sounds).not.toContain('alarm');
  });

  test('of a drill sounds and speaks otherwise, and says 訓練 on everything', async () => {
    const { box, settle, sounds, clock, spoken, words } = await television();
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4, { drill: true })] } });
    await settle();
    clock.pass(5000);
    expect(sounds).toEqual(['drill']);
    expect(spoken.at(-1)!.match(/訓練/g)!.length).toBeGreaterThanOrEqual(4);
    expect(words()).toContain('訓練 にげます');
    expect(words()).toContain('はなさん、訓練です。');
  });

  test('answered without network says that it will be told later', async () => {
    const { box, settle, press, replies, words } = await television();
    const shown = shownOrder(5);
    box.dispatch({ type: 'platform.changed', params: { platform: 'offline' } });
    box.dispatch({ type: 'orders.changed', params: { orders: [shown] } });
    await settle();
    replies['orders.answer'] = {
      ...shown,
      residents: shown.residents.map((one) => ({ ...one, answer: 'safe' })),
    };
    press('Enter');
    await settle();
    expect(words().join()).toContain('つながったら');
  });
});

test('five hundred random keys never lose the focus', async () => {
  const { app, box, settle, clock, replies } = await television();
  replies['orders.answer'] = 'platform.unreachable';
  let seed = 20261120;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const keys: readonly KeyName[] = keyNames;
  for (let count = 0; count < 500; count += 1) {
    clock.pass(150 + random(400));
    const key = keys[random(keys.length)]!;
    app.press(random(3) === 0 ? 'Enter' : key);
    if (count % 50 === 20) box.dispatch({ type: 'session.changed', params: { session } });
    if (count % 50 === 45)
      box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    if (count % 90 === 60)
      box.dispatch({
        type: 'orders.changed',
        params: {
          orders: [shownOrder(4, { id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}` })],
        },
      });
    if (count % 90 === 80) box.dispatch({ type: 'orders.changed', params: { orders: [] } });
    if (count % 5 === 0) await settle();
    const focused = app.focusedControl;
    expect(focused, `after ${count} keys`).toBeDefined();
    expect(focused!.attached).toBe(true);
    const covered = focused instanceof OrderOverlay;
    if (!covered && app.page && app.page.controls().length > 0)
      expect(focused, `after ${key} on ${app.page.title}`).toBeInstanceOf(Control);
  }
});
