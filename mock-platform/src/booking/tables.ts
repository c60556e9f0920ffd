import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { BookingStatus, Equipment, Facility, LotterySummary, Period } from '../protocol/booking.ts';
import type { LotteryRecord, Win } from './lottery/record.ts';
import type { RoomRules } from './rules.ts';
import type { ClosingRules, Hours } from './slots.ts';

type Moment = ColumnType<Date, Date | string, Date | string>;
type MaybeMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** JSON that is always written whole. */
type Json<T extends object> = ColumnType<T, string | undefined, string>;

/** A house with rooms to let. */
export interface BuildingTable {
  id: string;
  municipality: string;
  name: string;
  closing: JSONColumnType<ClosingRules>;
  /** Its own hours; those of every house when null. */
  hours: ColumnType<Hours | null, string | null | undefined, string | null>;
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
  rules: Json<Partial<RoomRules>>;
  equipment: Json<(Equipment & { count: number })[]>;
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
  status: Generated<BookingStatus>;
  club: string | null;
  fee: Generated<number>;
  equipment: Json<string[]>;
  origin: Generated<'person' | 'waiting-list' | 'lottery'>;
  /** Bookings of one lottery entry: accepted and given back together. */
  bundle: string | null;
  /** When an offer or an unpaid booking ends by itself. */
  expires_at: MaybeMoment;
  reason: string | null;
  /** iCalendar SEQUENCE: grows with every change that a calendar must hear of. */
  sequence: Generated<number>;
  created_at: ColumnType<Date, Date | string, never>;
  changed_at: MaybeMoment;
  cancelled_at: MaybeMoment;
}

/** What holds a room's part or a thing, and when. */
export interface OccupiedTable {
  holder: string;
  kind: 'booking' | 'closure' | 'lottery';
  resource: string;
  during: ColumnType<string, never, never>;
  released: Generated<boolean>;
}

export interface WaitingTable {
  id: string;
  place: GeneratedAlways<number>;
  room: string;
  day: string;
  period: Period;
  subject: string;
  status: Generated<'waiting' | 'offered' | 'left' | 'over'>;
  booking: string | null;
  created_at: Moment;
}

export interface LotterySlot {
  id: string;
  room: string;
  day: string;
  period: Period;
}

export interface LotteryTable {
  id: string;
  municipality: string;
  name: string;
  slots: Json<LotterySlot[]>;
  wins_per_group: number;
  confirm_hours: number;
  closes_at: Moment;
  seed: string;
  seed_commitment: string;
  status: Generated<'open' | 'drawing' | 'drawn'>;
  /** Percent of the draw that is done. */
  progress: Generated<number>;
  record: ColumnType<LotteryRecord | null, never, string>;
  drawn_at: MaybeMoment;
  created_at: Moment;
}

export interface LotteryEntryTable {
  receipt: string;
  lottery: string;
  subject: string;
  club: string | null;
  pseudonym: string;
  choices: Json<string[][]>;
  outcome: Generated<NonNullable<LotterySummary['own']>['outcome']>;
  win: ColumnType<Win | null, never, string | null>;
  created_at: Moment;
}

export interface EventTable {
  id: string;
  municipality: string;
  title: string;
  note: string;
  place: string;
  starts_at: Moment;
  ends_at: Moment;
  fee: number;
  capacity: number;
  apply_until: Moment;
}

export interface BookingTables {
  'booking.building': BuildingTable;
  'booking.room': RoomTable;
  'booking.booking': BookingTable;
  'booking.closed_day': { building: string; day: string; reason: string };
  'booking.occupied': OccupiedTable;
  'booking.club': {
    id: string;
    municipality: string;
    name: string;
    reduction_percent: number;
    code: string;
    created_at: Moment;
  };
  'booking.club_member': { club: string; subject: string };
  'booking.waiting': WaitingTable;
  'booking.lottery': LotteryTable;
  'booking.lottery_entry': LotteryEntryTable;
  'booking.event': EventTable;
  'booking.application': {
    event: string;
    subject: string;
    place: GeneratedAlways<number>;
    status: 'applied' | 'waiting' | 'withdrawn';
  };
  'booking.link': {
    secret_hash: string;
    kind: 'calendar' | 'permit';
    subject: string;
    booking: string | null;
    created_at: Moment;
  };
}
