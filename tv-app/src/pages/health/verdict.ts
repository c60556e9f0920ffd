/** Where a value lies against its range to aim at. */
export type Verdict = 'inside' | 'high' | 'low' | 'unknown';

export interface Range {
  low?: number;
  high?: number;
  /** The upper edge itself lies outside: 「135未満」. */
  below?: boolean;
}

/** Compares with the range; its edges belong to it unless `below` says otherwise. */
export function verdictOf(value: number, range: Range | undefined): Verdict {
  if (range === undefined || (range.low === undefined && range.high === undefined)) return 'unknown';
  const { high } = range;
  if (high !== undefined && (range.below ? value >= high : value > high)) return 'high';
  if (range.low !== undefined && value < range.low) return 'low';
  return 'inside';
}

/** The one to speak of when several stand together: outside before inside, a known before an unknown. */
export function jointVerdict(verdicts: readonly Verdict[]): Verdict {
  for (const verdict of ['high', 'low', 'inside'] as const) {
    if (verdicts.includes(verdict)) return verdict;
  }
  return 'unknown';
}
