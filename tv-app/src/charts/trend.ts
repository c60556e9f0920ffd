/** One line of a trend: a value for every point, `null` where nothing was measured. */
export interface TrendSeries {
  /** 「上」, 「体重」: drawn at the line's end and said before the value. */
  name: string;
  /** Lines are told apart by dash and marker, not by colour alone. */
  look: 'solid' | 'dotted';
  values: readonly (number | null)[];
  /** Range to aim at, named めやす. An open side is left out. */
  target?: { low?: number; high?: number };
}

/** One column of the chart. */
export interface TrendPoint {
  /** Two lines below the axis: 「18」 and 「水」, 「6年」 and 「令和」. */
  label: string;
  sublabel: string;
  /** Said and shown in the fixed reading place: 「18日 水曜日」. */
  words: string;
}

/** Everything a trend shows; at most twelve points, so that each can be told from its neighbour at three metres. */
export interface Trend {
  points: readonly TrendPoint[];
  series: readonly TrendSeries[];
  /** Unit as said, for instance 「kg」; empty where the figures speak for themselves. */
  unit: string;
  /** Least difference the height covers, so that a small change does not look like a fall. */
  leastSpan?: number;
}
