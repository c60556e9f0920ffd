import type { Booking } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import { booking as words } from '../../messages/booking.ts';
import { inList } from '../../messages/common.ts';
import { dayInCell } from '../../text/dates.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { OwnBookingsPage } from './OwnBookingsPage.ts';
import { openBooking, stateWords } from './open-booking.ts';
import { bookingMoment, slotWords } from './words.ts';

/** わたしの よやく: own bookings from today on, soonest first. */
export class MyBookingsPage extends OwnBookingsPage {
  override get title(): string {
    return words.mine;
  }
  override get help(): readonly string[] {
    return words.help.mine;
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
            label: dayInCell(booking.slot.day),
            labelSize: 56,
            detail: slotWords(booking.slot),
            detailX: 560,
            textSize: 44,
            signX: 1112,
            signWord: stateWords(booking) || `${booking.facility.name} ${booking.facility.room}`,
            speech: inList([bookingMoment(booking), `${booking.facility.name} ${booking.facility.room}`]),
            press: () => openBooking(this.tv, booking),
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
