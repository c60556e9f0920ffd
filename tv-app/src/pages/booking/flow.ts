import type {
  Booking,
  BookingDay,
  Facility,
  Period,
  Slot,
} from '../../../../mock-platform/src/protocol/booking.ts';

/** The steps of a booking in their order; `taken` and `refused` stand beside the confirmation. */
export type Step = 'room' | 'day' | 'time' | 'confirm' | 'done';

/**
 * Where a booking stands, as one value. Answers stay when the viewer goes back, and are dropped only when an earlier answer
 * changes what they depend on.
 */
export interface Flow {
  step: Step;
  facility?: Facility;
  day?: string;
  slot?: Slot;
  /** Made once per confirmation: sending it twice books once. */
  requestId?: string;
  sending: boolean;
  /** Somebody was faster: the nearest free slots. */
  alternatives?: readonly Slot[];
  /** Another refusal or fault, by its stable code. */
  problem?: string;
  booking?: Booking;
}

export const firstStep: Flow = { step: 'room', sending: false };

const order: readonly Step[] = ['room', 'day', 'time', 'confirm', 'done'];

/** 1–5, for the numbered rounds. */
export function stepNumber({ step }: Flow): number {
  return order.indexOf(step) + 1;
}

/** A room is chosen. Another one than before forgets day and time, the same one keeps them. */
export function chooseRoom(flow: Flow, facility: Facility): Flow {
  const same = flow.facility?.id === facility.id;
  return {
    step: 'day',
    sending: false,
    facility,
    ...(same && flow.day !== undefined ? { day: flow.day } : {}),
    ...(same && flow.slot !== undefined ? { slot: flow.slot } : {}),
  };
}

/** A day is chosen; the time stays only if it was of that day. A closed or full day is no answer. */
export function chooseDay(flow: Flow, day: BookingDay): Flow {
  if (flow.facility === undefined || !isOpen(day)) return flow;
  return {
    step: 'time',
    sending: false,
    facility: flow.facility,
    day: day.day,
    ...(flow.slot?.day === day.day ? { slot: flow.slot } : {}),
  };
}

/** A time is chosen. `requestId` is the new confirmation's. A taken time is no answer. */
export function chooseSlot(flow: Flow, slot: Slot, requestId: string): Flow {
  if (flow.facility === undefined || !slot.free) return flow;
  return { step: 'confirm', sending: false, facility: flow.facility, day: slot.day, slot, requestId };
}

/** The commit button: only once until an answer is there. */
export function send(flow: Flow): Flow {
  if (flow.step !== 'confirm' || flow.sending || flow.slot === undefined) return flow;
  return { ...without(flow, 'problem', 'alternatives'), sending: true };
}

export function booked(flow: Flow, booking: Booking): Flow {
  return { ...flow, step: 'done', sending: false, booking };
}

/** Somebody was faster: the time is gone, the rest stays. */
export function taken(flow: Flow, alternatives: readonly Slot[]): Flow {
  return { ...without(flow, 'slot', 'requestId'), sending: false, alternatives };
}

/**
 * The request failed. The same `requestId` stays, so that もういちど after a lost answer books once.
 */
export function refused(flow: Flow, problem: string): Flow {
  return { ...flow, sending: false, problem };
}

/** 戻る: one step back with all answers kept; undefined at the first step and when everything is done. */
export function stepBack(flow: Flow): Flow | undefined {
  if (flow.sending) return flow;
  switch (flow.step) {
    case 'room':
    case 'done':
      return undefined;
    case 'day':
      return { ...flow, step: 'room' };
    case 'time':
      return { ...flow, step: 'day' };
    case 'confirm':
      return { ...without(flow, 'problem', 'alternatives', 'requestId'), step: 'time' };
  }
}

/** The body of the booking request. */
export function requestOf(
  flow: Flow,
): { facility: string; day: string; period: Period; requestId: string } | undefined {
  const { facility, slot, requestId } = flow;
  if (facility === undefined || slot === undefined || requestId === undefined) return undefined;
  return { facility: facility.id, day: slot.day, period: slot.period, requestId };
}

/** A day that still has something to book. */
export function isOpen({ closed, free }: BookingDay): boolean {
  return !closed && free.length > 0;
}

function without<K extends keyof Flow>(flow: Flow, ...keys: K[]): Omit<Flow, K> & Flow {
  const copy = { ...flow };
  for (const key of keys) delete copy[key];
  return copy;
}
