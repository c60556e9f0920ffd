import { Booking } from '../../../../mock-platform/src/protocol/booking.ts';
import { ServiceError } from '../../clients/services.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { Dialog } from '../../components/dialog/Dialog.ts';
import { icon } from '../../components/icon/Icon.ts';
import { Page } from '../../components/page/Page.ts';
import { booking as words } from '../../messages/booking.ts';
import { services } from '../../messages/booking-services.ts';
import { dayWithWeekday, momentWords } from '../../text/dates.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { PhonePage } from './PhonePage.ts';
import { RoomPanel } from './RoomPanel.ts';
import { headlineSize, problemOf } from './reserve-layout.ts';
import { SummaryPaper } from './SummaryPaper.ts';
import { slotWords } from './words.ts';

type Stage = 'shown' | 'asking' | 'sending' | 'cancelled' | 'failed';

const left = 684;
const width = layout.right - left;

/** One booking, and the way to cancel it: asked once more, with the safe answer first. */
export class BookingDetailPage extends Page<{ booking: Booking }> {
  private at: Stage = 'shown';
  private problem = '';

  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help.mine;
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    return this.headline();
  }

  override back(): boolean {
    if (this.at !== 'asking') return this.at === 'sending';
    this.show('shown');
    return true;
  }

  override content(theme: Theme): Children {
    const { booking } = this.params;
    if (this.at === 'asking') return this.question(theme);
    const cancelled = this.at === 'cancelled';
    const headline = this.headline();
    const room = cancelled ? width - 132 : width;
    return {
      Panel: place(RoomPanel, {
        x: layout.left,
        y: layout.contentTop,
        facility: booking.facility,
        theme,
      }),
      ...(cancelled
        ? { Sign: icon('check-circle', { x: left, y: 190, size: 100, colour: colours.leaf }) }
        : {}),
      Headline: textTemplate(headline, {
        x: cancelled ? left + 132 : left,
        y: 190,
        width: room,
        size: Math.min(headlineSize(headline, room, theme), theme.size('headline') - (cancelled ? 8 : 0)),
        bold: true,
        colour: colours.text,
      }),
      ...(this.at === 'failed' ? { Next: this.sentence(problemOf(this.problem).next, theme) } : {}),
      ...(cancelled ? { Next: this.sentence(words.cancelledMore, theme) } : {}),
      ...(this.at === 'shown' || this.at === 'sending' ? this.paper(theme) : {}),
      ...this.buttons(),
    };
  }

  private headline(): string {
    switch (this.at) {
      case 'asking':
        return words.cancelQuestion;
      case 'sending':
        return words.cancelling;
      case 'cancelled':
        return words.cancelled;
      case 'failed':
        return problemOf(this.problem).sentence;
      case 'shown':
        return statusHeadline(this.params.booking);
    }
  }

  private paper(theme: Theme): Children {
    const { booking } = this.params;
    const { facility, slot } = booking;
    return {
      Paper: place(SummaryPaper, { x: left, y: 318, w: width, h: 380, facility, slot, theme }),
    };
  }

  private buttons(): Children {
    if (this.at === 'sending') return {};
    const canCancel =
      this.cancellable && holds(this.params.booking) && (this.at === 'shown' || this.at === 'failed');
    return {
      Home: place(Button, {
        ...third(0),
        label: words.toHome,
        fontSize: 48,
        first: true,
        focusKey: 'home',
        press: () => this.tv.pages.home(),
      }),
      ...(this.at === 'shown' && this.params.booking.status === 'booked'
        ? {
            Phone: place(Button, {
              ...third(2),
              label: services.phone,
              fontSize: 48,
              focusKey: 'phone',
              press: () => this.tv.pages.open(PhonePage, { booking: this.params.booking }),
            }),
          }
        : {}),
      ...(canCancel
        ? {
            Cancel: place(Button, {
              ...third(1),
              label: words.cancel,
              fontSize: 48,
              focusKey: 'cancel',
              press: () => this.show('asking'),
            }),
          }
        : {}),
      Until: textTemplate(this.untilWords(), {
        x: layout.left,
        y: 776,
        width: 560,
        size: 36,
        lineHeight: 46,
        colour: colours.secondText,
      }),
    };
  }

  private question(theme: Theme): Children {
    const { slot } = this.params.booking;
    return {
      Question: place(Dialog, {
        question: words.cancelQuestion,
        detail: `${dayWithWeekday(slot.day)} ${slotWords(slot)}`,
        choices: [
          { label: words.keepIt, press: () => this.show('shown') },
          { label: words.cancelIt, press: () => void this.cancel(), commit: true },
        ],
        theme,
      }),
    };
  }

  private get cancellable(): boolean {
    return this.tv.clock.now().getTime() <= new Date(this.params.booking.cancelUntil).getTime();
  }

  private untilWords(): string {
    const { booking } = this.params;
    if (this.at !== 'shown') return '';
    if (booking.status === 'requested') return services.requestedMore;
    if (!holds(booking)) return booking.reason ?? '';
    return this.cancellable ? words.until(momentWords(booking.cancelUntil)) : words.tooLate;
  }

  private sentence(content: string, theme: Theme) {
    return textTemplate(content, {
      x: left,
      y: 318,
      width,
      size: theme.size('body'),
      colour: colours.text,
    });
  }

  private show(stage: Stage): void {
    this.at = stage;
    this.focusOn('');
    this.redraw();
  }

  private async cancel(): Promise<void> {
    if (this.at !== 'asking') return;
    this.show('sending');
    try {
      await this.tv.services.post(`/booking/bookings/${this.params.booking.id}/cancel`, {}, Booking);
      if (this.attached) this.show('cancelled');
    } catch (error) {
      this.problem = error instanceof ServiceError ? error.code : 'platform.failed';
      if (this.attached) this.show('failed');
    }
  }
}

const holds = ({ status }: Booking): boolean => status === 'booked' || status === 'requested';

function statusHeadline({ status }: Booking): string {
  if (status === 'requested') return services.requested;
  if (status === 'displaced') return services.displaced;
  return status === 'refused' ? services.refused : words.booked;
}

/** Up to three buttons below the booking. */
function third(index: 0 | 1 | 2) {
  const w = (width - 2 * layout.gutter) / 3;
  return { x: left + index * (w + layout.gutter), y: 734, w, h: 136 };
}
