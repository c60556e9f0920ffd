import { describe, expect, test } from 'vitest';
import { parseMarked, plainText, readingText } from '../../../tv-app/src/text/marked.ts';

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

  test('text without marks stays as it is', () => {
    expect(parseMarked('すぐ にげて！')).toEqual([{ text: 'すぐ にげて！' }]);
    expect(parseMarked('')).toEqual([]);
  });

  test('a broken mark is shown as written instead of swallowing words', () => {
    expect(plainText('ひより{小学校へ いって')).toBe('ひより{小学校へ いって');
    expect(plainText('{|}あ')).toBe('{|}あ');
  });
});
