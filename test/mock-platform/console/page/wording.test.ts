import { describe, expect, it } from 'vitest';
import {
  faultOfExtra,
  firstSentence,
  hazards,
  lengthOf,
  levels,
  longestSentence,
  partsOf,
  plain,
  sendWords,
  sentencesOf,
  spokenTime,
  suggestionFor,
} from '../../../../mock-platform/src/console/page/wording.ts';
import { Hazard, Level } from '../../../../mock-platform/src/protocol/alerts.ts';
import { MarkedText } from '../../../../mock-platform/src/protocol/basics.ts';

const school = 'ひより{小学校|しょうがっこう}';

describe('the first sentence', () => {
  it('sends people to the shelter at levels 3 and 4', () => {
    expect(plain(firstSentence(3, 'live', school))).toBe('ひより小学校へ いってください。');
    expect(firstSentence(4, 'live', school)).toBe(`${school}へ いってください。`);
  });

  it('keeps people where they are at level 5, whatever shelter is chosen', () => {
    expect(firstSentence(5, 'live', school)).toBe('いまいる たてものの あんぜんな ところへ。');
    expect(firstSentence(5, 'drill', school)).not.toContain('小学校');
  });

  it.each([3, 4, 5] as const)(
    'of a drill at level %i says that it is one, and a live one never does',
    (level) => {
      expect(firstSentence(level, 'drill', school)).toContain('訓練');
      expect(firstSentence(level, 'live', school)).not.toContain('訓練');
    },
  );
});

describe('every ready sentence', () => {
  it('is short enough and fit to be sent', () => {
    for (const hazard of Hazard.options) {
      for (const level of [3, 4, 5] as Level[]) {
        const sentence = suggestionFor(hazard, level);
        expect(lengthOf(sentence), sentence).toBeLessThanOrEqual(longestSentence);
        for (const text of sentencesOf(level, 'live', school, sentence))
          expect(MarkedText.safeParse(text).success).toBe(true);
      }
    }
  });

  it('belongs to a hazard and a level that the protocol knows', () => {
    expect(Object.keys(hazards).sort()).toEqual([...Hazard.options].sort());
    expect(levels.every(({ level }) => Level.safeParse(level).success)).toBe(true);
  });
});

describe('the second sentence', () => {
  it('may have 25 characters, spaces between phrases not counted', () => {
    expect(lengthOf('がけの ちかくを とおらないで ください。')).toBe(18);
    expect(faultOfExtra(`${'あ'.repeat(25)} `)).toBeUndefined();
    expect(faultOfExtra('あ'.repeat(26))).toContain('26字');
  });

  it('counts a character outside the basic plane once', () => {
    expect(lengthOf('𠮷田')).toBe(2);
  });

  it('is refused with the marks that readings use, and left out when empty', () => {
    expect(faultOfExtra('{川|かわ}へ')).toBeDefined();
    expect(sentencesOf(4, 'live', school, '  ')).toHaveLength(1);
  });
});

it('text with readings falls into its parts', () => {
  expect(partsOf(`${school}へ`)).toEqual([
    { text: 'ひより' },
    { text: '小学校', reading: 'しょうがっこう' },
    { text: 'へ' },
  ]);
});

it('the button of the live page and that of the drill page do not say the same, and both name the town', () => {
  expect(sendWords('live', 'ひより町')).toBe('ひより町のテレビに 本当に 表示する');
  expect(sendWords('drill', 'ひより町')).toBe('ひより町のテレビで 訓練を はじめる');
});

it('a time is written as it is said', () => {
  expect(spokenTime(new Date('2026-11-20T09:42:00Z'))).toBe('午後6時42分');
  expect(spokenTime(new Date('2026-11-20T01:00:00Z'))).toBe('午前10時');
});
