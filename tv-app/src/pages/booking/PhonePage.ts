import { type Booking, SecretLink } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { QrCode } from '../../components/qr-code/QrCode.ts';
import { services as words } from '../../messages/booking-services.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { AskPage } from './AskPage.ts';
import { type Ask, askView } from './ask-view.ts';

/** The permit or the calendar for the viewer's phone; a code that is shown anew ends the one before. */
export class PhonePage extends AskPage<{ booking: Booking }> {
  private code: { url: string; headline: string } | undefined;

  override get help(): readonly string[] {
    return words.help.phone;
  }

  protected ask(): Ask {
    const { id, facility, slot } = this.params.booking;
    return {
      facility,
      day: slot.day,
      headline: words.phone,
      buttons: [
        {
          key: 'permit',
          label: words.permit,
          press: () => this.show(`/booking/bookings/${id}/permit`, words.permitAsk),
        },
        {
          key: 'calendar',
          label: words.calendar,
          press: () => this.show('/booking/calendar-link', words.calendarAsk),
        },
      ],
    };
  }

  override content(theme: Theme): Children {
    if (this.code === undefined) return super.content(theme);
    const { url, headline } = this.code;
    return {
      ...askView({ headline, more: words.camera, buttons: [this.ways.home] }, theme),
      Code: place(QrCode, { x: layout.left, y: layout.contentTop, w: 552, content: url, label: headline }),
    };
  }

  private show(path: string, headline: string): void {
    void this.send(
      () => this.tv.services.post(path, {}, SecretLink),
      ({ url }) => {
        if (url === undefined) return { ...this.ask(), headline: words.noCamera, buttons: [this.ways.home] };
        this.code = { url, headline };
        return undefined;
      },
    );
  }
}
