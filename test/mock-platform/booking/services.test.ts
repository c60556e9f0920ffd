import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeRooms, reopenRooms } from '../../../mock-platform/src/booking/closures.ts';
import { announceEvent } from '../../../mock-platform/src/booking/events.ts';
import { registerBuildings } from '../../../mock-platform/src/booking/facilities.ts';
import { registerGroup } from '../../../mock-platform/src/booking/groups.ts';
import { sweep } from '../../../mock-platform/src/booking/sweep.ts';
import type { BookingTables } from '../../../mock-platform/src/booking/tables.ts';
import { Booking, Bookings, WaitingEntry } from '../../../mock-platform/src/protocol/booking.ts';
import type { Stand } from './harness.ts';
import { book, bookingStand, friday, get, hana, isamu, now, person, post } from './scenes.ts';

let opened: Stand;
const tables = () => opened.context.tables<BookingTables>();
const closing = { weekdays: [1], yearly: [] };
const room = (id: string) => ({ id, room: id, note: '', capacity: 20, fee: 1000, picture: 'gym' as const });

beforeAll(async () => {
  opened = await bookingStand();
  await registerBuildings(tables(), [
    {
      id: 'centre',
      municipality: '990019',
      name: 'センター',
      closing,
      hours: { morning: { from: 8.5, to: 12 }, afternoon: { from: 13, to: 17 } },
      rooms: [
        room('east'),
        room('west'),
        { ...room('whole'), rules: { parts: ['east', 'west'] } },
        { ...room('asked'), rules: { approval: true } },
        {
          ...room('paid'),
          rules: { payMinutes: 30 },
          equipment: [{ id: 'microphone', name: 'マイク', fee: 205, count: 1 }],
        },
        { ...room('clubs'), rules: { groupsOnly: true, groupLimit: 1 } },
      ],
    },
  ]);
}, 60_000);
beforeEach(async () => {
  opened.setNow(now);
  await tables().deleteFrom('booking.waiting').execute();
  await tables().deleteFrom('booking.booking').execute();
  await tables().deleteFrom('booking.occupied').execute();
});
afterAll(() => opened.close());

const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const own = async (caller = hana) =>
  Bookings.parse((await get(opened, caller, '/booking/bookings')).body).bookings;
const wait = (caller: typeof hana, facility = 'hall') =>
  post(opened, caller, '/booking/waiting', { facility, day: friday, period: 'afternoon' });

describe('rooms', () => {
  it('that combine hold each other, whichever is booked first', async () => {
    expect((await book(opened, hana, { facility: 'east' })).status).toBe(201);
    expect((await book(opened, isamu, { facility: 'whole' })).body.code).toBe('booking.taken');
    expect((await book(opened, isamu, { facility: 'whole', period: 'morning' })).status).toBe(201);
    for (const facility of ['east', 'west']) {
      const taken = await book(opened, hana, { facility, period: 'morning' });
      expect(taken.body).toMatchObject({ code: 'booking.taken', alternatives: [{}, {}, {}] });
    }
    expect((await book(opened, hana, { facility: 'west' })).status).toBe(201);
  });

  it('are let in the hours and on the days of their house', async () => {
    const url = `/booking/facilities/east/days/${friday}/slots`;
    const { slots } = (await get(opened, hana, url)).body;
    expect(slots.map(({ startsAt }: { startsAt: string }) => startsAt)).toEqual([
      '2026-11-26T23:30:00.000Z',
      '2026-11-27T04:00:00.000Z',
    ]);
    expect((await book(opened, hana, { facility: 'east', period: 'evening' })).body.code).toBe(
      'booking.outside-window',
    );
    await tables()
      .insertInto('booking.closed_day')
      .values({ building: 'centre', day: friday, reason: '工事' })
      .execute();
    expect((await book(opened, hana, { facility: 'east' })).body.code).toBe('booking.day-closed');
    await tables().deleteFrom('booking.closed_day').execute();
  });

  it('are seen without login', async () => {
    const days = '/booking/towns/990019/facilities/hall/days';
    expect((await get(opened, undefined, days)).body.days).toHaveLength(61);
    expect((await get(opened, undefined, '/booking/towns/990027/facilities/hall/days')).status).toBe(404);
  });

  it('come with equipment of the house, each unit once at a time, and cost the sum', async () => {
    const request = { facility: 'paid', equipment: ['microphone'], requestId: randomUUID() };
    const made = await book(opened, hana, request as never);
    expect(made.body).toMatchObject({ status: 'unpaid', fee: 1205, equipment: ['マイク'] });
    const other = await book(opened, isamu, {
      ...request,
      facility: 'paid',
      requestId: randomUUID(),
      period: 'morning',
    } as never);
    expect(other.status).toBe(201);
    const unknown = await book(opened, isamu, {
      ...request,
      facility: 'hall',
      requestId: randomUUID(),
    } as never);
    expect(unknown.body).toMatchObject({ code: 'request.malformed', errors: [{ path: '/equipment/0' }] });
  });

  it('for groups are for their members, who pay less and share one limit', async () => {
    expect((await book(opened, hana, { facility: 'clubs' })).body.code).toBe('booking.groups-only');
    const group = { name: 'うたの会', reductionPercent: 55 };
    const { id, code } = await registerGroup(tables(), '990019', group, now);
    const elsewhere = { ...person('sea'), municipality: '990027' };
    expect((await post(opened, elsewhere, '/booking/groups', { code })).body.code).toBe(
      'booking.group-unknown',
    );
    const stranger = await book(opened, hana, { facility: 'clubs', group: id } as never);
    expect(stranger.body.code).toBe('booking.group-unknown');
    for (const caller of [hana, isamu]) {
      const joined = await post(opened, caller, '/booking/groups', { code });
      expect(joined.body.groups).toEqual([{ id, ...group }]);
    }
    const made = await book(opened, hana, { facility: 'clubs', group: id } as never);
    expect(made.body.fee).toBe(450);
    const second = await book(opened, isamu, { facility: 'clubs', group: id, period: 'morning' } as never);
    expect(second.body.code).toBe('booking.limit');
  });
});

