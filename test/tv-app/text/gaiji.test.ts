import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '../../../tv-app/src/messages/language.ts';
import { drawable, isDrawable } from '../../../tv-app/src/text/gaiji.ts';
import { markName, parseMarked, readingText } from '../../../tv-app/src/text/marked.ts';
import { everythingSaid } from '../catalogue.ts';
import { readFace } from '../font-file.ts';

const faces = [readFace('Regular'), readFace('Bold')];
const inFont = (text: string) =>
  [...text].every((one) => /[\n\u200b]/.test(one) || faces.every((face) => face.has(one.codePointAt(0)!)));

describe('characters that the font lacks', () => {
  test('what the application takes for drawable is what both faces of the font have', () => {
    expect(faces[0]!.codePoints.length).toBeGreaterThan(7000);
    const drawn = Array.from({ length: 0x30000 - 0x20 }, (_, at) => at + 0x20).filter(
      (code) => (code < 0xd800 || code > 0xdfff) && isDrawable(String.fromCodePoint(code)),
    );
    const invisible = (code: number) =>
      code === 0x200b || (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
    expect(drawn.filter((code) => !invisible(code) && !faces.every((face) => face.has(code)))).toEqual([]);
    // Nothing of the font is thrown away but a few signs that no Japanese system has.
    const unused = faces[0]!.codePoints.filter(
      (code) => code >= 0x20 && !isDrawable(String.fromCodePoint(code)),
    );
    expect(unused.map((code) => String.fromCodePoint(code)).join('')).toBe('');
  });

  test.each([
    ['髙橋', '髙橋'],
    ['山﨑', '山﨑'],
    ['德永', '德永'],
    ['神谷', '神谷'],
    ['𠮷田', '〓田'],
    ['葛󠄀城', '葛城'],
    ['辻︀', '辻'],
    ['か\u3099っこう', 'がっこう'],
    ['𩸽の 店', '〓の 店'],
    ['はな😀', 'はな〓'],
    ['午前9時30分', '午前9時30分'],
  ])('%s is drawn as %s', (written, drawn) => {
    expect(drawable(written)).toBe(drawn);
    expect(inFont(drawable(written))).toBe(true);
  });

  test('whatever is written, only characters of the font are drawn, and drawing it twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const printable = [...text].filter((one) => one >= ' ' && one !== '\u007f').join('');
        expect(inFont(drawable(printable))).toBe(true);
        expect(drawable(drawable(printable))).toBe(drawable(printable));
      }),
    );
  });

  test('a name that cannot be drawn stands in kana', () => {
    expect(markName('𠮷田会館', 'よしだかいかん')).toBe('よしだかいかん');
    expect(markName('髙田会館', 'たかだかいかん')).toBe('{髙田会館|たかだかいかん}');
    expect(parseMarked('{𠮷田会館|よしだかいかん}へ')).toEqual([{ text: 'よしだかいかん' }, { text: 'へ' }]);
    expect(readingText('{𠮷田会館|よしだかいかん}へ')).toBe('よしだかいかんへ');
  });

  test('every word of the catalogue is drawn as it is written', async () => {
    for (const language of languages) {
      const changed = (await everythingSaid(language)).filter(({ text }) => drawable(text) !== text);
      expect(changed).toEqual([]);
    }
  });
});
