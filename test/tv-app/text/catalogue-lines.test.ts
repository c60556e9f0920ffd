import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Language, languages } from '../../../tv-app/src/messages/language.ts';
import { breakLines } from '../../../tv-app/src/text/break-lines.ts';
import { graphemes } from '../../../tv-app/src/text/graphemes.ts';
import { plainText } from '../../../tv-app/src/text/marked.ts';
import { everythingSaid } from '../catalogue.ts';
import { readFace } from '../font-file.ts';

const face = readFace('Bold');
/** Width in pixels at 48 px, as the shipped font draws it. */
const measure = (text: string): number =>
  graphemes(text).reduce((sum, one) => sum + face.advance(one.codePointAt(0) ?? 0) * 48, 0);
const noHead =
  '、。，．・：；！？）」』】〕〉》ーっゃゅょぁぃぅぇぉッャュョァィゥェォヶ々…％℃゛゜!?),.%｡､ｰﾞﾟ’”';
const noEnd = '（「『【〔〈《([“‘';

let said: Record<Language, string[]>;
beforeAll(async () => {
  const all: [Language, string[]][] = [];
  for (const language of languages)
    all.push([language, [...new Set((await everythingSaid(language)).map(({ text }) => plainText(text)))]]);
  said = Object.fromEntries(all) as Record<Language, string[]>;
});

/** Boxes as they are on the pages, and some narrower than any. */
const widths = [1728, 1140, 846, 576, 405, 300];
const group = /[0-9]+(?:[.,:][0-9]+)*(?:時間|分|時|人|円|つ|回|か月|月|日|kg|けた|こ)|[ぁ-ん]{1,6}さん/g;

describe.each(languages)('every word of the catalogue, %s', (language) => {
  test('stands in its box without a forbidden character at the edge of a line', () => {
    for (const text of said[language]) {
      for (const width of widths) {
        const lines = breakLines(text, width, measure);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        lines.forEach((line, at) => {
          expect(measure(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
          if (at > 0 && text.split('\n').length === 1)
            expect(noHead.includes(graphemes(line)[0] ?? 'x'), `${width}: ${lines.join('／')}`).toBe(false);
          if (at < lines.length - 1)
            expect(noEnd.includes(line[line.length - 1] ?? 'x'), `${width}: ${lines.join('／')}`).toBe(false);
        });
      }
    }
  });

  test('breaks at the writer’s spaces where the box holds three words', () => {
    for (const text of said[language]) {
      for (const width of widths.slice(0, 3)) {
        const words = text.split(/\s/);
        if (words.some((word) => measure(word) > width)) continue;
        const lines = breakLines(text, width, measure);
        for (const word of words)
          expect(
            lines.some((line) => line.includes(word)),
            `${width}: ${lines.join('／')}`,
          ).toBe(true);
      }
    }
  });

  test('numbers with their units and names with さん are not torn apart', () => {
    for (const text of said[language]) {
      for (const together of text.match(group) ?? []) {
        const lines = breakLines(text, 405, measure);
        expect(
          lines.some((line) => line.includes(together)),
          lines.join('／'),
        ).toBe(true);
      }
    }
  });
});

describe('English', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'a',
      'the',
      'Please',
      'television',
      'Hana-san,',
      '9:30',
      'am',
      '1,200',
      'yen.',
      '“Book',
      'it”,',
    ),
    fc.constantFrom('don’t', 'My', 'Number', 'Card', '4-digit', 'PIN.', '決定', '(OK)', 'Emergency'),
  );

  test('wraps at spaces only, whatever the sentence, as long as each word fits', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 300, max: 1728 }),
        (words, width) => {
          const lines = breakLines(words.join(' '), width, measure);
          expect(lines.join(' ')).toBe(words.join(' '));
          for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('a word wider than its box is the only one that is split', () => {
    const long = 'Donaudampfschifffahrtsgesellschaft';
    const lines = breakLines(`Ask the ${long} now`, 405, measure);
    expect(lines.join('').replace(/ /g, '')).toBe(`Askthe${long}now`);
    for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(405);
    for (const whole of ['Ask', 'the', 'now']) expect(lines.join(' ')).toContain(whole);
  });
});
