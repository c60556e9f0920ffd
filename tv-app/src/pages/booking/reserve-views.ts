import type { BookingDay, Facility, Slot } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { DatePicker, type DayTurn } from '../../components/date-picker/DatePicker.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { icon } from '../../components/icon/Icon.ts';
import { columnsOf, ListRow } from '../../components/list-row/ListRow.ts';
import { SlotPicker } from '../../components/slot-picker/SlotPicker.ts';
import { periodWords, booking as words } from '../../messages/booking.ts';
import { services } from '../../messages/booking-services.ts';
import { dayInCell, dayWithWeekday, spanWords } from '../../text/dates.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { dayPage } from './days.ts';
import { type Flow, isOpen } from './flow.ts';
import { RoomPanel, roomWords } from './RoomPanel.ts';
import { problemView, takenView } from './refusal-views.ts';
import { buttonPlace, left, listTop, panelOf, question, type ReserveView, width } from './reserve-layout.ts';
import { SummaryPaper } from './SummaryPaper.ts';
import { dayState, slotState } from './words.ts';

export function roomStep(view: ReserveView, facilities: readonly Facility[], flow: Flow): Children {
  const many = facilities.length > 4;
  const large = view.theme.textSize === 'large';
  const labelSize = view.theme.size('label');
  const wordsOf = ({ room, name, capacity }: Facility) => ({
    label: room,
    detail: name,
    signWord: words.people(capacity),
  });
  const columns = large
    ? columnsOf(facilities.map(wordsOf), width, labelSize, [60, 56, 52, 48, 44])
    : { textSize: 44, detailX: 330, signX: width - 280 };
  const rows = facilities.map((facility) =>
    place(ListRow, {
      focusKey: facility.id,
      ...wordsOf(facility),
      ...columns,
      labelSize,
      speech: roomWords(facility),
      focused: () => view.showRoom(facility),
      press: () => view.chooseRoom(facility),
    }),
  );
  return {
    Panel: place(RoomPanel, {
      x: layout.left,
      y: layout.contentTop,
      facility: flow.facility ?? facilities[0],
      described: true,
      theme: view.theme,
    }),
    Question: question(view, flow),
    Rooms: place(FocusList, {
      x: left,
      y: listTop,
      w: width,
      rowHeight: 120,
      gap: 24,
      perPage: many ? 3 : 4,
      rows,
    }),
  };
}

export function dayStep(view: ReserveView, days: readonly BookingDay[], page: number, flow: Flow): Children {
  const shown = dayPage(days, page);
  const turn = (side: 'left' | 'right', label: string, to: number): DayTurn => ({
    side,
    label,
    press: () => view.turnDays(to, `turn-${side}`),
  });
  const { facility } = flow;
  return {
    Question: question(view, flow, layout.left),
    Room: textTemplate(facility ? `${facility.name} ${facility.room}` : '', {
      x: layout.right,
      y: 226,
      mountX: 1,
      size: 44,
      lineHeight: 56,
      colour: colours.secondText,
    }),
    Days: place(DatePicker, {
      textSize: view.theme.textSize,
      x: layout.left,
      y: listTop,
      w: layout.right - layout.left,
      days: shown.days.map((day) => ({
        ...dayState(day),
        key: day.day,
        date: dayInCell(day.day, view.theme.textSize === 'large'),
        spoken: dayWithWeekday(day.day),
        ...(isOpen(day) ? { press: () => view.chooseDay(day) } : {}),
      })),
      turns: [
        ...(shown.earlier ? [turn('left', words.earlierDays, shown.page - 1)] : []),
        ...(shown.later ? [turn('right', words.laterDays, shown.page + 1)] : []),
      ],
    }),
  };
}

export function timeStep(view: ReserveView, slots: readonly Slot[], flow: Flow): Children {
  return {
    Panel: panelOf(view, flow.facility, flow.day),
    Question: question(view, flow),
    Slots: place(SlotPicker, {
      textSize: view.theme.textSize,
      x: left,
      y: 330,
      w: width,
      slots: slots.map((slot) => ({
        ...slotState(slot, view.now),
        key: slot.period,
        label: periodWords[slot.period],
        span: spanWords(slot.startsAt, slot.endsAt),
        ...(slot.free ? { press: () => view.chooseSlot(slot) } : {}),
        ...(waits(slot, view.now) ? { pressTaken: () => view.wait(slot) } : {}),
      })),
    }),
  };
}

/** A slot that somebody has and that has not begun can be waited for. */
const waits = ({ free, startsAt }: Slot, now: Date): boolean => !free && new Date(startsAt) > now;

export function confirmStep(view: ReserveView, flow: Flow): Children {
  if (flow.alternatives) return takenView(view, flow, flow.alternatives);
  const { facility, slot } = flow;
  if (!facility || !slot) return {};
  const paper = place(SummaryPaper, {
    x: left,
    y: listTop,
    w: width,
    h: 380,
    facility,
    slot,
    theme: view.theme,
  });
  const base = { Panel: panelOf(view, flow.facility, flow.day), Question: question(view, flow) };
  if (flow.problem) return { ...base, ...problemView(view, flow.problem) };
  if (flow.sending) return { ...base, Paper: paper };
  return {
    ...base,
    Paper: paper,
    Commit: place(Button, {
      ...buttonPlace(0),
      label: words.commit,
      commit: true,
      first: true,
      focusKey: 'commit',
      press: view.commit,
    }),
    Fix: place(Button, { ...buttonPlace(1), label: words.fix, focusKey: 'fix', press: view.fix }),
  };
}

export function doneStep(view: ReserveView, flow: Flow): Children {
  const { booking } = flow;
  if (!booking) return {};
  return {
    Panel: panelOf(view, booking.facility, booking.slot.day),
    Sign: icon('check-circle', { x: left, y: 190, size: 100, colour: colours.leaf }),
    Question: question(view, flow, left + 132),
    Paper: place(SummaryPaper, {
      x: left,
      y: listTop,
      w: width,
      h: 380,
      facility: booking.facility,
      slot: booking.slot,
      theme: view.theme,
    }),
    Home: place(Button, {
      ...buttonPlace(0),
      label: words.toHome,
      fontSize: 48,
      first: true,
      focusKey: 'home',
      press: view.toHome,
    }),
    Mine: place(Button, {
      ...buttonPlace(1),
      label: booking.status === 'unpaid' ? services.pay : words.toMine,
      fontSize: 48,
      focusKey: 'mine',
      press: booking.status === 'unpaid' ? () => view.pay(booking) : view.toMine,
    }),
  };
}
