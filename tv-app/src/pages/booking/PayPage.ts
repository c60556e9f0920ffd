import { type Booking, PaymentState } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { QrCode } from '../../components/qr-code/QrCode.ts';
import { services as words } from '../../messages/booking-services.ts';
import { yenWords } from '../../text/numbers.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { AskPage } from './AskPage.ts';
import { type Ask, askView } from './ask-view.ts';

/** How often the television asks whether the phone has paid, milliseconds. */
const askAgain = 3_000;
const codeSize = 552;

/** Paying: on the viewer's own phone, or together with the cable operator's bill. No card number is typed here. */
export class PayPage extends AskPage<{ booking: Booking }> {
  private code: string | undefined;

  override get help(): readonly string[] {
    return words.help.pay;
  }

  protected ask(): Ask {
    const { facility, slot, fee = 0 } = this.params.booking;
    return {
      facility,
      day: slot.day,
      headline: words.howToPay,
      more: `${words.amount} ${yenWords(fee)}`,
      buttons: [
        { key: 'bill', label: words.byBill, commit: true, press: () => this.begin('operator-bill') },
        { key: 'phone', label: words.byPhone, press: () => this.begin('phone') },
      ],
    };
  }

  override content(theme: Theme): Children {
    if (this.code === undefined) return super.content(theme);
    const ask: Ask = { headline: words.byPhoneAsk, more: words.byPhoneMore, buttons: [this.ways.home] };
    const code = { x: layout.left, y: layout.contentTop, w: codeSize, content: this.code };
    return { ...askView(ask, theme), Code: place(QrCode, { ...code, label: words.byPhoneAsk }) };
  }

  private get path(): string {
    return `/booking/bookings/${this.params.booking.id}/payment`;
  }

  private begin(method: 'phone' | 'operator-bill'): void {
    void this.send(
      () => this.tv.services.post(this.path, { method }, PaymentState),
      (state) => {
        const ended = this.ended(state);
        if (ended !== undefined) return ended;
        if (state.url === undefined) {
          return { ...this.ask(), headline: words.noPhone, more: words.noPhoneMore };
        }
        this.code = state.url;
        this.watch();
        return undefined;
      },
    );
  }

  private ended({ status }: PaymentState): Ask | undefined {
    if (status !== 'paid' && status !== 'billed') return undefined;
    const { facility, slot } = this.params.booking;
    const headline = status === 'paid' ? words.paid : words.billed;
    return { facility, day: slot.day, headline, done: true, buttons: [this.ways.home] };
  }

  /** The phone pays elsewhere; a failed look is made up for by the next. */
  private watch(): void {
    this.onLeave(
      this.tv.clock.after(askAgain, () => {
        this.tv.services.get(this.path, PaymentState).then(
          (state) => {
            const ended = this.ended(state);
            if (!this.attached) return;
            if (ended === undefined) return this.watch();
            this.code = undefined;
            this.outcome = ended;
            this.redraw();
          },
          () => this.attached && this.watch(),
        );
      }),
    );
  }
}
