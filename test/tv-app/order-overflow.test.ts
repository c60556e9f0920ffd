import { afterEach, expect, test } from 'vitest';
import { templateFor } from '../../mock-platform/src/console/page/templates.ts';
import { faultOfExtra, firstSentence } from '../../mock-platform/src/console/page/wording.ts';
import type { Level, OrderStatus } from '../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../reader-agent/src/protocol/local.ts';
import { filledBand, hollowBand } from '../../tv-app/src/components/level-band/layout.ts';
import { type Language, language, languages, speak } from '../../tv-app/src/messages/language.ts';
import { levels, order as words } from '../../tv-app/src/messages/order.ts';
import { asking, type Surroundings } from '../../tv-app/src/pages/order/asking.ts';
import { frameFor } from '../../tv-app/src/pages/order/frame.ts';
import { measureFor } from '../../tv-app/src/theme/measure.ts';
import { ringReach, useContrast } from '../../tv-app/src/theme/tokens.ts';
import { shownOrder } from './canned.ts';

/** Without a canvas every full-width character counts one em, which is more than it has. */
const names = ['こういちろう', 'はな', 'けんじろう', 'ゆい', 'よしこ', 'ふみ', 'たけし', 'みのる'];
const shelters = [
  { marked: 'ひより{小学校|しょうがっこう}', english: 'Hiyori Elementary School' },
  {
    marked: '{山手|やまて}{町立中央公民館|ちょうりつちゅうおうこうみんかん}',
    english: 'the second floor of the Hiyori Town Hall',
  },
];
/** Two of the town's ready sentences, and the longest that it may write. */
const extras = (level: Level) => [
  templateFor('landslide', level),
  templateFor('fire', level),
  {
    sentence: 'かわと がけと ブロックべいに ちかづかないで ください。',
    plain: 'かわや がけや かべの 近くに 行かないで ください。',
    en: 'Do not go near rivers, cliffs or the sea on your way there.',
  },
];

interface Drawn {
  y: number;
  text: { text: string; fontSize: number; lineHeight: number };
}
interface Marked {
  y: number;
  fontSize: number;
  lineHeight: number;
  marked: string;
}

afterEach(() => {
  speak('ja');
  useContrast('normal');
});

/** Every order that a town can send from its templates, as one household sees it. */
function* orders(status: OrderStatus): Generator<[name: string, shown: ShownOrder]> {
  for (const level of [3, 4, 5] as const)
    for (const extra of extras(level))
      for (const shelter of level === 5 ? [undefined] : shelters)
        for (const people of [0, 1, 3, 8]) {
          expect(faultOfExtra(extra.sentence)).toBeUndefined();
          const shown = shownOrder(level, {
            drill: status === 'drill',
            sentences: [firstSentence(level, status, shelter), extra.sentence],
          });
          shown.order.translations = {
            plain: [firstSentence(level, status, shelter, 'plain'), extra.plain],
            en: [firstSentence(level, status, shelter, 'en'), extra.en],
          };
          shown.residents = names.slice(0, people).map((callName, index) => ({
            subject: `subject-of-resident-${index}`,
            callName,
            answer: null,
          }));
          yield [`${level} ${extra.sentence} ${shelter?.english ?? ''} for ${people}`, shown];
        }
}

/** Kana are twice as wide as Latin letters. */
const usualLength = () => (language() === 'en' ? 90 : 48);
const drawnSentences = ({ order }: ShownOrder): string[] =>
  (order.translations?.[language() as 'plain' | 'en'] ?? order.sentences).map((one) =>
    one.replace(/\{([^|]+)\|[^}]+\}/g, '$1'),
  );

