import { describe, expect, test } from 'vitest';
import { markName, parseMarked, plainText, readingText } from '../../../tv-app/src/text/marked.ts';

describe('marked text', () => {
  test('gives the sentence to show and the sentence to speak', () => {
    const marked = 'ひより{小学校|しょうがっこう}へ いってください。';
    expect(plainText(marked)).toBe('ひより小学校へ いってください。');
    expect(readingText(marked)).toBe('ひよりしょうがっこうへ いってください。');
    expect(parseMarked(marked)).toEqual([
      { text: 'ひより' },
      { text: '小学校', reading: 'しょうがっこう' },
      { text: 'へ いってください。' },
    ]);
  });

  test('a name is marked where its reading differs', () => {
    expect(markName('ひより小学校', 'ひよりしょうがっこう')).toBe('ひより{小学校|しょうがっこう}');
    expect(markName('北谷集会所', 'きただにしゅうかいじょ')).toBe('{北谷集会所|きただにしゅうかいじょ}');
    expect(markName('川のいえ', 'かわのいえ')).toBe('{川|かわ}のいえ');
    expect(markName('はま', 'はま')).toBe('はま');
  });

  test('text without marks stays as it is', () => {
    expect(parseMarked('すぐ にげて！')).toEqual([{ text: 'すぐ にげて！' }]);
    expect(parseMarked('')).toEqual([]);
  });

  test('a broken mark is shown as written instead of swallowing words', () => {
    expect(plainText('ひより{小学校へ いって')).toBe('ひより{小学校へ いって');
    expect(plainText('{|}あ')).toBe('{|}あ');
  });
});
