import { daysBetween } from './calendar.ts';
import { periods, type SlotKey } from './slots.ts';

/** How many other slots a taken one is answered with. */
export const alternativeCount = 3;

/**
 * The free slots nearest to the wanted one: the same day first, then the nearest days; on each the same part of the day
 * before others, and the earlier of two that are equally near. At most three, fewer only if fewer are free.
 */
export function nearestFree(wanted: SlotKey, free: readonly SlotKey[]): SlotKey[] {
  const distance = (slot: SlotKey) => ({
    slot,
    days: Math.abs(daysBetween(wanted.day, slot.day)),
    parts: Math.abs(periods.indexOf(slot.period) - periods.indexOf(wanted.period)),
  });
  return free
    .filter((slot) => slot.day !== wanted.day || slot.period !== wanted.period)
    .map(distance)
    .sort(
      (a, b) =>
        a.days - b.days ||
        a.parts - b.parts ||
        a.slot.day.localeCompare(b.slot.day) ||
        periods.indexOf(a.slot.period) - periods.indexOf(b.slot.period),
    )
    .slice(0, alternativeCount)
    .map(({ slot }) => slot);
}
