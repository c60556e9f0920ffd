import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BookingTables } from '../../../mock-platform/src/booking/tables.ts';
import {
  Booking,
  BookingDays,
  Bookings,
  Facilities,
  Slots,
} from '../../../mock-platform/src/protocol/booking.ts';
import { as, type Stand } from './harness.ts';
import { book, bookingStand, box, friday, get, hana, isamu, now, post, request } from './scenes.ts';

let opened: Stand;
beforeAll(async () => {
  opened = await bookingStand();
}, 60_000);
beforeEach(async () => {
  opened.setNow(now);
  await opened.context.tables<BookingTables>().deleteFrom('booking.booking').execute();
  await opened.context.tables<BookingTables>().deleteFrom('booking.occupied').execute();
});
afterAll(() => opened.close());

const slots = `/booking/facilities/hall/days/${friday}/slots`;

describe('what is free', () => {
  it('is seen without a person, for the rooms of the box’s own town only', async () => {
    const own = await get(opened, box, '/booking/facilities');
    expect(Facilities.parse(own.body).facilities.map(({ id }) => id)).toEqual(['hall']);
    const other = await get(opened, { ...box, municipality: '990027' }, '/booking/facilities');
    expect(other.body.facilities.map(({ id }: { id: string }) => id)).toEqual(['sea']);
    const foreign = await get(opened, box, '/booking/facilities/sea/days');
    expect(foreign.body.code).toBe('booking.facility-unknown');
  });

  it('covers every day from today to sixty days ahead, closed days in their place', async () => {
    const { days } = BookingDays.parse((await get(opened, box, '/booking/facilities/hall/days')).body);
    expect(days).toHaveLength(61);
    expect(days[0]).toEqual({ day: '2026-11-20', closed: false, free: ['evening'] });
    expect(days[3]).toEqual({ day: '2026-11-23', closed: true, free: [] });
    expect(days.find(({ day }) => day === '2026-12-31')?.closed).toBe(true);
    expect(days.at(-1)).toEqual({
      day: '2027-01-19',
      closed: false,
      free: ['morning', 'afternoon', 'evening'],
    });
  });

  it('shows a booked slot as taken and never by whom', async () => {
    await book(opened, hana);
    const answer = await get(opened, box, slots);
    expect(Slots.parse(answer.body).slots.map(({ free }) => free)).toEqual([true, false, true]);
    expect(JSON.stringify(answer.body)).not.toContain(hana.sub);
  });

  it('is refused for days outside the window, closed or that do not exist', async () => {
    const of = async (day: string) =>
      (await get(opened, box, `/booking/facilities/hall/days/${day}/slots`)).body;
    expect((await of('2026-11-19')).code).toBe('booking.outside-window');
    expect((await of('2027-01-20')).code).toBe('booking.outside-window');
    expect((await of('2026-11-23')).code).toBe('booking.day-closed');
    expect(await of('2026-02-30')).toMatchObject({ code: 'request.malformed', errors: [{ path: '/day' }] });
  });
});