describe('a hold', () => {
  it('that waits for staff or for money keeps the slot; unpaid it ends by itself', async () => {
    expect((await book(opened, hana, { facility: 'asked' })).body.status).toBe('requested');
    expect((await book(opened, isamu, { facility: 'asked' })).body.code).toBe('booking.taken');
    const { body } = await book(opened, hana, { facility: 'paid' });
    expect(body).toMatchObject({ status: 'unpaid', expiresAt: later(30).toISOString() });
    expect((await book(opened, isamu, { facility: 'paid' })).body.code).toBe('booking.taken');
    opened.setNow(later(30));
    expect((await book(opened, isamu, { facility: 'paid' })).status).toBe(201);
    expect((await own()).map(({ id }) => id)).not.toContain(body.id);
  });

  it('is paid by phone or on the bill, once, and then stands', async () => {
    const { body } = await book(opened, hana, { facility: 'paid' });
    const url = `/booking/bookings/${body.id}/payment`;
    const first = await post(opened, hana, url, { method: 'phone' });
    expect(first.body).toMatchObject({ status: 'open', amount: 1000 });
    expect((await post(opened, hana, url, { method: 'phone' })).body.url).toBe(first.body.url);
    expect((await post(opened, isamu, url, { method: 'phone' })).status).toBe(404);
    const page = new URL(first.body.url).pathname;
    for (const [decision, status] of [
      ['refuse', 'failed'],
      ['pay', 'paid'],
      ['refuse', 'paid'],
    ]) {
      const payload = `decision=${decision}`;
      const headers = {
        origin: 'https://platform.example',
        'content-type': 'application/x-www-form-urlencoded',
      };
      expect((await opened.app.inject({ method: 'POST', url: page, headers, payload })).statusCode).toBe(303);
      expect((await get(opened, hana, url)).body.status).toBe(status);
    }
    expect((await own())[0]?.status).toBe('booked');
    opened.setNow(later(31));
    await sweep(opened.context);
    expect((await own())[0]?.status).toBe('booked');
    const other = await book(opened, isamu, { facility: 'paid', period: 'morning', day: '2026-12-02' });
    const bill = await post(opened, isamu, `/booking/bookings/${other.body.id}/payment`, {
      method: 'operator-bill',
    });
    expect(bill.body.status).toBe('billed');
    expect((await own(isamu))[0]?.status).toBe('booked');
  });

  it('listens to the payment provider alone', async () => {
    const payload = JSON.stringify({ id: '1', session: 'x', kind: 'captured' });
    const headers = { 'content-type': 'application/json', 'x-signature': 'x' };
    const answer = await opened.app.inject({
      method: 'POST',
      url: '/payment/provider-events',
      headers,
      payload,
    });
    expect(answer.json()).toMatchObject({ status: 403, code: 'payment.signature' });
  });
});

