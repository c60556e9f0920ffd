import * as z from 'zod/mini';
import { Day, Instant, Uuid } from './basics.ts';

/** Part of a day a room is let for (区分). */
export const Period = z.enum(['morning', 'afternoon', 'evening']);
export type Period = z.infer<typeof Period>;

/** `GET /booking/facilities`: rooms of the box's town. Free to see with a box token. */
export const Facility = z.object({
  id: z.string(),
  /** 「ひより公民館」 */
  name: z.string(),
  /** 「大広間」 */
  room: z.string(),
  note: z.string(),
  /** Persons. */
  capacity: z.int(),
  /** Yen for one period. */
  fee: z.int(),
  /** Which drawing goes with it. */
  picture: z.enum(['community-hall', 'gym', 'garden', 'kitchen', 'music']),
});
export type Facility = z.infer<typeof Facility>;
export const Facilities = z.object({ facilities: z.array(Facility) });

/** `GET /booking/facilities/:facility/days`: the days that can be booked, each with its free periods. */
export const BookingDay = z.object({
  day: Day,
  /** Closed days stay in the list, so that the calendar has no holes. */
  closed: z.boolean(),
  /** Periods that can still be booked. */
  free: z.array(Period),
});
export type BookingDay = z.infer<typeof BookingDay>;
export const BookingDays = z.object({ days: z.array(BookingDay) });

export const Slot = z.object({
  day: Day,
  period: Period,
  startsAt: Instant,
  endsAt: Instant,
  free: z.boolean(),
});
export type Slot = z.infer<typeof Slot>;
/** `GET /booking/facilities/:facility/days/:day/slots` */
export const Slots = z.object({ slots: z.array(Slot) });

/** `POST /booking/bookings` (person token). */
export const BookingRequest = z.strictObject({
  facility: z.string().check(z.minLength(1), z.maxLength(40)),
  day: Day,
  period: Period,
  /** Chosen by the client: the same request sent twice books once. */
  requestId: Uuid,
});
export type BookingRequest = z.infer<typeof BookingRequest>;

export const Booking = z.object({
  id: Uuid,
  facility: Facility,
  slot: Slot,
  status: z.enum(['booked', 'cancelled']),
  /** Until when it can be cancelled. */
  cancelUntil: Instant,
});
export type Booking = z.infer<typeof Booking>;
/** `GET /booking/bookings` (person token): own bookings from today on, soonest first. `POST /booking/bookings/:id/cancel` answers one. */
export const Bookings = z.object({ bookings: z.array(Booking) });

/** `booking.taken` (409) carries the three nearest free slots. */
export const BookingTaken = z.object({ code: z.literal('booking.taken'), alternatives: z.array(Slot) });
export type BookingTaken = z.infer<typeof BookingTaken>;

export const bookingProblems = [
  'booking.taken',
  'booking.facility-unknown',
  'booking.day-closed',
  'booking.outside-window',
  'booking.limit',
  'booking.unknown',
  'booking.too-late-to-cancel',
] as const;
