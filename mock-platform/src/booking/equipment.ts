import type { Kysely } from 'kysely';
import type { Equipment } from '../protocol/booking.ts';
import { heldWithin, type Span } from './occupied.ts';
import { BookingRefused } from './refused.ts';
import type { BookingTables } from './tables.ts';

/**
 * A free unit of each thing, by the name under which it is held. Things belong to the house: all of its rooms share them.
 * @throws BookingRefused `booking.equipment-taken`
 */
export async function unitsOf(
  tables: Kysely<BookingTables>,
  building: string,
  things: readonly (Equipment & { count: number })[],
  span: Span,
): Promise<string[]> {
  const chosen: string[] = [];
  for (const { id, count } of things) {
    const units = Array.from({ length: count }, (_, index) => `${building}/${id}/${index + 1}`);
    const held = new Set((await heldWithin(tables, units, span).execute()).map(({ resource }) => resource));
    const free = units.find((unit) => !held.has(unit));
    if (free === undefined) throw new BookingRefused('booking.equipment-taken');
    chosen.push(free);
  }
  return chosen;
}
