import type { BookingDay, Facility, Slot } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { icon } from '../../components/icon/Icon.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import { periodWords, booking as words } from '../../messages/booking.ts';
import { dayWithWeekday, spanWords } from '../../text/dates.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { DayCell } from './DayCell.ts';
import { dayPage, daysPerPage } from './days.ts';
import { type Flow, isOpen } from './flow.ts';
import { RoomPanel, roomWords } from './RoomPanel.ts';
import { problemView, takenView } from './refusal-views.ts';
import { buttonPlace, left, listTop, panelOf, question, type ReserveView, width } from './reserve-layout.ts';
import { SummaryPaper } from './SummaryPaper.ts';
import { TurnButton } from './TurnButton.ts';
import { dayState, slotState } from './words.ts';

export function roomStep(view: ReserveView, facilities: readonly Facility[], flow: Flow): Children {
  const many = facilities.length > 4;
  const rows = facilities.map((facility) =>
    place(ListRow, {
      focusKey: facility.id,
      label: facility.room,
      detail: facility.name,
      detailX: 330,
      labelSize: 56,
      textSize: 44,
      signX: width - 280,
      signWord: words.people(facility.capacity),
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
  const cell = (index: number) => ({
    x: columnX((index % 4) * 3),
    y: listTop + Math.floor(index / 4) * 144,
    w: columnsWidth(3),
    h: 120,
  });
  const firstOpen = shown.days.find(isOpen)?.day;
  const turn = (label: string, index: number, to: number, side: 'left' | 'right') => {
    const focusKey = `turn-${side}`;
    return place(TurnButton, {
      ...cell(index),
      label,
      side,
      focusKey,
      press: () => view.turnDays(to, focusKey),
    });
  };
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
    ...Object.fromEntries(
      shown.days.map((day, index) => {
        const open = isOpen(day);
        return [
          `Day${index}`,
          place(DayCell, {
            ...cell(index),
            ...dayState(day),
            date: dayWithWeekday(day.day),
            focusKey: day.day,
            first: day.day === firstOpen,
            ...(open ? { press: () => view.chooseDay(day) } : { look: 'taken' as const }),
          }),
        ];
      }),
    ),
    ...(shown.earlier ? { Earlier: turn(words.earlierDays, daysPerPage, shown.page - 1, 'left') } : {}),
    ...(shown.later ? { Later: turn(words.laterDays, daysPerPage + 1, shown.page + 1, 'right') } : {}),
  };
}

export function timeStep(view: ReserveView, slots: readonly Slot[], flow: Flow): Children {
  const firstFree = slots.find(({ free }) => free)?.period;
  return {
    Panel: panelOf(view, flow.facility, flow.day),
    Question: question(view, flow),
    ...Object.fromEntries(
      slots.map((slot, index) => {
        const { sign, word } = slotState(slot, view.now);
        return [
          `Slot${index}`,
          place(ListRow, {
            x: left,
            y: 330 + index * 192,
            w: width,
            h: 156,
            focusKey: slot.period,
            first: slot.period === firstFree,
            label: periodWords[slot.period],
            detail: spanWords(slot.startsAt, slot.endsAt),
            sign,
            signWord: word,
            ...(slot.free ? { press: () => view.chooseSlot(slot) } : { look: 'taken' as const }),
          }),
        ];
      }),
    ),
  };
}

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
      label: words.toMine,
      fontSize: 48,
      focusKey: 'mine',
      press: view.toMine,
    }),
  };
}
