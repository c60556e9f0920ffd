import { TownEvent, TownEvents } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { services as words } from '../../messages/booking-services.ts';
import { momentWords } from '../../text/dates.ts';
import { yenWords } from '../../text/numbers.ts';
import { layout } from '../../theme/tokens.ts';
import { AskPage } from './AskPage.ts';
import type { Ask } from './ask-view.ts';

const stateWords = ({ own, free }: TownEvent): string =>
  own === 'applied' ? words.applied : own === 'waiting' ? words.listed : words.places(free);

/** もよおし: events and courses of the town, soonest first. */
export class EventsPage extends Page {
  private events: Loadable<TownEvent[]> | undefined;
  private seen = false;

  override get title(): string {
    return words.events;
  }
  override get help(): readonly string[] {
    return words.help.events;
  }
  override get personal(): boolean {
    return true;
  }

  override opened(): void {
    this.events = this.load(async () => (await this.tv.services.get('/booking/events', TownEvents)).events);
  }

  override _active(): void {
    if (this.seen) this.events?.retry();
    this.seen = true;
  }

  override content(): Children {
    if (!this.events) return {};
    return this.when(this.events, (events) => ({
      Events: place(FocusList, {
        x: layout.left,
        y: layout.contentTop,
        w: layout.right - layout.left,
        rowHeight: 144,
        gap: 36,
        perPage: events.length > 4 ? 3 : 4,
        empty: words.noEvents,
        rows: events.map((event) =>
          place(ListRow, {
            focusKey: event.id,
            label: event.title,
            labelSize: 52,
            detail: momentWords(event.startsAt),
            detailX: 640,
            textSize: 40,
            signX: 1330,
            signWord: stateWords(event),
            press: () => this.tv.pages.open(EventPage, { event }),
          }),
        ),
      }),
    }));
  }
}

/** One event, and the way to apply or withdraw on the spot. */
export class EventPage extends AskPage<{ event: TownEvent }> {
  override get title(): string {
    return words.events;
  }
  override get help(): readonly string[] {
    return words.help.events;
  }

  protected ask(): Ask {
    return this.about(this.params.event);
  }

  private about(event: TownEvent): Ask {
    const { id, title, note, place: where, startsAt, fee, own, free } = event;
    const goOn = (what: 'application' | 'withdrawal', label: string) => ({
      key: what,
      label,
      commit: true,
      press: () =>
        void this.send(
          () => this.tv.services.post(`/booking/events/${id}/${what}`, {}, TownEvent),
          (now) => ({ ...this.about(now), done: now.own !== undefined, buttons: [this.ways.home] }),
        ),
    });
    const price = fee === 0 ? words.free : yenWords(fee);
    return {
      drawing: 'calendar',
      headline: title,
      more: [momentWords(startsAt), where, note, `${price}  ${stateWords(event)}`].filter(Boolean).join('\n'),
      buttons: [
        own === undefined
          ? goOn('application', free > 0 ? words.apply : words.applyList)
          : goOn('withdrawal', words.withdraw),
        this.ways.home,
      ],
    };
  }
}
