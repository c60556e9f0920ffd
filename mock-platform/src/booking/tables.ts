import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Facility, Period } from '../protocol/booking.ts';
import type { ClosingRules } from './slots.ts';

/** A house with rooms to let. */
export interface BuildingTable {
  id: string;
  municipality: string;
  name: string;
  closing: JSONColumnType<ClosingRules>;
  position: number;
}

export interface RoomTable {
  id: string;
  building: string;
  name: string;
  note: string;
  capacity: number;
  fee: number;
  picture: Facility['picture'];
  position: number;
}

export interface BookingTable {
  id: string;
  room: string;
  /** Pairwise subject of the sector `booking`. */
  subject: string;
  request_id: string;
  period: Period;
  /** `tstzrange`, half-open; written and read through SQL functions. */
  during: ColumnType<string, never, never>;
  status: Generated<'booked' | 'cancelled'>;
  created_at: ColumnType<Date, Date | string, never>;
  cancelled_at: ColumnType<Date | null, never, Date | string>;
}

export interface BookingTables {
  'booking.building': BuildingTable;
  'booking.room': RoomTable;
  'booking.booking': BookingTable;
}
