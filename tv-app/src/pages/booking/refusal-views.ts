import type { Slot } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import { bookingProblem, booking as words } from '../../messages/booking.ts';
import { common, inList } from '../../messages/common.ts';
import { dayInCell, dayWithWeekday } from '../../text/dates.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Flow } from './flow.ts';
import {
  buttonPlace,
  left,
  panelOf,
  problemOf,
  question,
  type ReserveView,
  width,
} from './reserve-layout.ts';
import { slotWords } from './words.ts';

/** Somebody was faster: the nearest free times, one press each. */
export function takenView(view: ReserveView, flow: Flow, alternatives: readonly Slot[]): Children {
  const some = alternatives.length > 0;
  return {
    Panel: panelOf(view, flow.facility, undefined, true),
    Question: question(view, flow),
    More: textTemplate(some ? words.takenMore : words.takenNone, {
      x: left,
      y: 300,
      size: view.theme.size('body'),
      colour: colours.text,
    }),
    ...Object.fromEntries(
      alternatives.slice(0, 3).map((slot, index) => [
        `Other${index}`,
        place(ListRow, {
          x: left,
          y: 402 + index * 160,
          w: width,
          h: 136,
          focusKey: `other-${index}`,
          first: index === 0,
          label: dayInCell(slot.day),
          labelSize: 48,
          detail: slotWords(slot),
          detailX: 462,
          textSize: 44,
          sign: 'circle-free' as const,
          signX: width - 104,
          speech: inList([dayWithWeekday(slot.day), slotWords(slot), words.free]),
          press: () => view.chooseSlot(slot),
        }),
      ]),
    ),
    ...(some
      ? {}
      : {
          Days: place(Button, {
            ...buttonPlace(0),
            label: words.otherDay,
            fontSize: 48,
            first: true,
            focusKey: 'days',
            press: view.otherDay,
          }),
        }),
  };
}

/** A refusal or fault: what to do next, and the way there. */
export function problemView(view: ReserveView, code: string): Children {
  const own = bookingProblem(code);
  const limit = code === 'booking.limit';
  return {
    Next: textTemplate(problemOf(code).next, {
      x: left,
      y: 318,
      width,
      size: view.theme.size('body'),
      colour: colours.text,
    }),
    First: own
      ? place(Button, {
          ...buttonPlace(0),
          label: limit ? words.toMine : words.otherDay,
          fontSize: 48,
          first: true,
          focusKey: limit ? 'mine' : 'days',
          press: limit ? view.toMine : view.otherDay,
        })
      : place(Button, {
          ...buttonPlace(0),
          label: common.again,
          commit: true,
          first: true,
          focusKey: 'again',
          press: view.commit,
        }),
    Second: place(Button, {
      ...buttonPlace(1),
      label: words.toHome,
      fontSize: 48,
      focusKey: 'home',
      press: view.toHome,
    }),
  };
}
