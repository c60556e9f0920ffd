/** Where the parts of an order stand; all in pixels of the screen. */
export interface OrderLayout {
  nameY: number;
  nameSize: number;
  verbY: number;
  verbSize: number;
  sentenceY: number;
  sentenceSize: number;
  sentenceLine: number;
}

export interface OrderArea {
  /** Lower edge of the strip and upper edge of the answers. */
  top: number;
  bottom: number;
}

/** Largest sizes allowed by the widths; heights decide the rest. */
export interface OrderNeeds {
  nameSize: number;
  nameLines: number;
  verbSize: number;
  /** Lines the sentences take at a font size. */
  sentenceLines: (size: number) => number;
}

/** Steps tried in turn, the most generous first; the last must always fit. */
const steps = [
  { name: 104, verb: 240, sentence: 72 },
  { name: 104, verb: 200, sentence: 72 },
  { name: 88, verb: 176, sentence: 72 },
  { name: 72, verb: 148, sentence: 72 },
  { name: 64, verb: 124, sentence: 72 },
  { name: 72, verb: 176, sentence: 64 },
  { name: 64, verb: 148, sentence: 64 },
  { name: 60, verb: 120, sentence: 64 },
  { name: 56, verb: 120, sentence: 54 },
] as const;

/** Ink of a line of Japanese text: where it begins below `y`, and how high it is, as parts of the font size. */
const inkTop = 0.18;
const inkHeight = 0.88;
/** Room of the readings above the first sentence. */
const readings = 40;
/** Space between the parts: a tight one only where the words are many. */
const gaps = { roomy: 26, tight: 12 } as const;

/** Shares the room between strip and answers among name, verb and sentences. Pure. Never cuts anything. */
export function orderLayout(area: OrderArea, needs: OrderNeeds): OrderLayout {
  for (const [index, step] of steps.entries()) {
    const nameSize = Math.min(needs.nameSize, step.name);
    const verbSize = Math.min(needs.verbSize, step.verb);
    const sentenceSize = step.sentence;
    // A reading of 36 stands in the room between two lines.
    const sentenceLine = sentenceSize + 35;
    const lines = needs.sentenceLines(sentenceSize);
    const name = inkHeight * nameSize + (needs.nameLines - 1) * Math.round(nameSize * 1.2);
    const verb = inkHeight * verbSize;
    const sentences = readings + inkHeight * sentenceSize + (lines - 1) * sentenceLine;
    const gap = (area.bottom - area.top - name - verb - sentences) / 4;
    if (gap < (index < 3 ? gaps.roomy : gaps.tight) && index < steps.length - 1) continue;
    const verbTop = area.top + 2 * gap + name;
    return {
      nameSize,
      verbSize,
      sentenceSize,
      sentenceLine,
      nameY: Math.round(area.top + gap - inkTop * nameSize),
      verbY: Math.round(verbTop - inkTop * verbSize),
      sentenceY: Math.round(verbTop + verb + gap + readings - inkTop * sentenceSize),
    };
  }
  throw new Error('the steps are never empty');
}
