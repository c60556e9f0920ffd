import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BookingDay } from '../../../../mock-platform/src/protocol/booking.ts';
import { BookingRequest } from '../../../../mock-platform/src/protocol/booking.ts';
import { dayPage, daysPerPage, pageOf } from '../../../../tv-app/src/pages/booking/days.ts';
import * as flow from '../../../../tv-app/src/pages/booking/flow.ts';
import { newRequestId } from '../../../../tv-app/src/pages/booking/request-id.ts';
import { dayState, slotState, slotWords } from '../../../../tv-app/src/pages/booking/words.ts';
import { bookingDays, bookingOf, facilities, slot } from '../../canned-personal.ts';

const [hall, kitchen] = facilities as [(typeof facilities)[0], (typeof facilities)[0]];
const day: BookingDay = { day: '2026-11-27', closed: false, free: ['morning'] };
const morning = slot('2026-11-27', 'morning', true);
const id = '5a1e7c1e-2222-4000-8000-000000000001';

const atDay = flow.chooseRoom(flow.firstStep, hall);
const atTime = flow.chooseDay(atDay, day);
const atConfirm = flow.chooseSlot(atTime, morning, id);

describe('booking in five steps', () => {
  test('room, day, time, confirmation, done', () => {
    const done = flow.booked(flow.send(atConfirm), bookingOf(hall, '2026-11-27', 'morning', id));
    expect([flow.firstStep, atDay, atTime, atConfirm, done].map(flow.stepNumber)).toEqual([1, 2, 3, 4, 5]);
    expect(done).toMatchObject({ step: 'done', sending: false });
  });

  test('the request names room, day and time and fits its schema', () => {
    const request = flow.requestOf(atConfirm);
    expect(request).toEqual({ facility: 'hall', day: '2026-11-27', period: 'morning', requestId: id });
    expect(BookingRequest.safeParse(request).success).toBe(true);
    expect(flow.requestOf(atTime)).toBeUndefined();
  });

  test('going back keeps every answer, and the same answer again leads on with them', () => {
    const back = flow.stepBack(flow.stepBack(flow.stepBack(atConfirm)!)!)!;
    expect(back).toMatchObject({ step: 'room', facility: hall, day: '2026-11-27', slot: morning });
    const again = flow.chooseDay(flow.chooseRoom(back, hall), day);
    expect(again).toMatchObject({ step: 'time', slot: morning });
  });

  test('another room forgets day and time, another day forgets the time', () => {
    const room = flow.chooseRoom(flow.stepBack(atConfirm)!, kitchen);
    expect(room).toEqual({ step: 'day', sending: false, facility: kitchen });
    const other = flow.chooseDay(flow.stepBack(atConfirm)!, { ...day, day: '2026-11-28' });
    expect(other.slot).toBeUndefined();
  });

  test('closed and full days and taken times are no answers', () => {
    expect(flow.chooseDay(atDay, { ...day, closed: true })).toBe(atDay);
    expect(flow.chooseDay(atDay, { ...day, free: [] })).toBe(atDay);
    expect(flow.chooseSlot(atTime, { ...morning, free: false }, id)).toBe(atTime);
  });

  test('there is nothing to go back to at the first step and when all is done', () => {
    expect(flow.stepBack(flow.firstStep)).toBeUndefined();
    const done = flow.booked(atConfirm, bookingOf(hall, '2026-11-27', 'morning', id));
    expect(flow.stepBack(done)).toBeUndefined();
  });

  test('a second press while the request is under way sends nothing, and 戻る waits for the answer', () => {
    const sending = flow.send(atConfirm);
    expect(flow.send(sending)).toBe(sending);
    expect(flow.stepBack(sending)).toBe(sending);
  });

  test('after a lost answer the same request is sent again, so that it books once', () => {
    const failed = flow.refused(flow.send(atConfirm), 'platform.unreachable');
    const again = flow.send(failed);
    expect(flow.requestOf(again)).toEqual(flow.requestOf(atConfirm));
    expect(again.problem).toBeUndefined();
  });

  test('a taken time offers others; choosing one is a new confirmation with a new request', () => {
    const others = [slot('2026-11-27', 'evening', true)];
    const taken = flow.taken(flow.send(atConfirm), others);
    expect(taken).toMatchObject({ step: 'confirm', sending: false, alternatives: others });
    expect(flow.requestOf(taken)).toBeUndefined();
    const chosen = flow.chooseSlot(taken, others[0]!, '5a1e7c1e-2222-4000-8000-000000000002');
    expect(chosen.alternatives).toBeUndefined();
    expect(flow.requestOf(chosen)).toMatchObject({ period: 'evening', day: '2026-11-27' });
  });

  test('no order of keys ever leads to a step without the answers it stands on', () => {
    const moves: ((state: flow.Flow) => flow.Flow)[] = [
      (state) => flow.chooseRoom(state, hall),
      (state) => flow.chooseRoom(state, kitchen),
      (state) => flow.chooseDay(state, day),
      (state) => flow.chooseSlot(state, morning, id),
      (state) => flow.send(state),
      (state) => (state.sending ? flow.taken(state, [morning]) : state),
      (state) => (state.sending ? flow.refused(state, 'booking.limit') : state),
      (state) => flow.stepBack(state) ?? state,
    ];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: moves.length - 1 }), { maxLength: 40 }), (keys) => {
        let state = flow.firstStep;
        for (const key of keys) {
          state = moves[key]!(state);
          const { step, facility, sending } = state;
          if (step !== 'room') expect(facility).toBeDefined();
          if (step === 'time') expect(state.day).toBeDefined();
          if (step === 'confirm' && state.alternatives === undefined) expect(state.slot).toBeDefined();
          if (sending) expect(flow.requestOf(state)).toBeDefined();
        }
      }),
    );
  });
});