describe('the waiting list', () => {
  const third = person('third');
  const cancel = (caller: typeof hana, id: string) => post(opened, caller, `/booking/bookings/${id}/cancel`);

  it('is for taken slots and takes everyone once', async () => {
    expect((await wait(isamu)).body.code).toBe('booking.slot-free');
    await book(opened, hana);
    expect(WaitingEntry.parse((await wait(isamu)).body).before).toBe(0);
    expect((await wait(isamu)).body.code).toBe('booking.waiting-already');
    expect((await wait(hana)).body.code).toBe('booking.waiting-already');
    expect((await wait(third)).body.before).toBe(1);
  });

  it('offers a slot that is given back to one after the other, each for two hours', async () => {
    const { body } = await book(opened, hana);
    await wait(isamu);
    await wait(third);
    await cancel(hana, body.id);
    const [offer] = await own(isamu);
    expect(offer).toMatchObject({
      status: 'offered',
      origin: 'waiting-list',
      expiresAt: later(120).toISOString(),
    });
    expect(await own(third)).toEqual([]);
    expect((await book(opened, hana)).body.code).toBe('booking.taken');
    opened.setNow(later(120));
    const late = await post(opened, isamu, `/booking/bookings/${offer?.id}/accept`);
    expect(late).toMatchObject({ status: 410, body: { code: 'booking.offer-over' } });
    await sweep(opened.context);
    expect(await own(isamu)).toEqual([]);
    const [next] = await own(third);
    const accept = () => post(opened, third, `/booking/bookings/${next?.id}/accept`);
    expect(Booking.parse((await accept()).body).status).toBe('booked');
    expect((await accept()).body.status).toBe('booked');
  });

  it('passes a declined offer on at once, and forgets who left', async () => {
    const { body } = await book(opened, hana);
    await wait(isamu);
    const left = await wait(person('left'));
    await wait(third);
    await post(opened, person('left'), `/booking/waiting/${left.body.id}/leave`);
    await cancel(hana, body.id);
    await cancel(isamu, (await own(isamu))[0]?.id as string);
    expect((await own(third))[0]?.status).toBe('offered');
  });
});

describe('a shelter', () => {
  it('takes the rooms it needs; whoever had booked is told why, and nobody else gets in', async () => {
    const { body } = await book(opened, hana, { facility: 'whole' });
    await book(opened, isamu, { facility: 'east', period: 'morning', day: '2026-12-05' });
    const span = { startsAt: later(0), endsAt: later(60 * 24 * 10) };
    const reason = 'ひなんじょに なります。';
    const { closure, displaced } = await closeRooms(
      tables(),
      '990019',
      { rooms: ['east'], reason, ...span },
      now,
    );
    expect(displaced).toEqual([body.id]);
    expect(await own()).toMatchObject([{ id: body.id, status: 'displaced', reason }]);
    expect((await book(opened, isamu, { facility: 'whole' })).body.code).toBe('booking.taken');
    expect((await book(opened, isamu, { facility: 'west' })).status).toBe(201);
    await reopenRooms(tables(), closure);
    expect((await book(opened, isamu, { facility: 'east' })).status).toBe(201);
    const foreign = closeRooms(tables(), '990019', { rooms: ['sea'], reason, ...span }, now);
    await expect(foreign).rejects.toMatchObject({ code: 'booking.facility-unknown' });
  });
});

describe('an event', () => {
  it('takes applications on the spot, and who comes too late moves up', async () => {
    const id = await announceEvent(tables(), '990019', {
      title: 'たいそう',
      note: '',
      place: 'センター',
      startsAt: later(60 * 48).toISOString(),
      endsAt: later(60 * 50).toISOString(),
      applyUntil: later(60 * 24).toISOString(),
      fee: 0,
      capacity: 1,
    });
    const go = (caller: typeof hana, what: string) => post(opened, caller, `/booking/events/${id}/${what}`);
    expect((await go(hana, 'application')).body).toMatchObject({ own: 'applied', free: 0 });
    expect((await go(hana, 'application')).body.own).toBe('applied');
    expect((await go(isamu, 'application')).body.own).toBe('waiting');
    expect((await go(hana, 'withdrawal')).body.own).toBeUndefined();
    expect((await get(opened, isamu, '/booking/events')).body.events).toMatchObject([
      { own: 'applied', free: 0 },
    ]);
    opened.setNow(later(60 * 24));
    expect((await go(person('late'), 'application')).body.code).toBe('booking.event-closed');
    expect((await go({ ...hana, municipality: '990027' }, 'application')).body.code).toBe(
      'booking.event-unknown',
    );
  });
});
