import type { Booking } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { PaperCard } from '../../components/paper-card/PaperCard.ts';
import { Tile } from '../../components/tile/Tile.ts';
import { booking as words } from '../../messages/booking.ts';
import { services } from '../../messages/booking-services.ts';
import { dayWithWeekday } from '../../text/dates.ts';
import type { Theme } from '../../theme/theme.ts';
import { columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { EventsPage } from './EventsPage.ts';
import { LotteryPage } from './LotteryPage.ts';
import { MyBookingsPage } from './MyBookingsPage.ts';
import { OwnBookingsPage } from './OwnBookingsPage.ts';
import { mostUrgent, openBooking, urgentWords } from './open-booking.ts';
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
      Next: this.next(mostUrgent(list), theme),
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
      Events: place(Tile, {
        ...tilePlace(2),
        ...tileSizes(theme),
        focusKey: 'events',
        icon: 'sun',
        label: services.events,
        note: services.eventsNote,
        press: () => this.tv.pages.open(EventsPage),
      }),
      Lottery: place(Tile, {
        ...tilePlace(3),
        ...tileSizes(theme),
        focusKey: 'lottery',
        icon: 'again',
        label: services.lottery,
        note: services.lotteryNote,
        press: () => this.tv.pages.open(LotteryPage),
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
    const urgent = urgentWords(booking);
    return place(PaperCard, {
      ...card,
      first: true,
      ...(urgent === ''
        ? { headline: dayWithWeekday(slot.day), sentences: [slotWords(slot), facility.name, facility.room] }
        : {
            overline: facility.name,
            headline: urgent,
            sentences: [dayWithWeekday(slot.day), slotWords(slot), facility.room],
          }),
      press: () => openBooking(this.tv, booking),
    });
  }
}

/** Two by two: new and own bookings at the left, events and lotteries at the right. */
function tilePlace(index: 0 | 1 | 2 | 3) {
  const column = index < 2 ? 6 : 9;
  return { x: columnX(column), y: layout.contentTop + (index % 2) * 360, w: columnsWidth(3), h: 324 };
}

function tileSizes(theme: Theme) {
  return { labelSize: theme.size('label'), noteSize: theme.size('note') };
}
