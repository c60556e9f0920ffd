import type { WatchOverAbsence } from '../../../../mock-platform/src/protocol/watch-over.ts';

const dayMs = 86_400_000;
const japanMs = 9 * 3_600_000;
/** How many days each choice lasts beside today: none, until tomorrow, a week. */
const lengths = [undefined, 1, 7];

const dayAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + japanMs + days * dayMs).toISOString().slice(0, 10);

/** The days of a choice, from today; undefined for none. */
export function awayDays(choice: number, now: Date): { from: string; until: string } | undefined {
  const length = lengths[choice];
  return length === undefined ? undefined : { from: dayAfter(now, 0), until: dayAfter(now, length) };
}

/** Which choice stands for what is planned. */
export function chosenAbsence(absences: readonly WatchOverAbsence[], now: Date): number {
  const [first] = absences;
  if (first === undefined) return 0;
  return first.until <= dayAfter(now, 1) ? 1 : 2;
}