/** Faults of the drawing of one order: what is too small, and what stands on something else. */
function faultsOf(shown: ShownOrder, around: Surroundings): string[] {
  const frame = frameFor(shown.order.status === 'drill');
  const actions = { answer() {}, residents() {}, acknowledge() {}, again() {}, putAway() {} };
  const drawn = asking(shown, frame, actions, around) as Record<string, unknown>;
  const [name, verb] = [drawn.Names, drawn.Verb] as [Drawn, Drawn];
  const sentences = Object.keys(drawn)
    .filter((key) => key.startsWith('Sentence'))
    .map((key) => drawn[key] as Marked);
  const faults: string[] = [];
  const { verb: word } = levels[shown.order.level];
  const fits = measureFor(160, true)(word) <= frame.width;
  // A home of three with the town's ready sentences: what nearly every order and every drill is.
  const usual =
    shown.residents.length <= 3 && around.more === 0 && drawnSentences(shown).join('').length < usualLength();
  const crowded = !usual && (frame.drill || language() === 'en');
  const least = fits && !crowded ? 160 : 120;
  if (verb.text.fontSize < least) faults.push(`verb of ${verb.text.fontSize}`);
  if (measureFor(verb.text.fontSize, true)(word) > frame.width) faults.push('verb broader than the screen');
  const leastSentence = usual || (!frame.drill && !crowded && around.more === 0) ? 72 : 42;
  for (const { fontSize } of sentences) if (fontSize < leastSentence) faults.push(`sentence of ${fontSize}`);
  if (name.text.fontSize < 40) faults.push(`names of ${name.text.fontSize}`);
  const inkTop = ({ y, text }: Drawn) => y + 0.18 * text.fontSize;
  const inkBottom = ({ y, text }: Drawn) =>
    y + (text.text.split('\n').length - 1) * text.lineHeight + 1.06 * text.fontSize;
  const { top } = frame;
  if (inkTop(name) < top) faults.push('names on the strip');
  if (inkBottom(name) > inkTop(verb)) faults.push('names on the verb');
  const first = sentences[0]!;
  const reading = first.marked.includes('{') ? 40 : 0;
  if (inkBottom(verb) > first.y + 0.18 * first.fontSize - reading) faults.push('verb on the sentence');
  const last = sentences.at(-1)!;
  const lines = Math.ceil(measureFor(last.fontSize, true)(last.marked) / frame.width);
  if (last.y + (lines - 1) * last.lineHeight + 1.06 * last.fontSize > frame.answerY - ringReach + 4)
    faults.push('sentence on the answers');
  return faults;
}

const everywhere = languages.flatMap((chosen) => [
  { chosen, textSize: 'normal', contrast: 'normal' } as const,
  { chosen, textSize: 'large', contrast: 'high' } as const,
]);

test.each(everywhere)(
  'every template, for up to eight people, fits: $chosen, $textSize letters, $contrast contrast',
  ({
    chosen,
    textSize,
    contrast,
  }: {
    chosen: Language;
    textSize: 'normal' | 'large';
    contrast: 'normal' | 'high';
  }) => {
    speak(chosen);
    useContrast(contrast);
    const faults: string[] = [];
    for (const status of ['live', 'drill'] as const)
      for (const [name, shown] of orders(status))
        for (const around of [
          { textSize, more: 0, renewed: false },
          { textSize, more: 2, renewed: true },
        ])
          faults.push(
            ...faultsOf(shown, around).map((fault) => `${status} ${name} ${around.more}: ${fault}`),
          );
    expect(faults).toEqual([]);
  },
);

test.each(languages)(
  'the strip has room for level, name, issuer, time and the agency’s own words: %s',
  (chosen) => {
    speak(chosen);
    for (const level of [3, 4, 5] as const) {
      const band = {
        levelWord: words.level,

        name: levels[level].name,
        reading: levels[level].reading,
        issuer: words.issuedBy('みはらし町'),
        time: chosen === 'en' ? '11:59 pm' : '午後11時59分',
        agency: words.agency('レベル4土砂災害危険警報'),
      };
      const filled = filledBand(1728, band, measureFor);
      expect(filled).toMatchObject({ oneRow: true });
      expect(filled.agency.length).toBeLessThanOrEqual(2);
      const hollow = hollowBand(1280, band, measureFor);
      const right = 36 + measureFor(36, true)(band.issuer) + 26 + measureFor(36, false)(band.time);
      if (hollow.oneRow) expect(hollow.nameX + hollow.name.width).toBeLessThanOrEqual(1280 - right);
      expect(hollow.nameX + hollow.name.width).toBeLessThanOrEqual(
        1280 - 36 - 40 - Math.max(measureFor(36, true)(band.issuer), measureFor(36, false)(band.time)),
      );
      for (const line of [...filled.name.lines, ...hollow.name.lines]) expect(band.name).toContain(line);
    }
  },
);
