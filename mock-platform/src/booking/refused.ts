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
