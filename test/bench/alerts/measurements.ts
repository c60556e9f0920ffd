/** Moments of the monotonic clock that all processes of one machine share, nanoseconds as a decimal string (IPC is JSON). */
export type Moment = string;

export const now = (): bigint => process.hrtime.bigint();

/** Milliseconds from one moment to another. */
export const millisecondsBetween = (from: bigint, to: bigint): number => Number(to - from) / 1e6;

/** What a process that holds boxes says of one order. Times in milliseconds since the release. */
export interface Told {
  received: number[];
  displayed: number[];
  /** The platform has said that received and displayed are durable. */
  durable: number[];
  /** Orders that a box got a second time. */
  duplicates: number;
}

export interface Spread {
  p50: number;
  p99: number;
  max: number;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** @throws Error when there is nothing to describe */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('no box reported anything');
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number =>
    tenth(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!);
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
