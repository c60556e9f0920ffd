import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  freeSlots,
  openBookingLimit,
  type SlotKey,
  slotName,
} from '../../../mock-platform/src/booking/slots.ts';
import { Booking, BookingTaken } from '../../../mock-platform/src/protocol/booking.ts';
import { type Chance, onSeed } from '../../chance.ts';
import { withPostgres } from '../postgres.ts';
import { as, type FakeCaller, type Stand } from './harness.ts';
import { bookingStand, get, now, person, request } from './scenes.ts';

const rounds = 5;
const slotsOfRound = 20;
const closing = { weekdays: [1], yearly: ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03'] };
const openSlots = freeSlots(now, closing, new Set());

interface Wish {
  caller: FakeCaller;
  slot: SlotKey;
}

/** 200 wishes for 20 slots: four people want all of them, 24 others want five each, so every slot has ten. */
function wishesOf(round: number, slots: readonly SlotKey[], chance: Chance): Wish[] {
  const greedy = [0, 1, 2, 3].flatMap((index) =>
    slots.map((slot) => ({ caller: person(`greedy-${round}-${index}`), slot })),
  );
  const modest = Array.from({ length: 24 }, (_, index) =>
    Array.from({ length: 5 }, (__, wish) => ({
      caller: person(`modest-${round}-${index}`),
      slot: slots[(index * 5 + wish) % slots.length] as SlotKey,
    })),
  );
  return chance.shuffled([...greedy, ...modest.flat()]);
}

async function bookOver(address: string, { caller, slot }: Wish) {
  const answer = await fetch(`${address}/booking/bookings`, {
    method: 'POST',
    headers: { ...as(caller), 'content-type': 'application/json' },
    body: JSON.stringify(request(slot)),
  });
  return { caller, slot, status: answer.status, body: await answer.json() };
}

/** @param open one platform, or several on the same database */
function storm(open: () => Promise<Stand[]>): void {
  let stands: Stand[];
  let addresses: string[];
  beforeAll(async () => {
    stands = await open();
    addresses = await Promise.all(stands.map(({ app }) => app.listen({ port: 0, host: '127.0.0.1' })));
  }, 60_000);
  afterAll(() => Promise.all((stands ?? []).map((one) => one.close())));

  it(`has one winner for each of ${slotsOfRound} slots in each of ${rounds} storms; the others hear why`, async () => {
    await onSeed(async (chance, note) => {
      for (let round = 0; round < rounds; round += 1) {
        note(`storm ${round}`);
        const slots = openSlots.slice(round * slotsOfRound, (round + 1) * slotsOfRound);
        const wishes = wishesOf(round, slots, chance);
        expect(wishes).toHaveLength(200);
        const answers = await Promise.all(wishes.map((wish) => bookOver(chance.pick(addresses), wish)));

        const won = answers.filter(({ status }) => status === 201);
        const winners = won.map(({ slot }) => slotName(slot));
        expect(winners.sort()).toEqual(slots.map(slotName).sort());
        const heldBy = (caller: FakeCaller) => won.filter((one) => one.caller.sub === caller.sub);

        for (const { caller, slot, status, body } of answers.filter((one) => one.status !== 201)) {
          expect([status, body.code]).toEqual([409, expect.stringMatching(/^booking\.(taken|limit)$/)]);
          if (body.code === 'booking.taken') {
            expect(BookingTaken.parse(body).alternatives).toHaveLength(3);
            expect(heldBy(caller).map((one) => slotName(one.slot))).not.toContain(slotName(slot));
          } else expect(heldBy(caller)).toHaveLength(openBookingLimit);
        }
        for (const sub of new Set(wishes.map(({ caller }) => caller.sub))) {
          const caller: FakeCaller = { kind: 'person', sub };
          const { bookings } = (await get(stands[0] as Stand, caller, '/booking/bookings')).body;
          expect(bookings.map((one: unknown) => Booking.parse(one).id).sort()).toEqual(
            heldBy(caller)
              .map(({ body }) => body.id)
              .sort(),
          );
        }
      }
    });
  }, 170_000);
}

describe('a storm of bookings on the embedded database', () => storm(async () => [await bookingStand()]));

withPostgres('a storm of bookings on PostgreSQL, at two platforms', (server) =>
  storm(async () => {
    const database = await server().freshDatabase();
    return [await bookingStand(database), await bookingStand(database)];
  }),
);