describe('the calendar', () => {
  const days = bookingDays('2026-11-20');

  test('shows two weeks at a time and loses no day', () => {
    const pages = Array.from({ length: 5 }, (_, page) => dayPage(days, page));
    expect(pages.flatMap((page) => page.days)).toEqual(days);
    expect(pages[0]).toMatchObject({ earlier: false, later: true });
    expect(pages[4]).toMatchObject({ earlier: true, later: false });
    expect(pages[0]!.days).toHaveLength(daysPerPage);
    expect(dayPage(days, 99).page).toBe(4);
    expect(dayPage([], 0)).toMatchObject({ days: [], earlier: false, later: false });
  });

  test('opens where the chosen day stands, otherwise at the first free day', () => {
    expect(pageOf(days, '2026-12-20')).toBe(2);
    const full = days.map((entry, index) => (index < 20 ? { ...entry, free: [] } : entry));
    expect(pageOf(full, undefined)).toBe(1);
    expect(pageOf([], undefined)).toBe(0);
  });

  test('says of every day whether it is free, full or closed', () => {
    expect(dayState(day)).toEqual({ word: 'あいています', sign: 'circle-free' });
    expect(dayState({ ...day, free: [] })).toEqual({ word: 'うまっています', sign: 'cross-taken' });
    expect(dayState({ ...day, closed: true })).toEqual({ word: 'やすみ' });
  });

  test('a part of the day that has begun is over', () => {
    const taken = slot('2026-11-20', 'morning', false);
    expect(slotState(taken, new Date('2026-11-20T10:00:00+09:00')).word).toBe('おわりました');
    expect(slotState(taken, new Date('2026-11-19T10:00:00+09:00')).word).toBe('うまっています');
    expect(slotWords(slot('2026-11-27', 'afternoon', true))).toBe('午後 1時から 5時まで');
  });
});

describe('request ids', () => {
  test('are version 4 UUIDs from the random source', () => {
    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(newRequestId()).toMatch(pattern);
    expect(newRequestId()).not.toBe(newRequestId());
    expect(newRequestId({ getRandomValues: (bytes) => bytes.fill(0xff) })).toMatch(pattern);
    expect(newRequestId({ getRandomValues: (bytes) => bytes.fill(0) })).toMatch(pattern);
  });
});
