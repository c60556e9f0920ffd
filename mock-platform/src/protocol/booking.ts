import * as z from 'zod/mini';
import { Day, Instant, Uuid } from './basics.ts';

/** Part of a day a room is let for (区分). */
export const Period = z.enum(['morning', 'afternoon', 'evening']);
export type Period = z.infer<typeof Period>;

/** A thing that can be booked together with a room. */
export const Equipment = z.object({
  id: z.string(),
  /** 「マイク」 */
  name: z.string(),
  /** Yen for one period. */
  fee: z.int(),
});
export type Equipment = z.infer<typeof Equipment>;

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
  equipment: z.optional(z.array(Equipment)),
  /** The house's staff look at every wish before it counts. */
  approval: z.optional(z.boolean()),
  /** Only registered groups may book it. */
  groupsOnly: z.optional(z.boolean()),
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
  /** Ids of equipment of the room. */
  equipment: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(40))).check(z.maxLength(10))),
  /** For a registered group of which the person is a member: its limits and its reduction of the fee hold. */
  group: z.optional(Uuid),
});
export type BookingRequest = z.infer<typeof BookingRequest>;

/**
 * Where a booking stands. The slot is held by the first four: `offered` waits for the person's yes (waiting list, lottery),
 * `requested` for the house's staff, `unpaid` for the money. `displaced`: the town needs the room, for instance as a shelter.
 */
export const BookingStatus = z.enum([
  'offered',
  'requested',
  'unpaid',
  'booked',
  'cancelled',
  'expired',
  'refused',
  'displaced',
]);
export type BookingStatus = z.infer<typeof BookingStatus>;

export const Booking = z.object({
  id: Uuid,
  facility: Facility,
  slot: Slot,
  status: BookingStatus,
  /** Until when it can be cancelled. */
  cancelUntil: Instant,
  /** An offer or an unpaid booking ends by itself then. */
  expiresAt: z.optional(Instant),
  /** Yen with equipment, after the reduction. */
  fee: z.optional(z.int()),
  equipment: z.optional(z.array(z.string())),
  /** How it came about. */
  origin: z.optional(z.enum(['person', 'waiting-list', 'lottery'])),
  /** Why it was refused or taken away, in the staff's words. */
  reason: z.optional(z.string()),
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
  'booking.groups-only',
  'booking.group-unknown',
  'booking.equipment-taken',
  'booking.offer-over',
  'booking.slot-free',
  'booking.waiting-already',
  'booking.not-payable',
  'booking.link-unknown',
  'booking.lottery-unknown',
  'booking.lottery-closed',
  'booking.lottery-entry',
  'booking.event-unknown',
  'booking.event-closed',
] as const;

/** `POST /booking/waiting` (person token): next in the queue for a taken slot. Answers `WaitingEntry`. */
export const WaitingRequest = z.strictObject({
  facility: z.string().check(z.minLength(1), z.maxLength(40)),
  day: Day,
  period: Period,
});
export type WaitingRequest = z.infer<typeof WaitingRequest>;
export const WaitingEntry = z.object({
  id: Uuid,
  facility: Facility,
  slot: Slot,
  /** How many stand before. */
  before: z.int(),
});
export type WaitingEntry = z.infer<typeof WaitingEntry>;
/** `GET /booking/waiting` */
export const WaitingEntries = z.object({ entries: z.array(WaitingEntry) });

/** `POST /booking/bookings/:id/payment` (person token). */
export const PaymentRequest = z.strictObject({ method: z.enum(['phone', 'operator-bill']) });
export type PaymentRequest = z.infer<typeof PaymentRequest>;
export const PaymentState = z.object({
  status: z.enum(['open', 'paid', 'billed', 'failed']),
  /** Yen. */
  amount: z.int(),
  /** Page of the payment provider for the phone; absent when no phone can reach this platform. */
  url: z.optional(z.string()),
});
export type PaymentState = z.infer<typeof PaymentState>;

/** `POST /booking/calendar-link` and `POST /booking/bookings/:id/permit`: a secret address for the phone. */
export const SecretLink = z.object({
  /** Absent when no phone can reach this platform. */
  url: z.optional(z.string()),
});
export type SecretLink = z.infer<typeof SecretLink>;

/** A lottery as everybody may see it. */
export const LotterySummary = z.object({
  id: z.string(),
  name: z.string(),
  closesAt: Instant,
  status: z.enum(['open', 'closed', 'drawn']),
  /** The slots that are drawn, in their order. */
  slots: z.array(z.object({ id: z.string(), facility: Facility, slot: Slot })),
  winsPerGroup: z.int(),
  entries: z.int(),
  seedCommitment: z.string(),
  /** Own entry, once the person has one. */
  own: z.optional(
    z.object({
      receipt: z.string(),
      choices: z.array(z.array(z.string())),
      outcome: z.enum(['entered', 'won', 'alternate', 'confirmed', 'given-back']),
      /** Place among those who move up, counted from 1. */
      place: z.optional(z.int()),
    }),
  ),
});
export type LotterySummary = z.infer<typeof LotterySummary>;
/** `GET /booking/lotteries` (person token): those of the town, the one that closes first at the top. */
export const Lotteries = z.object({ lotteries: z.array(LotterySummary) });

/** `POST /booking/lotteries/:id/entries` (person token): wishes in their order, each one slot or a bundle. */
export const LotteryEntryRequest = z.strictObject({
  choices: z
    .array(z.array(z.string().check(z.maxLength(80))).check(z.minLength(1), z.maxLength(20)))
    .check(z.minLength(1), z.maxLength(10)),
  group: z.optional(Uuid),
});
export type LotteryEntryRequest = z.infer<typeof LotteryEntryRequest>;

/** An event or course of the town. */
export const TownEvent = z.object({
  id: Uuid,
  title: z.string(),
  note: z.string(),
  place: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  fee: z.int(),
  capacity: z.int(),
  /** Places that are left. */
  free: z.int(),
  applyUntil: Instant,
  /** The person's own place: applied, or on the list of those who move up. */
  own: z.optional(z.enum(['applied', 'waiting'])),
});
export type TownEvent = z.infer<typeof TownEvent>;
/** `GET /booking/events` (person token): those still ahead, soonest first. `POST …/:id/application` and `…/withdrawal` answer one. */
export const TownEvents = z.object({ events: z.array(TownEvent) });

/** `GET /booking/groups` (person token): the registered groups of which the person is a member. */
export const Groups = z.object({
  groups: z.array(z.object({ id: Uuid, name: z.string(), reductionPercent: z.int() })),
});
/** `POST /booking/groups`: joins by the number that the house gave to the group. */
export const GroupCode = z.strictObject({ code: z.string().check(z.regex(/^\d{8}$/)) });
