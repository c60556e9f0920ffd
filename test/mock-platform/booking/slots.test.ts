import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestFree } from '../../../mock-platform/src/booking/alternatives.ts';
import {
  addDays,
  ageOn,
  dayOf,
  daysBetween,
  instantAt,
  weekdayOf,
} from '../../../mock-platform/src/booking/calendar.ts';
import {
  bookingWindow,
  cancelUntil,
  freeSlots,
  hasBegun,
  isClosed,
  isWithinWindow,
  periods,
  slotBounds,
  slotName,
} from '../../../mock-platform/src/booking/slots.ts';

const days = fc.integer({ min: 0, max: 36_524 }).map((offset) => addDays('2000-01-01', offset));
const instants = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const slots = fc.record({ day: days, period: fc.constantFrom(...periods) });
const closings = fc.record({
  weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { maxLength: 6 }),
  yearly: fc.subarray(['12-29', '12-30', '12-31', '01-01', '01-02', '01-03']),
});

describe('the calendar of Japan', () => {
  it('puts every instant into the day whose hours hold it', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const day = dayOf(instant);
        expect(instantAt(day, 0) <= instant && instant < instantAt(addDays(day, 1), 0)).toBe(true);
      }),
    );
  });

  it('begins its days at 15 o’clock UTC of the day before', () => {
    expect(dayOf(new Date('2026-11-20T14:59:59Z'))).toBe('2026-11-20');
    expect(dayOf(new Date('2026-11-20T15:00:00Z'))).toBe('2026-11-21');
  });

  it('adds and counts days consistently, over months and leap years', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -800, max: 800 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count);
        expect(weekdayOf(addDays(day, 7))).toBe(weekdayOf(day));
      }),
    );
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(weekdayOf('2026-11-27')).toBe(5);
  });

  it('lets a person grow older on the birthday', () => {
    expect(ageOn('1944-05-03', '2026-05-02')).toBe(81);
    expect(ageOn('1944-05-03', '2026-05-03')).toBe(82);
  });
});

describe('slots', () => {
  it('never overlap each other', () => {
    fc.assert(
      fc.property(slots, slots, (a, b) => {
        fc.pre(slotName(a) !== slotName(b));
        const [first, second] = [slotBounds(a), slotBounds(b)];
        expect(first.endsAt <= second.startsAt || second.endsAt <= first.startsAt).toBe(true);
      }),
    );
  });

  it('lie on their day in Japan at the published hours', () => {
    expect(slotBounds({ day: '2026-11-27', period: 'afternoon' })).toEqual({
      startsAt: new Date('2026-11-27T04:00:00Z'),
      endsAt: new Date('2026-11-27T08:00:00Z'),
    });
    fc.assert(
      fc.property(slots, (slot) => {
        expect(dayOf(slotBounds(slot).startsAt)).toBe(slot.day);
      }),
    );
  });

  it('are over for booking from the instant they begin', () => {
    const slot = { day: '2026-11-20', period: 'morning' } as const;
    expect(hasBegun(slot, new Date('2026-11-19T23:59:59.999Z'))).toBe(false);
    expect(hasBegun(slot, new Date('2026-11-20T00:00:00Z'))).toBe(true);
  });

  it('can be given back until 17 o’clock of the day before', () => {
    expect(cancelUntil('2026-11-27')).toEqual(new Date('2026-11-26T17:00:00+09:00'));
  });

  it('are offered only inside the window, on open days, before they begin and while nobody has them', () => {
    fc.assert(
      fc.property(instants, closings, fc.array(slots), (now, closing, others) => {
        const { first, last } = bookingWindow(now);
        expect(daysBetween(first, last)).toBe(60);
        const all = freeSlots(now, closing, new Set());
        const taken = new Set([...all.filter((_, index) => index % 3 === 0), ...others].map(slotName));
        const free = freeSlots(now, closing, taken);
        for (const slot of free) {
          expect(isWithinWindow(slot.day, now)).toBe(true);
          expect(isClosed(slot.day, closing)).toBe(false);
          expect(hasBegun(slot, now)).toBe(false);
          expect(taken.has(slotName(slot))).toBe(false);
        }
        expect(free.length).toBe(all.filter((slot) => !taken.has(slotName(slot))).length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('alternatives to a taken slot', () => {
  it('are the same day’s first, then those of the nearest days', () => {
    const now = new Date('2026-11-20T06:00:00Z');
    const closing = { weekdays: [1], yearly: [] };
    const wanted = { day: '2026-11-27', period: 'afternoon' } as const;
    const free = freeSlots(now, closing, new Set([slotName(wanted), '2026-11-27 evening']));
    expect(nearestFree(wanted, free).map(slotName)).toEqual([
      '2026-11-27 morning',
      '2026-11-26 afternoon',
      '2026-11-28 afternoon',
    ]);
  });

  it('are three whenever three are free, never the wanted one, and nothing nearer is left out', () => {
    fc.assert(
      fc.property(slots, fc.uniqueArray(slots, { selector: slotName, maxLength: 40 }), (wanted, free) => {
        const others = free.filter((slot) => slotName(slot) !== slotName(wanted));
        const chosen = nearestFree(wanted, free);
        expect(chosen).toHaveLength(Math.min(3, others.length));
        const names = new Set(chosen.map(slotName));
        expect(names.size).toBe(chosen.length);
        expect(names.has(slotName(wanted))).toBe(false);
        const distance = (slot: { day: string }) => Math.abs(daysBetween(wanted.day, slot.day));
        const farthest = Math.max(0, ...chosen.map(distance));
        for (const slot of others) {
          if (!names.has(slotName(slot)) && chosen.length > 0)
            expect(distance(slot)).toBeGreaterThanOrEqual(farthest);
        }
      }),
    );
  });
});
