import { type Booking, Bookings } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { booking as words } from '../../messages/booking.ts';
import { dayWithWeekday } from '../../text/dates.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { BookingDetailPage } from './BookingDetailPage.ts';
import { bookingMoment, slotWords } from './words.ts';

/** わたしの よやく: own bookings from today on, soonest first. */
export class MyBookingsPage extends Page {
  private bookings: Loadable<Booking[]> | undefined;
  private seen = false;

  override get title(): string {
    return words.mine;
  }
  override get help(): readonly string[] {
    return words.help.mine;
  }
  override get personal(): boolean {
    return true;
  }

  override opened(): void {
    this.bookings = this.load(async () => {
      const { bookings } = await this.tv.services.get('/booking/bookings', Bookings);
      return bookings.filter(({ status }) => status === 'booked');
    });
  }

  /** Shown again after the page of one booking was left: it may be cancelled now. */
  override _active(): void {
    if (this.seen) this.bookings?.retry();
    this.seen = true;
  }

  override content(theme: Theme): Children {
    const { bookings } = this;
    if (!bookings) return {};
    return this.when(bookings, (list) => (list.length === 0 ? this.nothing(theme) : this.list(list)));
  }

  private list(bookings: readonly Booking[]): Children {
    return {
      Bookings: place(FocusList, {
        x: layout.left,
        y: layout.contentTop,
        w: layout.right - layout.left,
        rowHeight: 144,
        gap: 36,
        perPage: bookings.length > 4 ? 3 : 4,
        rows: bookings.map((booking) =>
          place(ListRow, {
            focusKey: booking.id,
            label: dayWithWeekday(booking.slot.day),
            labelSize: 56,
            detail: slotWords(booking.slot),
            detailX: 560,
            textSize: 44,
            signX: 1112,
            signWord: `${booking.facility.name} ${booking.facility.room}`,
            speech: `${bookingMoment(booking)}、${booking.facility.name} ${booking.facility.room}`,
            press: () => this.tv.pages.open(BookingDetailPage, { booking }),
          }),
        ),
      }),
    };
  }

  private nothing(theme: Theme): Children {
    return {
      Headline: textTemplate(words.noBooking, {
        x: layout.left,
        y: 190,
        size: theme.size('headline'),
        bold: true,
        colour: colours.text,
      }),
      Home: place(Button, {
        x: layout.left,
        y: 734,
        w: 560,
        h: 136,
        label: words.toHome,
        fontSize: 48,
        first: true,
        focusKey: 'home',
        press: () => this.tv.pages.home(),
      }),
    };
  }
}
