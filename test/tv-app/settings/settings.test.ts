import { beforeEach, describe, expect, test } from 'vitest';
import { type Settings, SettingsStore } from '../../../tv-app/src/app/settings.ts';
import { speak } from '../../../tv-app/src/messages/language.ts';
import { doors } from '../../../tv-app/src/pages/doors.ts';
import { readerChecks } from '../../../tv-app/src/pages/settings/ReaderTestPage.ts';
import { quietBox } from '../canned.ts';
import { television } from '../evening.ts';
import type { TestTelevision } from '../stage.ts';

let tested: TestTelevision;

/** Opens one of the pages behind せってい. */
async function openSettings(tile?: string): Promise<void> {
  tested.app.open(doors.settings);
  await tested.settle();
  if (!tile) return;
  go(tile);
  await tested.settle();
}
/** Puts the focus on something and presses 決定. */
function go(key: string): void {
  tested.app.page?.focusOn(key);
  tested.app.application.updateFocusPath();
  tested.clock.pass(600);
  tested.press('Enter');
}
const current = (): Settings => tested.tv.settings.current;

beforeEach(async () => {
  speak('ja');
  tested = await television();
});

describe('settings', () => {
  test('has six ways on, and no page behind them more than six choices', async () => {
    await openSettings();
    const tiles = tested.app.page?.controls().map(({ focusKey }) => focusKey) ?? [];
    expect(tiles).toHaveLength(6);
    for (const tile of tiles) {
      await openSettings(tile);
      const { length } = tested.app.page?.controls() ?? [];
      expect(length, tile).toBeGreaterThan(0);
      expect(length, tile).toBeLessThanOrEqual(6);
      expect(tested.app.page?.help.length, tile).toBeGreaterThan(0);
      tested.press('Green');
    }
  });

  test.each([
    ['look', 'textSize', ['large', 'normal']],
    ['look', 'contrast', ['high', 'normal']],
    ['sound', 'readAloud', [true, false]],
    ['sound', 'voiceSpeed', ['fast', 'slow', 'normal']],
    ['sound', 'sound', [false, true]],
    ['remote', 'kanaOrder', ['from-right', 'from-left']],
  ] as const)('on %s 決定 takes the next %s at once, and the focus stays', async (tile, setting, values) => {
    await openSettings(tile);
    for (const value of values) {
      go(setting);
      expect(current()[setting]).toBe(value);
      expect(tested.app.page?.$wantedFocus()).toBe(setting);
    }
  });

  test('says the new value, and a new speed of the voice by a sentence in it', async () => {
    await openSettings('look');
    go('textSize');
    expect(tested.spoken.at(-1)).toBe('文字の 大きさ、大きいに しました。');
    tested.press('Back');
    go('sound');
    go('voiceSpeed');
    expect(tested.spoken.at(-1)).toBe('この はやさで 読み上げます。');
    go('test');
    expect(tested.sounds).toContain('message');
    tested.clock.pass(1000);
    expect(tested.spoken.at(-1)).toBe('この はやさで 読み上げます。');
  });

  test('what was set is there after a new start, whatever else lies in the storage', () => {
    const stored = new Map<string, string>();
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    };
    new SettingsStore(storage).set({ kanaOrder: 'from-right', contrast: 'high', firstRunSeen: true });
    const [key] = [...stored.keys()];
    stored.set(key!, JSON.stringify({ ...JSON.parse(stored.get(key!)!), language: 'fr', sound: 'loud' }));
    expect(new SettingsStore(storage).current).toMatchObject({
      kanaOrder: 'from-right',
      contrast: 'high',
      firstRunSeen: true,
      language: 'ja',
      sound: true,
    });
  });
});

describe('language', () => {
  test('each stands in its own words; the choice is in force at once and asked for in it', async () => {
    await openSettings('language');
    expect(tested.words()).toEqual(expect.arrayContaining(['日本語', 'やさしい 日本語', 'English']));
    go('en');
    expect(current().language).toBe('en');
    expect(tested.focusName()).toBe('Use English');
    expect(tested.words()).toContain('日本語に もどす');
    tested.clock.pass(600);
    tested.press('Enter');
    expect(current().language).toBe('en');
    expect(tested.words()).toContain('Language');
    tested.press('Back');
    expect(tested.words()).toContain('Settings');
  });

  test.each(['戻る', 'the button in the language before', '緑'])('%s takes it back', async (way) => {
    await openSettings('language');
    go('en');
    if (way === '戻る') tested.press('Back');
    else if (way === '緑') tested.press('Green');
    else go('choice-1');
    expect(current().language).toBe('ja');
    await tested.settle();
    expect(tested.words().join()).not.toContain('English?');
    if (way !== '緑') expect(tested.focusName()).toBe('日本語');
  });
});

