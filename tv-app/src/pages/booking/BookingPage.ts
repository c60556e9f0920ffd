import type { Booking } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { PaperCard } from '../../components/paper-card/PaperCard.ts';
import { Tile } from '../../components/tile/Tile.ts';
import { booking as words } from '../../messages/booking.ts';
import { dayWithWeekday } from '../../text/dates.ts';
import type { Theme } from '../../theme/theme.ts';
import { columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { BookingDetailPage } from './BookingDetailPage.ts';
import { MyBookingsPage } from './MyBookingsPage.ts';
import { OwnBookingsPage } from './OwnBookingsPage.ts';
import { ReservePage } from './ReservePage.ts';
import { slotWords } from './words.ts';

/** よやく: the next booking on the paper card, and two ways on. */
export class BookingPage extends OwnBookingsPage {
  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help.home;
  }

  override content(theme: Theme): Children {
    const { bookings } = this;
    if (!bookings) return {};
    return this.when(bookings, (list) => ({
      Next: this.next(list[0], theme),
      New: place(Tile, {
        ...tilePlace(0),
        ...tileSizes(theme),
        focusKey: 'new',
        first: list.length === 0,
        icon: 'calendar',
        label: words.fresh,
        note: words.freshNote,
        press: () => this.tv.pages.open(ReservePage),
      }),
      Mine: place(Tile, {
        ...tilePlace(1),
        ...tileSizes(theme),
        focusKey: 'mine',
        icon: 'clipboard',
        label: words.mine,
        note: words.mineNote(list.length),
        press: () => this.tv.pages.open(MyBookingsPage),
      }),
    }));
  }

  private next(booking: Booking | undefined, theme: Theme): object {
    const card = {
      x: layout.left,
      y: layout.contentTop,
      w: columnsWidth(6) - 2,
      h: layout.contentBottom - layout.contentTop,
      focusKey: 'next',
      icon: 'calendar' as const,
      overline: words.nextBooking,
      noteSize: theme.size('note'),
      headlineSize: theme.size('headline'),
      bodySize: theme.size('body'),
    };
    if (!booking) {
      return place(PaperCard, {
        ...card,
        headline: words.noBooking,
        sentences: [words.noBookingMore],
        press: () => this.tv.pages.open(ReservePage),
      });
    }
    const { facility, slot } = booking;
    return place(PaperCard, {
      ...card,
      first: true,
      headline: dayWithWeekday(slot.day),
      sentences: [slotWords(slot), facility.name, facility.room],
      press: () => this.tv.pages.open(BookingDetailPage, { booking }),
    });
  }
}

function tilePlace(row: 0 | 1) {
  return { x: columnX(6), y: layout.contentTop + row * 360, w: columnsWidth(6), h: 324 };
}

function tileSizes(theme: Theme) {
  return { labelSize: theme.size('label'), noteSize: theme.size('note') };
}
