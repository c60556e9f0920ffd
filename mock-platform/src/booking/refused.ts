import type { bookingProblems, Slot } from '../protocol/booking.ts';
import { PlatformError } from '../server/platform-error.ts';

export type BookingRefusal = (typeof bookingProblems)[number];

const statuses: Record<BookingRefusal, number> = {
  'booking.facility-unknown': 404,
  'booking.unknown': 404,
  'booking.taken': 409,
  'booking.limit': 409,
  'booking.too-late-to-cancel': 409,
  'booking.day-closed': 422,
  'booking.outside-window': 422,
  'booking.groups-only': 403,
  'booking.group-unknown': 404,
  'booking.equipment-taken': 409,
  'booking.offer-over': 410,
  'booking.slot-free': 409,
  'booking.waiting-already': 409,
  'booking.not-payable': 409,
  'booking.link-unknown': 404,
  'booking.lottery-unknown': 404,
  'booking.lottery-closed': 409,
  'booking.lottery-entry': 422,
  'booking.event-unknown': 404,
  'booking.event-closed': 409,
};

/** A booking that cannot be made or cancelled. Nothing has changed. */
export class BookingRefused extends PlatformError {
  constructor(
    override readonly code: BookingRefusal,
    /** For `booking.taken`: the nearest free slots. */
    readonly alternatives?: readonly Slot[],
  ) {
    super(statuses[code], code);
    this.name = 'BookingRefused';
  }
}
