import { type Facility, type Slot, WaitingEntry } from '../../../../mock-platform/src/protocol/booking.ts';
import { services as words } from '../../messages/booking-services.ts';
import { AskPage } from './AskPage.ts';
import type { Ask } from './ask-view.ts';
import { slotWords } from './words.ts';

/** A taken slot: shall the television tell when it is free? */
export class WaitPage extends AskPage<{ facility: Facility; slot: Slot }> {
  override get help(): readonly string[] {
    return words.help.wait;
  }

  protected ask(): Ask {
    const { facility, slot } = this.params;
    const { day, period } = slot;
    const request = { facility: facility.id, day, period };
    return {
      facility,
      day,
      headline: words.wait,
      more: `${slotWords(slot)}\n${words.waitMore}`,
      buttons: [
        {
          key: 'wait',
          label: words.waitYes,
          commit: true,
          press: () =>
            void this.send(
              () => this.tv.services.post('/booking/waiting', request, WaitingEntry),
              ({ before }) => ({
                facility,
                day,
                headline: words.waits,
                more: words.before(before),
                done: true,
                buttons: [this.ways.home],
              }),
            ),
        },
        { ...this.ways.back, label: words.waitNo },
      ],
    };
  }
}
