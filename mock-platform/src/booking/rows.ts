import { type Kysely, sql } from 'kysely';
import type { Booking, BookingStatus, Facility } from '../protocol/booking.ts';
import { dayOf } from './calendar.ts';
import { type RoomRules, rulesOf } from './rules.ts';
import { cancelUntil, type SlotKey } from './slots.ts';
import type { BookingTables } from './tables.ts';

/** Bookings in these states hold their slot. */
export const holding = ['offered', 'requested', 'unpaid', 'booked'] as const satisfies BookingStatus[];

export const holdsSlot = (status: BookingStatus): boolean => (holding as readonly string[]).includes(status);

export interface BookingRow {
  id: string;
  subject: string;
  status: BookingStatus;
  period: SlotKey['period'];
  starts_at: Date;
  ends_at: Date;
  expires_at: Date | null;
  paid_fee: number;
  things: string[];
  origin: 'person' | 'waiting-list' | 'lottery';
  bundle: string | null;
  reason: string | null;
  sequence: number;
  room_id: string;
  building_name: string;
  municipality: string;
  room_name: string;
  note: string;
  capacity: number;
  fee: number;
  picture: Facility['picture'];
  rules: Partial<RoomRules>;
  equipment: { id: string; name: string }[];
}

/** Bookings with their rooms. */
export function allBookings(tables: Kysely<BookingTables>) {
  return tables
    .selectFrom('booking.booking as booking')
    .innerJoin('booking.room as room', 'room.id', 'booking.room')
    .innerJoin('booking.building as building', 'building.id', 'room.building')
    .select([
      'booking.id',
      'booking.subject',
      'booking.status',
      'booking.period',
      sql<Date>`lower(booking.during)`.as('starts_at'),
      sql<Date>`upper(booking.during)`.as('ends_at'),
      'booking.expires_at',
      'booking.fee as paid_fee',
      'booking.equipment as things',
      'booking.origin',
      'booking.bundle',
      'booking.reason',
      'booking.sequence',
      'room.id as room_id',
      'building.name as building_name',
      'building.municipality',
      'room.name as room_name',
      'room.note',
      'room.capacity',
      'room.fee',
      'room.picture',
      'room.rules',
      'room.equipment',
    ]);
}

export const bookingsOf = (tables: Kysely<BookingTables>, subject: string) =>
  allBookings(tables).where('booking.subject', '=', subject);

/** A booking as its holder is told of it. */
export function toBooking(row: BookingRow): Booking {
  const day = dayOf(row.starts_at);
  const { id, status, note, capacity, fee, picture, origin, period } = row;
  const names = new Map(row.equipment.map((thing) => [thing.id, thing.name]));
  return {
    id,
    facility: { id: row.room_id, name: row.building_name, room: row.room_name, note, capacity, fee, picture },
    // An active booking occupies its slot; one that is over has given it back.
    slot: {
      day,
      period,
      startsAt: row.starts_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      free: !holdsSlot(status),
    },
    status,
    cancelUntil: cancelUntil(day, rulesOf(row.rules).cancel).toISOString(),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at.toISOString() }),
    fee: row.paid_fee,
    ...(row.things.length === 0 ? {} : { equipment: row.things.map((thing) => names.get(thing) ?? thing) }),
    origin,
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
