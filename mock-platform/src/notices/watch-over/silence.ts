import type { WatchOverRecipient } from '../../protocol/watch-over.ts';
import { atHour, dayMilliseconds } from './japan-day.ts';

/** Hours of silence after which somebody is told, each time more of those whom the resident named. */
export const steps = [24, 48, 72] as const;
export type Step = (typeof steps)[number];

/** Whole days in Japan, both included. */
export interface Absence {
  from: string;
  until: string;
}

const hour = 3_600_000;

/** The time of the absences between two instants, milliseconds; days that two absences share count once. */
function absentBetween(from: number, to: number, absences: readonly Absence[]): number {
  const spans = absences
    .map(({ from: first, until }) => ({
      begin: Math.max(from, atHour(first, 0).getTime()),
      end: Math.min(to, atHour(until, 0).getTime() + dayMilliseconds),
    }))
    .filter(({ begin, end }) => end > begin)
    .sort((a, b) => a.begin - b.begin);
  let total = 0;
  let reached = from;
  for (const { begin, end } of spans) {
    total += Math.max(0, end - Math.max(begin, reached));
    reached = Math.max(reached, end);
  }
  return total;
}

/**
 * Since when a resident has been silent: the first question after the last sign of life. Who answers at seven today and at
 * eight tomorrow has not been silent for a day. Undefined: not silent.
 */
export function silentSince(asked: readonly Date[], lastSign: Date | undefined): Date | undefined {
  const open = asked.filter((at) => lastSign === undefined || at > lastSign);
  return open.reduce<Date | undefined>(
    (first, at) => (first === undefined || at < first ? at : first),
    undefined,
  );
}

/** Hours of silence up to now without the planned absences; never negative. */
export const silentHours = (since: Date, now: Date, absences: readonly Absence[]): number =>
  Math.max(
    0,
    (now.getTime() - since.getTime() - absentBetween(since.getTime(), now.getTime(), absences)) / hour,
  );

/** The last step that was reached; undefined: nobody is told yet. */
export const stepOf = (hours: number): Step | undefined => steps.findLast((step) => hours >= step);

const nearness: readonly WatchOverRecipient[] = ['family', 'welfare-officer', 'town'];

/**
 * Whom a step tells, of those whom the resident named and of nobody else: the nearest kind first, after two days the next
 * kind as well, after three all.
 */
export function toldAt<T extends { kind: WatchOverRecipient }>(step: Step, named: readonly T[]): T[] {
  const kinds = nearness.filter((kind) => named.some((one) => one.kind === kind));
  const count = steps.indexOf(step) + 1;
  const told = new Set(step === 72 ? kinds : kinds.slice(0, count));
  return named.filter(({ kind }) => told.has(kind));
}

/** Whether a day in Japan lies in an absence. */
export const isAbsent = (day: string, absences: readonly Absence[]): boolean =>
  absences.some(({ from, until }) => from <= day && day <= until);
