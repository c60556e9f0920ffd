import type { TextSize } from '../../theme/tokens.ts';

/** Where the parts of an order stand; all in pixels of the screen. */
export interface OrderLayout {
  nameY: number;
  nameSize: number;
  verbY: number;
  verbSize: number;
  sentenceSize: number;
  sentences: { y: number; lineHeight: number }[];
}

export interface OrderArea {
  /** Lower edge of the strip and upper edge of the answers' ring. */
  top: number;
  bottom: number;
}

/** Lines that a sentence takes, and whether readings stand above its words. */
export interface SentenceNeed {
  lines: number;
  readings: boolean;
}

/** What the words need; heights decide the rest. */
export interface OrderNeeds {
  textSize: TextSize;
  nameLines: (size: number) => number;
  /** Largest size at which the verb fits one line. */
  verbSize: number;
  sentences: (size: number) => SentenceNeed[];
}

interface Step {
  name: number;
  verb: number;
  sentence: number;
  gap: number;
}

const roomy = 26;
const tight = 24;
const large: readonly Step[] = [
  { name: 112, verb: 240, sentence: 80, gap: roomy },
  { name: 104, verb: 200, sentence: 80, gap: roomy },
  { name: 88, verb: 176, sentence: 80, gap: roomy },
  { name: 72, verb: 176, sentence: 80, gap: tight },
];
/**
 * Steps tried in turn, the most generous first. Names give way before the verb, the verb before the sentences; below 72 only
 * sentences that are longer than a town may write them (25 characters, 60 in English) for many people.
 */
const steps: readonly Step[] = [
  { name: 104, verb: 240, sentence: 72, gap: roomy },
  { name: 104, verb: 200, sentence: 72, gap: roomy },
  { name: 88, verb: 176, sentence: 72, gap: roomy },
  { name: 72, verb: 176, sentence: 72, gap: tight },
  { name: 72, verb: 160, sentence: 72, gap: tight },
  { name: 60, verb: 160, sentence: 72, gap: tight },
  { name: 48, verb: 160, sentence: 72, gap: tight },
  { name: 48, verb: 160, sentence: 72, gap: 12 },
  { name: 48, verb: 120, sentence: 72, gap: 6 },
  { name: 48, verb: 120, sentence: 64, gap: 4 },
  { name: 48, verb: 120, sentence: 54, gap: 4 },
  { name: 48, verb: 120, sentence: 48, gap: 4 },
  { name: 40, verb: 120, sentence: 42, gap: 0 },
];

/** Ink of a line of Japanese text: where it begins below `y`, and how high it is, as parts of the font size. */
const inkTop = 0.18;
const inkHeight = 0.88;
/** Room of the readings above a line. */
const readings = 40;

/** Shares the room between strip and answers among names, verb and sentences. Pure. Never cuts anything. */
export function orderLayout(area: OrderArea, needs: OrderNeeds): OrderLayout {
  const all = needs.textSize === 'large' ? [...large, ...steps] : steps;
  for (const [index, step] of all.entries()) {
    const last = index === all.length - 1;
    const verbSize = Math.min(needs.verbSize, step.verb);
    const sentences = sentenceRows(needs.sentences(step.sentence), step, step.gap === roomy);
    const names = inkHeight * step.name + (needs.nameLines(step.name) - 1) * nameLine(step.name);
    const verb = inkHeight * verbSize;
    const gap = (area.bottom - area.top - names - verb - sentences.height) / 4;
    if (gap < step.gap && !last) continue;
    const verbTop = area.top + 2 * gap + names;
    const sentenceTop = verbTop + verb + gap;
    return {
      nameSize: step.name,
      verbSize,
      sentenceSize: step.sentence,
      nameY: Math.round(area.top + gap - inkTop * step.name),
      verbY: Math.round(verbTop - inkTop * verbSize),
      sentences: sentences.rows.map(({ top, lineHeight }) => ({
        y: Math.round(sentenceTop + top - inkTop * step.sentence),
        lineHeight,
      })),
    };
  }
  throw new Error('the steps are never empty');
}

/** Distance of two lines of names. */
export const nameLine = (size: number): number => Math.round(size * 1.2);

/** Where each sentence's ink begins below the first reading, and how high they all are. */
function sentenceRows(needs: readonly SentenceNeed[], { sentence: size }: Step, even: boolean) {
  const line = (withReadings: boolean) => (withReadings || even ? size + 35 : Math.round(size * 1.28));
  let top = 0;
  const rows = needs.map((need, index) => {
    if (index === 0) top = need.readings || even ? readings : 0;
    else top += line(need.readings);
    const row = { top, lineHeight: line(need.readings) };
    top += (need.lines - 1) * row.lineHeight;
    return row;
  });
  return { rows, height: top + inkHeight * size };
}
