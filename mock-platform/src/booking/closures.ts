import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { bookableRooms } from './facilities.ts';
import { setStatus } from './holds.ts';
import { occupy, overlaps, queueUp, release, type Span } from './occupied.ts';
import { BookingRefused } from './refused.ts';
import { allBookings } from './rows.ts';
import type { BookingTables } from './tables.ts';

export interface Closure extends Span {
  /** Rooms of one town. */
  rooms: readonly string[];
  /** Said to everyone who had booked, in plain Japanese. */
  reason: string;
}

/**
 * Takes rooms for the town's own use, above all as a shelter: whoever had booked or was offered a slot within the time loses it
 * and finds the reason on the television; waiting lists stand still. All in one transaction.
 * @returns ids of the closure and of the bookings that ended
 * @throws BookingRefused `booking.facility-unknown`
 */
export function closeRooms(
  tables: Kysely<BookingTables>,
  municipality: string,
  { rooms: ids, reason, ...span }: Closure,
  now: Date,
): Promise<{ closure: string; displaced: string[] }> {
  return tables.transaction().execute(async (transaction) => {
    const known = await bookableRooms(transaction, municipality);
    const rooms = known.filter(({ facility }) => ids.includes(facility.id));
    if (rooms.length < new Set(ids).size) throw new BookingRefused('booking.facility-unknown');
    await queueUp(
      transaction,
      rooms.map(({ queue }) => queue),
    );
    const resources = [...new Set(rooms.flatMap((room) => room.resources))];
    const holders = await transaction
      .selectFrom('booking.occupied')
      .where('resource', 'in', resources)
      .where('released', '=', false)
      .where(overlaps(span))
      .select(['holder', 'kind'])
      .distinct()
      .execute();
    const displaced: string[] = [];
    for (const { holder, kind } of holders) {
      if (kind !== 'booking') {
        await release(transaction, holder, span);
        continue;
      }
      const row = await allBookings(transaction).where('booking.id', '=', holder).executeTakeFirst();
      if (row === undefined) continue;
      await setStatus(transaction, row.id, 'displaced', now, { reason });
      await release(transaction, row.id);
      displaced.push(row.id);
    }
    const closure = randomUUID();
    await occupy(transaction, closure, 'closure', resources, span);
    return { closure, displaced };
  });
}

/** Ends a closure: the rooms can be booked again. */
export const reopenRooms = (tables: Kysely<BookingTables>, closure: string): Promise<void> =>
  release(tables, closure);
