import { beforeEach, describe, expect, test } from 'vitest';
import { askedKeys } from '../../../tv-app/src/app/keys/learning.ts';
import type { KeyName } from '../../../tv-app/src/app/keys/names.ts';
import { doors } from '../../../tv-app/src/pages/doors.ts';
import { KeyLearningPage } from '../../../tv-app/src/pages/settings/KeyLearningPage.ts';
import { KeyTestPage } from '../../../tv-app/src/pages/settings/KeyTestPage.ts';
import { shownOrder } from '../canned.ts';
import { television } from '../evening.ts';
import type { TestTelevision } from '../stage.ts';

let tested: TestTelevision;
beforeEach(async () => {
  tested = await television();
});

/** A button of the remote control by its code, half a second after the one before. */
function button(code: number, how: { repeat?: boolean; after?: number } = {}): boolean {
  tested.clock.pass(how.after ?? 500);
  return tested.app.take({ code, repeat: how.repeat ?? false });
}
const on = (page: typeof KeyTestPage | typeof KeyLearningPage): boolean => tested.app.page instanceof page;
const words = (): string => tested.words().join('|');

describe('trying the keys', () => {
  beforeEach(async () => {
    tested.app.open(KeyTestPage);
    await tested.settle();
  });

  test.each<[number, string]>([
    [37, '左'],
    [13, '決定'],
    [461, '戻る'],
    [406, '青'],
    [404, '緑'],
    [55, '7'],
    [427, 'チャンネル 上'],
    [9999, 'しらない キーです。'],
  ])('code %i shows and says %s, and does nothing else', (code, name) => {
    expect(button(code)).toBe(true);
    expect(words()).toContain(name);
    expect(tested.spoken.at(-1)).toBe(name);
    expect(on(KeyTestPage)).toBe(true);
    expect(tested.tv.settings.current.textSize).toBe('normal');
  });

  test('戻る held for a second leaves, marked as held or not', async () => {
    button(8);
    for (let at = 0; at < 9; at += 1) button(8, { repeat: true, after: 120 });
    expect(on(KeyTestPage)).toBe(false);
    tested.app.open(KeyTestPage);
    await tested.settle();
    for (let at = 0; at < 15; at += 1) button(8, { after: 120 });
    expect(on(KeyTestPage)).toBe(false);
    // The same hold does not lead on to the broadcast; the next press does.
    expect(tested.shown.at(-1)).toBe('application');
    button(8, { after: 800 });
    expect(tested.shown.at(-1)).toBe('broadcast');
  });

  test('an arrow held down stays one key, and twenty seconds without a key leave', () => {
    for (let at = 0; at < 30; at += 1) button(39, { repeat: at > 0, after: 120 });
    expect(on(KeyTestPage)).toBe(true);
    tested.clock.pass(20_000);
    expect(on(KeyTestPage)).toBe(false);
  });

  test('the drawn remote control is tried the same way', () => {
    tested.app.take({ name: 'Red', repeat: false });
    expect(words()).toContain('赤');
  });

  test('an order has the keys, and afterwards they are tried again', async () => {
    tested.box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4)] } });
    await tested.settle();
    button(39);
    tested.box.dispatch({ type: 'orders.changed', params: { orders: [] } });
    await tested.settle();
    expect(words()).toContain('キーを おしてください。');
    button(39);
    expect(words()).toContain('右');
  });
});

describe('teaching the keys', () => {
  const open = async () => {
    tested.app.open(KeyLearningPage);
    await tested.settle();
  };
  const asked = (key: KeyName): string =>
    `「${{ Enter: '決定', Back: '戻る', Up: '上', Down: '下', Left: '左', Blue: '青' }[key as string]}」を おしてください。`;

  test('any key starts it; every key is asked for, shown and kept; then the new remote control works', async () => {
    await open();
    button(5000);
    expect(words()).toContain(asked('Enter'));
    for (const [at] of askedKeys.entries()) button(900 + at);
    expect(words()).toContain('キーを おぼえました。');
    expect(tested.tv.remote.learned).toEqual(Object.fromEntries(askedKeys.map((key, at) => [900 + at, key])));
    button(900);
    // The key that ends it is not pressed on home as well.
    expect(words()).toContain('茶の間');
    const before = tested.focusName();
    button(905);
    expect(tested.focusName()).not.toBe(before);
    button(13);
    expect(tested.shown.at(-1)).toBe('application');
  });

  test('a button that is another key already is refused with its name', async () => {
    await open();
    for (const code of [5000, 900, 901, 902, 902]) button(code);
    expect(words()).toContain('それは 「上」の キーです。');
    expect(words()).toContain(asked('Down'));
  });

  test('決定 leaves a key out and 戻る takes the last one back, until it is taken back itself', async () => {
    await open();
    for (const code of [5000, 900, 901, 900]) button(code);
    expect(words()).toContain(asked('Down'));
    button(901);
    expect(words()).toContain(asked('Up'));
    button(901);
    expect(words()).toContain(asked('Back'));
    button(901);
    expect(words()).toContain(asked('Up'));
    expect(tested.tv.remote.learned).toEqual({});
  });

  test('waiting leaves a key out; twice in a row it ends and nothing is changed', async () => {
    await open();
    button(5000);
    tested.clock.pass(12_000);
    expect(words()).toContain('「決定」は とばしました。');
    tested.clock.pass(12_000);
    expect(on(KeyLearningPage)).toBe(false);
    expect(tested.tv.remote.learned).toEqual({});
  });

  test('when only the colours are missing, what was learned is kept', async () => {
    await open();
    for (const code of [5000, 900, 901, 902, 903, 904, 905]) button(code);
    tested.clock.pass(24_000);
    expect(on(KeyLearningPage)).toBe(false);
    expect(Object.keys(tested.tv.remote.learned)).toHaveLength(6);
  });

  test('a button that trembles is one button', async () => {
    await open();
    button(5000);
    button(900);
    button(900, { after: 100 });
    button(900, { repeat: true, after: 200 });
    expect(words()).toContain(asked('Back'));
  });

  test('nobody comes: it goes by itself', async () => {
    await open();
    tested.clock.pass(20_000);
    expect(on(KeyLearningPage)).toBe(false);
  });

  test('comes by itself when no key of a new remote control is known, and not once one was', async () => {
    for (const code of [7001, 7002, 7003]) expect(button(code)).toBe(false);
    expect(on(KeyLearningPage)).toBe(false);
    button(7004);
    await tested.settle();
    expect(on(KeyLearningPage)).toBe(true);
    tested = await television();
    button(37);
    for (const code of [7001, 7002, 7003, 7004, 7005]) button(code);
    expect(on(KeyLearningPage)).toBe(false);
  });

  test('is forgotten again from リモコン', async () => {
    tested.tv.remote.teach({ 700: 'Back' });
    tested.app.open(doors.settings);
    await tested.settle();
    for (const key of ['remote', 'forget']) {
      tested.app.page?.focusOn(key);
      tested.app.application.updateFocusPath();
      tested.press('Enter');
      await tested.settle();
    }
    expect(tested.tv.remote.learned).toEqual({});
    expect(tested.spoken.at(-1)).toBe('もとの キーに もどしました。');
    expect(tested.app.page?.controls().some(({ focusKey }) => focusKey === 'forget')).toBe(false);
  });
});