describe('trying the card reader', () => {
  test.each([
    ['lost', { state: 'ready', card: true }, ['bad', 'waiting', 'waiting']],
    ['open', { state: 'missing', code: 'reader.none', card: false }, ['good', 'bad', 'waiting']],
    ['open', { state: 'ready', card: false }, ['good', 'good', 'waiting']],
    ['open', { state: 'ready', card: true }, ['good', 'good', 'good']],
  ] as const)('line %s and reader %j', (connection, reader, [line, of, card]) => {
    expect(readerChecks({ connection, reader })).toEqual({ line, reader: of, card });
  });

  test('shows and says a card as soon as it lies there, asks for no login and shows no code', async () => {
    await openSettings('reader');
    expect(tested.words()).toContain('カードを 台に おいて みてください。');
    tested.box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: true } });
    await tested.settle();
    expect(tested.words()).toContain('カードの 台は つかえます。');
    expect(tested.spoken.at(-1)).toContain('カードの 台は つかえます。');
    tested.box.dispatch({
      type: 'reader.changed',
      params: { state: 'missing', code: 'reader.none', card: false },
    });
    await tested.settle();
    expect(tested.words()).toContain('台の ケーブルを たしかめてください。');
    expect(tested.words().join()).not.toContain('reader.');
    expect(tested.calls.map(({ method }) => method)).not.toContain('login.start');
  });
});

describe('what the television does', () => {
  test('tells it on three sheets, with the telephone of the operator where there is one', async () => {
    tested.tv.helpPhone = '0120-000-118';
    await openSettings('about');
    expect(tested.words()).toEqual(expect.arrayContaining(['していること', '0120-000-118']));
    go('next');
    expect(tested.words()).toContain('していないこと');
    go('next');
    expect(tested.words()).toContain('のこるもの、とどくところ');
    tested.press('Back');
    expect(tested.words()).toContain('していないこと');
    tested.press('Back', 'Back');
    expect(tested.words()).toContain('せってい');
  });

  test('opens the pictures of the first start again', async () => {
    await openSettings('about');
    go('tour');
    await tested.settle();
    expect(tested.words()).toContain('役場の ことが テレビで できます。');
    go('skip');
    expect(tested.words()).toContain('テレビが していること');
  });
});

describe('the pictures of the first start', () => {
  const open = async () => {
    tested.app.open(doors.firstRun);
    await tested.settle();
  };

  test('are four, one key each, and then home', async () => {
    await open();
    expect(current().firstRunSeen).toBe(true);
    for (let picture = 1; picture <= 4; picture += 1) {
      expect(tested.app.page?.steps).toEqual({ count: 4, current: picture });
      expect(tested.mirror()[0]?.nodes.some(({ role }) => role === 'img')).toBe(true);
      go('next');
    }
    expect(tested.words()).toContain('茶の間');
  });

  test('戻る goes one picture back, and from the first home', async () => {
    await open();
    go('next');
    tested.press('Back');
    expect(tested.app.page?.steps?.current).toBe(1);
    tested.press('Back');
    expect(tested.words()).toContain('茶の間');
  });

  test('a card that is laid ends them', async () => {
    await open();
    tested.box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: true } });
    await tested.settle();
    expect(tested.words()).toContain('決定で えらんでください。');
  });

  test('a first login of a card that begins elsewhere opens over them and is not disturbed by its card', async () => {
    await open();
    const login = '77777777-0000-4000-8000-000000000009';
    tested.box.dispatch({
      type: 'login.changed',
      params: { login, service: 'identity', tier: 't1', phase: 'waiting-for-card' },
    });
    await tested.settle();
    tested.box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: true } });
    await tested.settle();
    expect(tested.words().join()).not.toContain('はじめの あんない');
    expect(tested.app.page?.title).not.toBe('茶の間');
  });

  test('the line to the agent may come and go meanwhile', async () => {
    await open();
    tested.box.dispatch({ type: 'lost' });
    tested.box.dispatch({ type: 'hello', state: quietBox });
    await tested.settle();
    expect(tested.app.page?.steps?.current).toBe(1);
  });
});
