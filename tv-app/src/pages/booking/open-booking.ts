import type { Booking } from '../../../../mock-platform/src/protocol/booking.ts';
import type { Television } from '../../app/television.ts';
import { services as words } from '../../messages/booking-services.ts';
import { BookingDetailPage } from './BookingDetailPage.ts';
import { OfferPage } from './OfferPage.ts';
import { PayPage } from './PayPage.ts';

/** Opens the page on which a booking in its state is looked at or answered. */
export function openBooking({ pages }: Television, booking: Booking): void {
  if (booking.status === 'offered') pages.open(OfferPage, { booking });
  else if (booking.status === 'unpaid') pages.open(PayPage, { booking });
  else pages.open(BookingDetailPage, { booking });
}

/** What matters about a booking that does not simply stand; nothing for one that does. */
export function stateWords({ status }: Booking): string {
  switch (status) {
    case 'offered':
    case 'requested':
    case 'unpaid':
      return words.states[status];
    case 'displaced':
    case 'refused':
      return words.states.displaced;
    default:
      return '';
  }
}

/** What waits for the viewer's answer comes first, then what was taken away, then the soonest. */
export function mostUrgent(bookings: readonly Booking[]): Booking | undefined {
  const find = (status: Booking['status']) => bookings.find((booking) => booking.status === status);
  return find('offered') ?? find('unpaid') ?? find('displaced') ?? find('booked') ?? bookings[0];
}

/** The sentence for what waits for the viewer, or was taken away; nothing for a booking that simply stands. */
export function urgentWords({ status }: Booking): string {
  switch (status) {
    case 'offered':
    case 'unpaid':
    case 'requested':
    case 'displaced':
    case 'refused':
      return words[status];
    default:
      return '';
  }
}
