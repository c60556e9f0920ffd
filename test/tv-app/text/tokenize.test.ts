import { TextTokenizer } from '@lightningjs/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../../tv-app/src/text/graphemes.ts';
import { mayBeginLine, mayEndLine } from '../../../tv-app/src/text/kinsoku.ts';
import { tokenizeJa } from '../../../tv-app/src/text/phrases.ts';

const texts = fc
  .array(
    fc.constantFrom(
      'あす',
      '水が',
      '、',
      '。',
      '（',
      '）',
      ' ',
      '𠮷',
      'ー',
      'はなさん',
      '9時30分',
      'カード',
      '避難所',
    ),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map((parts) => parts.join(''));

describe('tokens for Lightning', () => {
  test('the tokens put together are the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(tokenizeJa(text).join('')).toBe(text);
      }),
    );
  });

  test('spaces are tokens of their own', () => {
    expect(tokenizeJa('水が とまります。')).toEqual(['水が', ' ', 'とまります。']);
  });

  test('a line that begins at any token keeps to kinsoku', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const words = tokenizeJa(text).filter((token) => token !== ' ');
        for (let i = 1; i < words.length; i += 1) {
          const before = graphemes(words[i - 1]!);
          expect(mayBeginLine(graphemes(words[i]!)[0]!)).toBe(true);
          expect(mayEndLine(before[before.length - 1]!)).toBe(true);
        }
      }),
    );
  });

  test('very long phrases give way after the stated number of characters', () => {
    const tokens = tokenizeJa('特別養護老人ホーム入所申込受付窓口案内図', 6);
    expect(tokens.join('')).toBe('特別養護老人ホーム入所申込受付窓口案内図');
    for (const token of tokens) expect(token.length).toBeLessThanOrEqual(8);
  });

  test('Lightning accepts the tokenizer', () => {
    TextTokenizer.setCustomTokenizer((text) => [{ tokens: tokenizeJa(text) }], true);
    expect(TextTokenizer.getTokenizer()('水を ためる')).toEqual([{ tokens: ['水を', ' ', 'ためる'] }]);
    TextTokenizer.setCustomTokenizer();
  });
});
