import { describe, expect, it } from 'vitest';
import { readingsOf, withReadings } from '../../../../mock-platform/src/console/page/readings.ts';
import { templateFor } from '../../../../mock-platform/src/console/page/templates.ts';
import { type Language, tvWords } from '../../../../mock-platform/src/console/page/tv-words.ts';
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
} from '../../../../mock-platform/src/console/page/wording.ts';
import { Hazard, Level } from '../../../../mock-platform/src/protocol/alerts.ts';
import { MarkedText } from '../../../../mock-platform/src/protocol/basics.ts';
import { withHonorific } from '../../../../tv-app/src/messages/common.ts';
import { speak } from '../../../../tv-app/src/messages/language.ts';
import * as tv from '../../../../tv-app/src/messages/order.ts';

const school = { marked: 'ひより{小学校|しょうがっこう}', english: 'Hiyori School' };

describe('the first sentence', () => {
  it('sends people to the shelter at levels 3 and 4', () => {
    expect(plain(firstSentence(3, 'live', school))).toBe('ひより小学校へ いってください。');
    expect(firstSentence(4, 'live', school)).toBe(`${school.marked}へ いってください。`);
    expect(firstSentence(4, 'live', school, 'en')).toBe('Go to Hiyori School.');
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
      expect(firstSentence(level, 'drill', school, 'en')).toMatch(/drill/i);
      expect(firstSentence(level, 'drill', school, 'plain')).toContain('れんしゅう');
    },
  );
});

describe('every ready sentence', () => {
  it('is short enough and fit to be sent, in three languages', () => {
    for (const hazard of Hazard.options) {
      for (const level of [3, 4, 5] as Level[]) {
        const { sentence, plain: easy, en } = templateFor(hazard, level);
        expect(faultOfExtra(sentence), sentence).toBeUndefined();
        expect(lengthOf(sentence), sentence).toBeLessThanOrEqual(longestSentence);
        expect(en.length).toBeLessThanOrEqual(60);
        for (const text of [sentence, easy, en]) expect(MarkedText.safeParse(text).success).toBe(true);
        for (const text of [sentence, easy])
          expect(withReadings(text, readingsOf([])).unknown.length, text).toBeLessThan(9);
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
    expect(sentencesOf('いってください。', '  ')).toHaveLength(1);
  });

  it('gets its readings by itself, from the town’s list or as the official wrote them', () => {
    const readings = readingsOf([school.marked]);
    const typed = '小学校の うらの 川と 堤防(ていぼう)へ';
    expect(withReadings(typed, readings)).toEqual({
      marked: '{小学校|しょうがっこう}の うらの {川|かわ}と {堤防|ていぼう}へ',
      unknown: [],
    });
    expect(faultOfExtra('堤防へ いかないで。')).toContain('読みがわかりません');
    expect(faultOfExtra('川と 海と 山と 橋と 家へ。')).toContain('漢字は4字まで');
  });
});

it('text with readings falls into its parts', () => {
  expect(partsOf(`${school.marked}へ`)).toEqual([
    { text: 'ひより' },
    { text: '小学校', reading: 'しょうがっこう' },
    { text: 'へ' },
  ]);
});

it('the button of the live page and that of the drill page do not say the same, and both name the town', () => {
  expect(sendWords('live', 'ひより町')).toBe('ひより町のテレビに 本当に 表示する');
  expect(sendWords('live', 'ひより町', true)).toBe('ひより町の避難の指示を 承認へ送る');
  expect(sendWords('drill', 'ひより町')).toBe('ひより町のテレビで 訓練を はじめる');
});

it('a time is written as it is said', () => {
  expect(spokenTime(new Date('2026-11-20T09:42:00Z'))).toBe('午後6時42分');
  expect(spokenTime(new Date('2026-11-20T01:00:00Z'))).toBe('午前10時');
});

it.each(['ja', 'plain', 'en'] as const)(
  'the preview speaks as the television does: %s',
  (language: Language) => {
    speak(language);
    const said = tvWords[language];
    for (const level of [3, 4, 5] as const) expect(said.levels[level]).toEqual(tv.levels[level]);
    expect({ ...said.answers }).toEqual({ ...tv.answerWords });
    expect(said.person).toBe(withHonorific('はな'));
    expect(said.level).toBe(tv.order.level);
    expect(said.spokenDrill).toBe(tv.order.spokenDrill);
    expect(said.drillCall).toBe(tv.order.drillNames(said.person));
    expect(said.drillSentence('A')).toBe(tv.order.drillSentence('A'));
    expect(said.issuedBy('ひより町')).toBe(tv.order.issuedBy('ひより町'));
    expect(said.agency('x')).toBe(tv.order.agency('x'));
    expect(said.spokenIssued('ひより町', 'x')).toBe(tv.order.spokenIssued('ひより町', 'x'));
  },
);
