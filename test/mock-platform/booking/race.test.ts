import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../../mock-platform/src/booking/calendar.ts';
import { BookingTaken } from '../../../mock-platform/src/protocol/booking.ts';
import { withPostgres } from '../postgres.ts';
import { as, type FakeCaller, type Stand } from './harness.ts';
import { bookingStand, get, hana, isamu, post, request } from './scenes.ts';

const rounds = 20;

/** Books over a real connection, so that the two requests truly meet in the server. */
async function bookOver(address: string, caller: FakeCaller, day: string) {
  const answer = await fetch(`${address}/booking/bookings`, {
    method: 'POST',
    headers: { ...as(caller), 'content-type': 'application/json' },
    body: JSON.stringify(request({ day })),
  });
  return { caller, status: answer.status, body: await answer.json() };
}

function race(open: () => Promise<Stand>): void {
  let opened: Stand;
  let address: string;
  beforeAll(async () => {
    opened = await open();
    address = await opened.app.listen({ port: 0, host: '127.0.0.1' });
  }, 60_000);
  afterAll(() => opened.close());

  it(`has exactly one winner in each of ${rounds} rounds; the other gets three free slots`, async () => {
    const openDays = Array.from({ length: rounds * 2 }, (_, offset) => addDays('2026-11-21', offset)).filter(
      (day) => new Date(`${day}T00:00:00Z`).getUTCDay() !== 1,
    );
    for (let round = 0; round < rounds; round += 1) {
      const day = openDays[round] as string;
      const callers = round % 2 === 0 ? [hana, isamu] : [isamu, hana];
      const answers = await Promise.all(callers.map((caller) => bookOver(address, caller, day)));
      const won = answers.filter(({ status }) => status === 201);
      const lost = answers.filter(({ status }) => status === 409);
      expect([won.length, lost.length]).toEqual([1, 1]);
      const { alternatives } = BookingTaken.parse(lost[0]?.body);
      expect(alternatives).toHaveLength(3);
      for (const slot of alternatives) {
        const url = `/booking/facilities/hall/days/${slot.day}/slots`;
        const { slots } = (await get(opened, hana, url)).body;
        expect(slots).toContainEqual({ ...slot, free: true });
      }
      const winner = won[0] as (typeof answers)[number];
      const own = (await get(opened, winner.caller, '/booking/bookings')).body.bookings;
      expect(own.map(({ id }: { id: string }) => id)).toEqual([winner.body.id]);
      await post(opened, winner.caller, `/booking/bookings/${winner.body.id}/cancel`);
    }
  }, 60_000);

  it('has one winner among twelve who want the same slot', async () => {
    const callers = Array.from(
      { length: 12 },
      (_, index): FakeCaller => ({ ...hana, sub: `resident-${index}-pairwise` }),
    );
    const answers = await Promise.all(callers.map((caller) => bookOver(address, caller, '2026-12-20')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(11).fill(409)]);
  }, 60_000);
}

describe('a race for one slot on the embedded database', () => race(() => bookingStand()));

withPostgres('a race for one slot on PostgreSQL', (server) =>
  race(async () => bookingStand(await server().freshDatabase())),
);
