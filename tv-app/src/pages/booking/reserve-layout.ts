import type { Booking, BookingDay, Facility, Slot } from '../../../../mock-platform/src/protocol/booking.ts';
import { place } from '../../components/base/place.ts';
import { bookingProblem, booking as words } from '../../messages/booking.ts';
import { services } from '../../messages/booking-services.ts';
import { failureMessage } from '../../messages/failures.ts';
import { topForHeadline } from '../../text/baseline.ts';
import { dayWithWeekday } from '../../text/dates.ts';
import { fit } from '../../theme/fit.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Flow } from './flow.ts';
import { RoomPanel } from './RoomPanel.ts';

/** What the steps need of their page. */
export interface ReserveView {
  theme: Theme;
  now: Date;
  /** The focus stands on a room: its picture is shown. */
  showRoom(facility: Facility): void;
  chooseRoom(facility: Facility): void;
  chooseDay(day: BookingDay): void;
  /** Another two weeks; the focus goes to the given cell. */
  turnDays(page: number, focus: string): void;
  chooseSlot(slot: Slot): void;
  /** A taken slot: to be told when it is free. */
  wait(slot: Slot): void;
  pay(booking: Booking): void;
  commit(): void;
  fix(): void;
  otherDay(): void;
  toHome(): void;
  toMine(): void;
}

/** Column of the answers, right of what is chosen so far. */
export const left = 684;
export const width = layout.right - left;
export const listTop = 318;

/** The question of a step, as shown and as read aloud. */
export function questionOf(flow: Flow): string {
  switch (flow.step) {
    case 'room':
      return words.whichRoom;
    case 'day':
      return words.whichDay;
    case 'time':
      return words.whichTime;
    case 'confirm':
      if (flow.sending) return words.sending;
      if (flow.alternatives) return words.taken;
      return flow.problem ? problemOf(flow.problem).sentence : words.confirm;
    case 'done':
      return doneWords(flow.booking);
  }
}

/** The words for a refusal or fault. */
export function problemOf(code: string): { sentence: string; next: string } {
  return bookingProblem(code) ?? failureMessage(code);
}

/** The size at which a headline stands on one line: the theme's, or a smaller one for many words. */
export const headlineSize = (words: string, room: number, theme: Theme): number =>
  fit(words, room, [theme.size('headline'), 80, 72, 64, 56]);

/** The one question of a step, in the same place on each. */
export function question(view: ReserveView, flow: Flow, x = left) {
  const words = questionOf(flow);
  const size = headlineSize(words, layout.right - x, view.theme);
  return textTemplate(words, {
    x,
    y: topForHeadline(listTop, size),
    width: layout.right - x,
    size,
    bold: true,
    colour: colours.text,
  });
}

/** What is chosen so far. */
export function panelOf(
  view: ReserveView,
  facility: Facility | undefined,
  day?: string,
  described = false,
): object {
  return place(RoomPanel, {
    x: layout.left,
    y: layout.contentTop,
    facility,
    day: day ? dayWithWeekday(day) : '',
    described,
    theme: view.theme,
  });
}

/** Two equal buttons under the answers. */
export function buttonPlace(index: 0 | 1) {
  const gap = layout.gutter;
  const w = (width - gap) / 2;
  return { x: left + index * (w + gap), y: 734, w, h: 136 };
}

function doneWords(booking: Booking | undefined): string {
  if (booking?.status === 'unpaid') return services.unpaid;
  return booking?.status === 'requested' ? services.requested : words.done;
}
