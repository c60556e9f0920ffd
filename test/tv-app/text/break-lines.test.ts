import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakLines } from '../../../tv-app/src/text/break-lines.ts';
import { graphemes } from '../../../tv-app/src/text/graphemes.ts';

/** Ten pixels for every character, as a reader counts them. */
const measure = (text: string) => graphemes(text).length * 10;
/** The rule as a typesetter knows it, written down apart from the tables under test. */
const noHead = '、。，．・：；！？）」』】〕〉》ーっゃゅょぁぃぅぇぉッャュョァィゥェォヶ々…％℃゛゜!?),.%｡､ｰﾞﾟ';
const noEnd = '（「『【〔〈《([';
const mayBeginLine = (grapheme: string) => !noHead.includes(grapheme.charAt(0));
const mayEndLine = (grapheme: string) => !noEnd.includes(grapheme.charAt(0));
const withoutSpaces = (text: string) => text.replace(/[ \u3000\n]/g, '');

const piece = fc.oneof(
  fc.constantFrom('あ', 'き', 'い', 'って', 'ください', 'きょう', 'は', 'が', 'を', 'の', 'です', 'ます'),
  fc.constantFrom(
    'カード',
    'センター',
    'ッ',
    'ー',
    'ヶ',
    'ゃ',
    'ゅ',
    'ょ',
    'ィ',
    'しゅっちょう',
    '中央公民館',
    '避難',
    '指示',
    '々',
  ),
  fc.constantFrom('、', '。', '（', '）', '「', '」', '！', '？', '…', '％', '『', '』', ' ', '　', '・'),
  fc.constantFrom('𠮷', '葛󠄀', 'か\u3099', '👨‍👩‍👧', 'ﾊﾟ'),
  fc.constantFrom('9時30分', '12.5kg', 'はなさん', 'A1', 'http://a.jp/', '11月20日', '600円', '３人'),
);
const sentence = fc.array(piece, { minLength: 1, maxLength: 24 }).map((pieces) => pieces.join(''));
const box = fc.integer({ min: 20, max: 400 });

describe('breaking Japanese text into lines', () => {
  test('no line begins with a character that may not begin one, or ends with one that may not end one', () => {
    fc.assert(
      fc.property(sentence, box, (text, width) => {
        const lines = breakLines(text, width, measure);
        for (const [index, line] of lines.entries()) {
          const characters = graphemes(line);
          if (index > 0) expect(mayBeginLine(characters[0]!)).toBe(true);
          if (index < lines.length - 1) expect(mayEndLine(characters[characters.length - 1]!)).toBe(true);
        }
      }),
    );
  });

  test('a line is wider than its box only where no rule allows a break inside it', () => {
    fc.assert(
      fc.property(sentence, box, (text, width) => {
        for (const line of breakLines(text, width, measure)) {
          if (measure(line) <= width) continue;
          const visible = graphemes(line).filter((character) => character !== ' ' && character !== '　');
          for (let i = 1; i < visible.length; i += 1) {
            expect(mayBeginLine(visible[i]!) && mayEndLine(visible[i - 1]!)).toBe(false);
          }
        }
      }),
    );
  });

  test('nothing is lost, doubled or reordered except the spaces at the breaks', () => {
    fc.assert(
      fc.property(sentence, box, (text, width) => {
        expect(withoutSpaces(breakLines(text, width, measure).join(''))).toBe(withoutSpaces(text));
      }),
    );
  });

  test('surrogate pairs, variation selectors and joined emoji are never cut', () => {
    fc.assert(
      fc.property(sentence, box, (text, width) => {
        const whole = graphemes(text).filter((character) => character !== ' ' && character !== '　');
        const broken = breakLines(text, width, measure)
          .flatMap((line) => graphemes(line))
          .filter((character) => character !== ' ' && character !== '　');
        expect(broken).toEqual(whole);
      }),
    );
  });

  test.each([
    'はなさん',
    '午前9時30分',
    '12.5kg',
    '11月27日',
    '1,200円',
    'HbA1c',
    '30人',
    '山田さま',
    '3日間',
  ])('%s stays on one line as long as it fits into the box alone', (group) => {
    for (const text of [
      `あしたの ${group}に いきます。`,
      `これは、${group}、でした。`,
      `「${group}」が 来ました。`,
    ]) {
      for (let width = measure(group) + 30; width <= 300; width += 10) {
        const lines = breakLines(text, width, measure);
        expect(
          lines.some((line) => line.includes(group)),
          `${width}: ${lines.join('／')}`,
        ).toBe(true);
      }
    }
  });

  test('a break at a space of the author is taken before a break inside a phrase', () => {
    expect(breakLines('あす 午前9時から 水が とまります。', 140, measure)).toEqual([
      'あす 午前9時から',
      '水が とまります。',
    ]);
    expect(breakLines('カードは おいたままに してください。', 120, measure)).toEqual([
      'カードは おいたままに',
      'してください。',
    ]);
  });

  test('text without spaces breaks between phrases', () => {
    expect(breakLines('がけのちかくをとおらないでください。', 120, measure)).toEqual([
      'がけのちかくを',
      'とおらないでください。',
    ]);
  });

  test('a phrase that is wider than the box is split between characters', () => {
    const lines = breakLines('土砂災害警戒区域指定説明会', 50, measure);
    expect(lines.join('')).toBe('土砂災害警戒区域指定説明会');
    for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(50);
  });

  test('a line that fits exactly is left alone and one pixel less breaks it', () => {
    expect(breakLines('みずを ためる', 70, measure)).toEqual(['みずを ためる']);
    expect(breakLines('みずを ためる', 69, measure)).toEqual(['みずを', 'ためる']);
  });

  test('line feeds of the author are kept', () => {
    expect(breakLines('いち\nに', 1000, measure)).toEqual(['いち', 'に']);
    expect(breakLines('', 1000, measure)).toEqual(['']);
  });
});
