import { type Booking, Bookings } from '../../../../mock-platform/src/protocol/booking.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';

/** A page that shows the viewer's own bookings, soonest first, and asks again when it is come back to. */
export abstract class OwnBookingsPage extends Page {
  protected bookings: Loadable<Booking[]> | undefined;
  private seen = false;

  override get personal(): boolean {
    return true;
  }

  override opened(): void {
    this.bookings = this.load(async () => {
      const { bookings } = await this.tv.services.get('/booking/bookings', Bookings);
      return bookings.filter(({ status }) => status !== 'cancelled' && status !== 'expired');
    });
  }

  /** Shown again after a page above it was left: a booking may have come or gone. */
  override _active(): void {
    if (this.seen) this.bookings?.retry();
    this.seen = true;
  }
}