describe('booking', () => {
  it('takes a person; a box alone cannot', async () => {
    expect((await book(opened, box)).status).toBe(403);
    expect((await get(opened, box, '/booking/bookings')).status).toBe(403);
    expect((await get(opened, undefined, '/booking/facilities')).status).toBe(401);
  });

  it('answers the booking and lists it soonest first among the person’s own', async () => {
    const made = await book(opened, hana);
    expect(made.status).toBe(201);
    expect(Booking.parse(made.body)).toMatchObject({
      facility: { id: 'hall', name: 'ひより公民館', room: '大広間', fee: 600 },
      slot: { day: friday, period: 'afternoon', startsAt: '2026-11-27T04:00:00.000Z', free: false },
      status: 'booked',
      cancelUntil: '2026-11-26T08:00:00.000Z',
    });
    await book(opened, hana, { day: '2026-11-25' });
    await book(opened, isamu, { period: 'morning' });
    const { bookings } = Bookings.parse((await get(opened, hana, '/booking/bookings')).body);
    expect(bookings.map(({ slot }) => slot.day)).toEqual(['2026-11-25', friday]);
  });

  it('happens once for one requestId, also when it is sent twice at the same time', async () => {
    const same = request();
    const answers = await Promise.all([1, 2, 3].map(() => post(opened, hana, '/booking/bookings', same)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect((await get(opened, hana, '/booking/bookings')).body.bookings).toHaveLength(1);
    const reused = await post(opened, hana, '/booking/bookings', { ...same, day: '2026-11-28' });
    expect(reused.body).toMatchObject({ code: 'request.malformed', errors: [{ path: '/requestId' }] });
  });

  it('tells nothing to somebody who sends another person’s requestId', async () => {
    const { requestId } = request();
    const mine = await book(opened, hana, { requestId });
    const other = await book(opened, isamu, { requestId, period: 'evening' });
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(mine.body.id);
    const clash = await book(opened, isamu, { requestId: randomUUID() });
    expect(clash.body.code).toBe('booking.taken');
    expect(JSON.stringify(clash.body)).not.toContain(mine.body.id);
  });

  it('is refused for periods that have begun, closed days, days too far ahead and rooms of other towns', async () => {
    const code = async (members: Parameters<typeof request>[0]) =>
      (await book(opened, hana, members)).body.code;
    expect(await code({ day: '2026-11-20', period: 'afternoon' })).toBe('booking.outside-window');
    expect(await code({ day: '2026-11-19' })).toBe('booking.outside-window');
    expect(await code({ day: '2027-01-20' })).toBe('booking.outside-window');
    expect(await code({ day: '2026-11-23' })).toBe('booking.day-closed');
    expect(await code({ facility: 'sea' })).toBe('booking.facility-unknown');
    expect(await code({ day: '2026-11-20', period: 'evening' })).toBeUndefined();
  });

  it('names the field that is malformed and books nothing', async () => {
    const malformed = await book(opened, hana, { period: 'night' });
    expect(malformed).toMatchObject({ status: 400, body: { errors: [{ path: '/period' }] } });
    const extra = await post(opened, hana, '/booking/bookings', { ...request(), subject: isamu.sub });
    expect(extra.body.errors).toMatchObject([{ path: '/subject' }]);
    expect((await get(opened, hana, '/booking/bookings')).body.bookings).toEqual([]);
  });

  it('stops at five bookings ahead, also when six are asked for at once', async () => {
    const days = ['24', '25', '26', '27', '28', '29'].map((day) => `2026-11-${day}`);
    const answers = await Promise.all(days.map((day) => book(opened, hana, { day })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    const refused = answers.find(({ status }) => status !== 201);
    expect(refused).toMatchObject({ status: 409, body: { code: 'booking.limit' } });
    opened.setNow(new Date('2026-11-25T18:00:00+09:00'));
    expect((await book(opened, hana, { day: '2026-12-02' })).status).toBe(201);
  });
});

describe('cancelling', () => {
  const cancel = (caller: typeof hana, id: string) => post(opened, caller, `/booking/bookings/${id}/cancel`);

  it('gives the slot back, to be booked again by anybody', async () => {
    const { body } = await book(opened, hana);
    expect(Booking.parse((await cancel(hana, body.id)).body).status).toBe('cancelled');
    expect((await cancel(hana, body.id)).body.status).toBe('cancelled');
    expect((await get(opened, hana, '/booking/bookings')).body.bookings).toEqual([]);
    expect((await book(opened, isamu)).status).toBe(201);
  });

  it('takes no body, also when one is announced', async () => {
    const { body } = await book(opened, hana);
    const answer = await opened.app.inject({
      method: 'POST',
      url: `/booking/bookings/${body.id}/cancel`,
      headers: { ...as(hana), 'content-type': 'application/json' },
    });
    expect(answer.json().status).toBe('cancelled');
    const broken = await opened.app.inject({
      method: 'POST',
      url: '/booking/bookings',
      headers: { ...as(hana), 'content-type': 'application/json' },
      payload: '{"day":',
    });
    expect(broken.json()).toMatchObject({ status: 400, code: 'request.malformed' });
    const none = await opened.app.inject({ method: 'POST', url: '/booking/bookings', headers: as(hana) });
    expect(none.json()).toMatchObject({ status: 400, code: 'request.malformed' });
  });

  it('is possible until 17 o’clock of the day before and not a moment longer', async () => {
    const { body } = await book(opened, hana);
    opened.setNow(new Date('2026-11-26T17:00:00.001+09:00'));
    expect(await cancel(hana, body.id)).toMatchObject({
      status: 409,
      body: { code: 'booking.too-late-to-cancel' },
    });
    opened.setNow(new Date('2026-11-26T17:00:00+09:00'));
    expect((await cancel(hana, body.id)).status).toBe(200);
  });

  it('works for own bookings only', async () => {
    const { body } = await book(opened, hana);
    expect(await cancel(isamu, body.id)).toMatchObject({ status: 404, body: { code: 'booking.unknown' } });
    expect((await cancel(hana, randomUUID())).body.code).toBe('booking.unknown');
    expect((await cancel(hana, 'x')).body).toMatchObject({
      code: 'request.malformed',
      errors: [{ path: '/booking' }],
    });
    expect((await get(opened, hana, '/booking/bookings')).body.bookings).toHaveLength(1);
  });
});
