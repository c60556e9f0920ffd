import type { PressureReading, WeightReading } from './observations.ts';

/** What is to be said to a figure before it is kept. */
export type Plausibility = 'usual' | 'unusual' | 'outside';

/** Figures outside can only be a slip of the finger; between, a person is asked once more. */
const systolicUsual = [70, 220] as const;
const diastolicUsual = [40, 130] as const;
const systolicPossible = [50, 300] as const;
const diastolicPossible = [20, 250] as const;
const weightPossible = [10, 300] as const;
const weightUsual = [25, 150] as const;
/** So much more or less than the last time is asked about: mmHg, kilograms. */
const pressureJump = 40;
const weightJump = 5;

const within = (value: number, [low, high]: readonly [number, number]): boolean =>
  value >= low && value <= high;

/** Judges a blood pressure against what can be, what is usual and the last one. */
export function judgePressure(
  { systolic, diastolic }: { systolic: number; diastolic: number },
  last: PressureReading | undefined,
): Plausibility {
  if (!within(systolic, systolicPossible) || !within(diastolic, diastolicPossible)) return 'outside';
  if (diastolic >= systolic) return 'outside';
  if (!within(systolic, systolicUsual) || !within(diastolic, diastolicUsual)) return 'unusual';
  const jumps = last && Math.abs(systolic - last.systolic) > pressureJump;
  return jumps ? 'unusual' : 'usual';
}

/** Judges a weight in kilograms the same way. */
export function judgeWeight(kilograms: number, last: WeightReading | undefined): Plausibility {
  if (!within(kilograms, weightPossible)) return 'outside';
  if (!within(kilograms, weightUsual)) return 'unusual';
  return last && Math.abs(kilograms - last.kilograms) > weightJump ? 'unusual' : 'usual';
}

/** Most digits of a figure. */
export const mostDigits = { systolic: 3, diastolic: 3, weight: 4 } as const;
export type Field = keyof typeof mostDigits;

/**
 * The number that digits mean. A weight has its tenth without a key for the point: 542 is 54.2, 54 is 54; what begins with 1
 * has a hundred, so 104 is 104 and 1042 is 104.2.
 */
export function figureOf(field: Field, digits: string): number | undefined {
  if (digits === '') return undefined;
  const whole = field !== 'weight' || digits.length < 3 || (digits.length === 3 && digits.startsWith('1'));
  return whole ? Number(digits) : Number(digits) / 10;
}
