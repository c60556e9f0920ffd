import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceLottery, runDraw } from '../../../../mock-platform/src/booking/lottery/desk.ts';
import type { LotteryRecord } from '../../../../mock-platform/src/booking/lottery/record.ts';
import { verifyLottery } from '../../../../mock-platform/src/booking/lottery/verify.ts';
import { sweep } from '../../../../mock-platform/src/booking/sweep.ts';
import type { BookingTables } from '../../../../mock-platform/src/booking/tables.ts';
import type { Booking, LotterySummary } from '../../../../mock-platform/src/protocol/booking.ts';
import type { Stand } from '../harness.ts';
import { book, bookingStand, friday, get, hana, now, person, post } from '../scenes.ts';

let opened: Stand;
let id: string;
const residents = Array.from({ length: 6 }, (_, index) => person(`resident${index}`));
const tables = () => opened.context.tables<BookingTables>();
const slots = ['morning', 'afternoon'].map((period) => `hall:${friday}:${period}`);
const [morning = '', afternoon = ''] = slots;
const closes = new Date(now.getTime() + 3_600_000);
const record = async () => (await get(opened, undefined, `/booking/lotteries/${id}/record`)).body;
const enter = (caller: typeof hana, choices: string[][]) =>
  post(opened, caller, `/booking/lotteries/${id}/entries`, { choices });
const bookingsOf = async (caller: typeof hana): Promise<Booking[]> =>
  (await get(opened, caller, '/booking/bookings')).body.bookings;
const entryOf = async (caller: typeof hana): Promise<LotterySummary['own']> =>
  (await get(opened, caller, '/booking/lotteries')).body.lotteries[0].own;

beforeAll(async () => {
  opened = await bookingStand();
  id = await announceLottery(
    tables(),
    '990019',
    {
      name: '11月の 大広間',
      slots: [
        { room: 'hall', day: friday, period: 'morning' },
        { room: 'hall', day: friday, period: 'afternoon' },
      ],
      winsPerGroup: 1,
      confirmHours: 24,
      closesAt: closes,
    },
    now,
  );
}, 60_000);
afterAll(() => opened.close());

describe('a lottery at the town’s desk', () => {
  it('holds its slots and has its commitment out before the first entry, the seed nowhere', async () => {
    expect((await book(opened, hana, { period: 'morning' })).body.code).toBe('booking.taken');
    const before = await record();
    expect(before).toMatchObject({
      seedCommitment: expect.stringMatching(/^[0-9a-f]{64}$/),
      slots,
      entries: 0,
    });
    expect(before).not.toHaveProperty('entriesDigest');
    const { seed } = await tables().selectFrom('booking.lottery').select('seed').executeTakeFirstOrThrow();
    const shown = JSON.stringify([before, (await get(opened, hana, '/booking/lotteries')).body]);
    expect(shown).not.toContain(seed);
  });

  it('gives everyone one receipt number, however often the wishes change, and takes only what is drawn', async () => {
    const first = await enter(residents[0]!, [[morning]]);
    expect(first.status).toBe(201);
    const again = await enter(residents[0]!, [[morning, afternoon], [afternoon]]);
    expect(again.body.own).toEqual({ ...first.body.own, choices: [[morning, afternoon], [afternoon]] });
    for (const one of residents.slice(1)) await enter(one, [[morning], [afternoon]]);
    expect((await enter(hana, [['sea:2026-11-27:morning']])).body.code).toBe('booking.lottery-entry');
    const foreign = { ...hana, municipality: '990027' };
    expect((await enter(foreign, [[morning]])).body.code).toBe('booking.lottery-unknown');
    await expect(runDraw(tables(), '990019', id, now)).rejects.toMatchObject({
      code: 'booking.lottery-closed',
    });
  });

  it('publishes the digest at the close and the whole record at the draw, which anybody can recompute', async () => {
    opened.setNow(closes);
    expect((await enter(hana, [[morning]])).body.code).toBe('booking.lottery-closed');
    const closed = await record();
    const steps: number[] = [];
    const drawn = await runDraw(tables(), '990019', id, closes, (percent) => steps.push(percent));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(await runDraw(tables(), '990019', id, closes)).toEqual(drawn);
    const told: LotteryRecord = await record();
    expect(told).toMatchObject({
      seedCommitment: closed.seedCommitment,
      entriesDigest: closed.entriesDigest,
    });
    expect(verifyLottery(told)).toMatchObject({ ok: true, entries: 6, alternates: 6 - told.winners.length });
    for (const { sub } of residents) expect(JSON.stringify(told)).not.toContain(sub);
    const independent = fileURLToPath(new URL('recompute.py', import.meta.url));
    const recomputed = execFileSync('python3', [independent], {
      input: JSON.stringify(told),
      encoding: 'utf8',
    });
    const { entriesDigest, winners, alternates } = told;
    expect(JSON.parse(recomputed)).toEqual({ entriesDigest, winners, alternates });
  });

  it('moves the alternates up in their order when winners give back or let their time run out', async () => {
    const { winners, alternates }: LotteryRecord = await record();
    const byReceipt = new Map<string, typeof hana>();
    for (const one of residents) byReceipt.set((await entryOf(one))?.receipt ?? '', one);
    const who = (receipt: string | undefined) => byReceipt.get(receipt ?? '') as typeof hana;
    const winner = who(winners[0]?.entry);
    const offers = await bookingsOf(winner);
    expect(offers.map(({ status, origin }) => `${status} ${origin}`)).toEqual(
      winners[0]?.slots.map(() => 'offered lottery'),
    );
    expect(await entryOf(who(alternates[0]))).toMatchObject({ outcome: 'alternate', place: 1 });
    await post(opened, winner, `/booking/bookings/${offers[0]?.id}/cancel`);
    expect((await entryOf(winner))?.outcome).toBe('given-back');
    const next = residents.filter((one) => one !== winner);
    const moved = await Promise.all(next.map(async (one) => (await entryOf(one))?.outcome));
    expect(moved).toContain('won');
    const second = next[moved.indexOf('won')] as typeof hana;
    const [offer] = await bookingsOf(second);
    const accepted = await post(opened, second, `/booking/bookings/${offer?.id}/accept`);
    expect(accepted.body.status).toBe('booked');
    expect((await entryOf(second))?.outcome).toBe('confirmed');
    opened.setNow(new Date(closes.getTime() + 24 * 3_600_000));
    await sweep(opened.context);
    const outcomes = await Promise.all(residents.map(async (one) => (await entryOf(one))?.outcome));
    expect(outcomes.filter((outcome) => outcome === 'confirmed')).toHaveLength(1);
    expect(await bookingsOf(second)).toHaveLength((await entryOf(second))?.outcome === 'confirmed' ? 1 : 0);
  });
});
