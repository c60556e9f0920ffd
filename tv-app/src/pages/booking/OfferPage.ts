import { Booking } from '../../../../mock-platform/src/protocol/booking.ts';
import { services as words } from '../../messages/booking-services.ts';
import { momentWords } from '../../text/dates.ts';
import { AskPage } from './AskPage.ts';
import type { Ask } from './ask-view.ts';
import { PayPage } from './PayPage.ts';
import { slotWords } from './words.ts';

/** A slot that is kept for the viewer: from the waiting list, or won in a lottery. */
export class OfferPage extends AskPage<{ booking: Booking }> {
  override get help(): readonly string[] {
    return words.help.offer;
  }

  protected ask(): Ask {
    const { id, facility, slot, origin, expiresAt } = this.params.booking;
    const about = { facility, day: slot.day };
    const post = (what: 'accept' | 'cancel') => () =>
      this.tv.services.post(`/booking/bookings/${id}/${what}`, {}, Booking);
    const until = expiresAt === undefined ? '' : words.offerUntil(momentWords(expiresAt));
    return {
      ...about,
      headline: words.offered,
      more: [slotWords(slot), origin === 'lottery' ? words.wonMore : words.offeredMore, until].join('\n'),
      buttons: [
        {
          key: 'take',
          label: words.take,
          commit: true,
          press: () =>
            void this.send(post('accept'), (booking) => {
              if (booking.status !== 'unpaid') {
                return { ...about, headline: words.taken, done: true, buttons: [this.ways.home] };
              }
              this.tv.pages.replace(PayPage, { booking });
              return undefined;
            }),
        },
        {
          key: 'leave',
          label: words.leave,
          commit: true,
          press: () =>
            void this.send(post('cancel'), () => ({
              headline: words.left,
              more: words.leftMore,
              buttons: [this.ways.home],
            })),
        },
      ],
    };
  }
}
