/** Where a value lies against its range to aim at. */
export type Verdict = 'inside' | 'high' | 'low' | 'unknown';

export interface Range {
  low?: number;
  high?: number;
}

/** Compares with the range; both edges belong to it. */
export function verdictOf(value: number, range: Range | undefined): Verdict {
  if (range === undefined || (range.low === undefined && range.high === undefined)) return 'unknown';
  if (range.high !== undefined && value > range.high) return 'high';
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
