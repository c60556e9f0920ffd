import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  draftOf,
  erase,
  eraseAll,
  mark,
  restore,
  type,
} from '../../../tv-app/src/components/keyboard/draft.ts';
import {
  fullWidth,
  marked,
  marks,
  toHiragana,
  toKatakana,
} from '../../../tv-app/src/components/keyboard/kana.ts';
import { graphemes } from '../../../tv-app/src/text/graphemes.ts';

describe('kana', () => {
  test.each([
    ['か', 'voiced', 'が'],
    ['が', 'voiced', 'か'],
    ['は', 'voiced', 'ば'],
    ['ぱ', 'voiced', 'ば'],
    ['ば', 'half-voiced', 'ぱ'],
    ['ぱ', 'half-voiced', 'は'],
    ['う', 'voiced', 'ヴ'],
    ['ヴ', 'voiced', 'ウ'],
    ['つ', 'small', 'っ'],
    ['っ', 'small', 'つ'],
    ['っ', 'voiced', 'づ'],
    ['や', 'small', 'ゃ'],
    ['ハ', 'half-voiced', 'パ'],
    ['ウ', 'voiced', 'ヴ'],
    ['ョ', 'small', 'ヨ'],
    ['a', 'small', 'A'],
    ['A', 'small', 'a'],
    ['か', 'half-voiced', undefined],
    ['ん', 'voiced', undefined],
    ['ー', 'small', undefined],
    ['1', 'small', undefined],
    ['山', 'voiced', undefined],
  ] as const)('%s with the %s key becomes %s', (from, which, to) => {
    expect(marked(from, which)).toBe(to);
  });

  test('hiragana and half-width kana become full-width katakana', () => {
    expect(toKatakana('やまだ　はなこ')).toBe('ヤマダ　ハナコ');
    expect(toKatakana('ﾀﾞｲｽｹ ﾊﾟﾋﾟｮﾝ')).toBe('ダイスケ パピョン');
    expect(toKatakana('ﾜ･ｦﾝｰｳﾞ')).toBe('ワ・ヲンーヴ');
    expect(toKatakana('山田Hana1ー')).toBe('山田Hana1ー');
    expect(toHiragana('ヤマダ ヴ ｶﾞ')).toBe('やまだ ゔ が');
  });

  const hiragana = fc.constantFrom(
    ...'あいうえおかがきぎさざたちつっづてとなはばぱまゃやゅゆょよらりるれろゎわをん',
  );

  test('to katakana and back is the same text', () => {
    const text = fc.array(hiragana).map((all) => all.join(''));
    fc.assert(
      fc.property(text, (one) => {
        expect(toHiragana(toKatakana(one))).toBe(one);
      }),
    );
  });

  test('conversion is stable and keeps the number of characters of full-width text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const wide = fullWidth(text);
        expect(fullWidth(wide)).toBe(wide);
        expect(toKatakana(toKatakana(text))).toBe(toKatakana(text));
      }),
    );
  });

  test('each mark a second time gives back a character that the first did not change the row of', () => {
    fc.assert(
      fc.property(hiragana, fc.constantFrom(...marks), (character, which) => {
        const once = marked(character, which);
        if (once === undefined) return;
        expect([...once]).toHaveLength(1);
        const twice = marked(once, which);
        expect(twice === undefined ? undefined : marked(twice, which)).toBe(once);
      }),
    );
  });
});

describe('a text being typed', () => {
  const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
  const change = fc.oneof(
    fc
      .constantFrom('あ', 'は', '髙', '𠮷', 'ー', 'A', '　')
      .map((one) => (draft: ReturnType<typeof draftOf>) => type(draft, one, 8)),
    fc.constantFrom(...marks).map((which) => (draft: ReturnType<typeof draftOf>) => mark(draft, which)),
    fc.constant(erase),
    fc.constant(eraseAll),
    fc.constant(restore),
  );

  test('never grows beyond its limit and never splits a character', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        let draft = draftOf('');
        for (const next of changes) {
          const before = draft;
          draft = next(draft);
          expect(graphemes(draft.text).length).toBeLessThanOrEqual(8);
          expect(draft.text).not.toMatch(loneSurrogate);
          const difference = graphemes(draft.text).length - graphemes(before.text).length;
          if (next === erase && before.text) expect(difference).toBe(-1);
        }
      }),
    );
  });

  test('what was erased at once comes back, until something else is typed', () => {
    const gone = eraseAll(draftOf('やまだ'));
    expect(gone.text).toBe('');
    expect(restore(gone).text).toBe('やまだ');
    expect(restore(type(gone, 'は', 8)).text).toBe('は');
    expect(restore(eraseAll(gone)).text).toBe('やまだ');
  });

  test('a character with a variation selector is erased as one', () => {
    expect(erase(draftOf('葛\u{e0100}')).text).toBe('');
    expect(erase(draftOf('𠮷田')).text).toBe('𠮷');
    expect(erase(erase(draftOf('𠮷田'))).text).toBe('');
  });
});
