import { beforeEach, describe, expect, test } from 'vitest';
import { KeyboardPage, type TextEntry } from '../../../tv-app/src/components/keyboard/KeyboardPage.ts';
import { shownOrder } from '../canned.ts';
import { session, television } from '../evening.ts';
import type { TestTelevision } from '../stage.ts';

describe('the keyboard on the screen', () => {
  let tested: TestTelevision;
  let changes: string[];
  let done: string[];

  beforeEach(async () => {
    tested = await television();
    changes = [];
    done = [];
  });

  async function open(entry: Partial<TextEntry> = {}): Promise<void> {
    tested.app.open(KeyboardPage, {
      title: 'お名前',
      text: '',
      changed: (text) => changes.push(text),
      done: (text) => done.push(text),
      ...entry,
    });
    await tested.settle();
  }
  const field = (): string =>
    tested
      .mirror()
      .flatMap(function all(node): typeof node.nodes {
        return [node, ...node.nodes.flatMap(all)];
      })
      .find(({ role }) => role === 'status')?.name ?? '';
  /** Puts the focus on a key and presses it. */
  const hit = (...keys: string[]): void => {
    for (const key of keys) {
      tested.app.page?.focusOn(key);
      tested.app.application.updateFocusPath();
      tested.press('Enter');
    }
  };

  test('types with arrows and 決定, tells every change and says every character', async () => {
    await open();
    expect(tested.focusName()).toBe('あ');
    tested.press('Enter', 'Right', 'Enter', 'Down', 'Enter');
    expect(field()).toBe('あかき');
    expect(changes).toEqual(['あ', 'あか', 'あかき']);
    expect(tested.spoken.slice(-3)).toEqual(['あ', 'か', 'き']);
  });

  test('marks change the character before the cursor, and say what came of it', async () => {
    await open();
    hit('type-は', 'mark-half-voiced', 'type-や', 'mark-small', 'type-ん', 'mark-voiced');
    expect(field()).toBe('ぱゃん');
    expect(tested.spoken.slice(-5)).toEqual(['ぱ', 'や', '小さい ゃ', 'ん', 'この 文字には つきません。']);
  });

  test('number keys walk down a column of the kana, and type where digits are typed', async () => {
    await open();
    tested.press('Digit7', 'Digit7', 'Enter', 'Digit0', 'Enter');
    expect(field()).toBe('みわ');
    hit('sheet-number');
    tested.press('Digit7', 'Digit3');
    expect(field()).toBe('みわ73');
    expect(tested.app.page).toBeInstanceOf(KeyboardPage);
  });

  test('at the end of a column the number key stays there', async () => {
    await open();
    tested.press(...Array.from({ length: 7 }, () => 'Digit8' as const));
    expect(tested.focusName()).toBe('よ');
  });

  test('turns to katakana with its marks, to letters large and small, and stays on the key that turned', async () => {
    await open();
    hit('sheet-katakana');
    expect(tested.focusName()).toBe('カタカナ');
    hit('type-ハ', 'sheet-marked', 'type-パ', 'sheet-latin', 'type-K');
    hit('sheet-latin', 'type-k');
    expect(field()).toBe('ハパKk');
    expect(tested.focusName()).toBe('k');
  });

  test('erases one, erases all, and brings it back', async () => {
    await open({ text: 'やまだ' });
    hit('erase');
    expect(field()).toBe('やま');
    hit('erase-all');
    expect(field()).toBe('まだ なにも ありません。');
    expect(tested.words()).toContain('もどす');
    tested.press('Enter');
    expect(field()).toBe('やま');
    expect(changes).toEqual(['やま', '', 'やま']);
  });

  test('a full text takes no more, and says so', async () => {
    await open({ text: 'ああ', most: 2 });
    hit('type-い');
    expect(field()).toBe('ああ');
    expect(tested.spoken.at(-1)).toBe('2文字までです。');
  });

  test('the focus does not go around an edge', async () => {
    await open();
    tested.press('Left', 'Up');
    expect(tested.focusName()).toBe('あ');
    tested.app.page?.focusOn('done');
    tested.app.application.updateFocusPath();
    tested.press('Right', 'Down', 'Down');
    expect(tested.focusName()).toBe('確定');
  });

  test('戻る closes only the keyboard, and the draft stays with its owner', async () => {
    await open();
    tested.press('Enter', 'Back');
    expect(tested.app.page).not.toBeInstanceOf(KeyboardPage);
    expect(tested.words()).toContain('茶の間');
    expect([changes, done]).toEqual([['あ'], []]);
  });

  test('確定 says the whole word, goes, and hands it over once', async () => {
    await open();
    hit('type-は', 'type-な', 'type-こ', 'done');
    expect(done).toEqual(['はなこ']);
    expect(tested.spoken).toContain('はなこ');
    expect(tested.app.page).not.toBeInstanceOf(KeyboardPage);
  });

  test('names on record come first, one key each; who wants another types', async () => {
    await open({ candidates: ['山田　花子', '山田　華子'] });
    expect(tested.focusName()).toBe('山田　花子');
    tested.press('Down', 'Down');
    expect(tested.focusName()).toBe('じぶんで 入れる');
    tested.press('Enter');
    await tested.settle();
    expect(tested.focusName()).toBe('あ');
    tested.press('Back');
    await open({ candidates: ['山田　花子', '山田　華子'] });
    tested.press('Down', 'Enter');
    expect(done).toEqual(['山田　華子']);
  });

  test('an order lies over it, and afterwards it is as it was', async () => {
    await open();
    tested.press('Right', 'Enter');
    tested.box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4)] } });
    await tested.settle();
    expect(tested.shown.at(-1)).toBe('order');
    tested.press('Digit5');
    tested.box.dispatch({ type: 'orders.changed', params: { orders: [] } });
    await tested.settle();
    expect([field(), tested.focusName()]).toEqual(['か', 'か']);
  });

  test('what was typed leaves with the visit', async () => {
    tested.box.dispatch({ type: 'session.changed', params: { session } });
    await open({ text: 'ひみつ' });
    tested.box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    await tested.settle();
    expect(tested.words().join()).not.toContain('ひみつ');
  });

  test('a hand that trembles types once', async () => {
    await open();
    tested.press('Enter');
    tested.app.press('Enter');
    expect(field()).toBe('あ');
  });
});
