import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { book, ownBookings } from '../../../../mock-platform/src/booking/bookings.ts';
import { addDays, dayOf } from '../../../../mock-platform/src/booking/calendar.ts';
import { registerBuildings } from '../../../../mock-platform/src/booking/facilities.ts';
import { bookingModule } from '../../../../mock-platform/src/booking/module.ts';
import type { BookingTables } from '../../../../mock-platform/src/booking/tables.ts';
import { bookingConsoleModule } from '../../../../mock-platform/src/console/booking/module.ts';
import { paymentModule } from '../../../../mock-platform/src/payment/module.ts';
import type { RunningPlatform } from '../../../../mock-platform/src/server/platform.ts';
import { browserMissing, openBrowser } from '../../../end-to-end/browser.ts';
import { coreModules } from '../../core-modules.ts';
import { startTestPlatform } from '../../platform.ts';
import { hiyori, miharashi, seedTwoTowns } from '../../two-towns.ts';
import { signIn } from '../desk.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('The town’s booking page', () => {
  let platform: RunningPlatform;
  let cookie: string;
  const tables = () => platform.context.tables<BookingTables>();
  const booker = { subject: 'hana-pairwise-subject', municipality: hiyori };
  const day = addDays(dayOf(new Date()), 3);
  const call = (path: string, fields?: Record<string, string>, as = cookie) =>
    fetch(`${platform.url}/console/towns/${path}`, {
      redirect: 'manual',
      headers: { cookie: as, origin: platform.url },
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    });

  beforeAll(async () => {
    platform = await startTestPlatform({
      modules: [...coreModules, paymentModule, bookingModule, bookingConsoleModule],
    });
    await seedTwoTowns(platform.context);
    const room = (id: string) => ({ id, room: id, note: '', capacity: 9, fee: 100, picture: 'gym' as const });
    const house = { name: '公民館', closing: { weekdays: [], yearly: [] } };
    await registerBuildings(tables(), [
      {
        ...house,
        id: 'h',
        municipality: hiyori,
        rooms: [{ ...room('asked'), rules: { approval: true } }, room('hall')],
      },
      { ...house, id: 'm', municipality: miharashi, rooms: [{ ...room('sea'), rules: { approval: true } }] },
    ]);
    cookie = await signIn(platform, hiyori, 'sato');
  }, 60_000);
  afterAll(() => platform.close());

  const wish = (facility: string, municipality = hiyori) => {
    const request = { facility, day, period: 'morning' as const, requestId: randomUUID() };
    return book(tables(), { ...booker, municipality }, request, new Date());
  };
  const status = async (id: string) =>
    (await ownBookings(tables(), booker.subject, new Date())).find((one) => one.id === id)?.status;

  it('lets staff decide on wishes of their own town alone', async () => {
    const own = await wish('asked');
    const foreign = await wish('sea', miharashi);
    const decide = (booking: string) => call(`${hiyori}/booking/decisions`, { booking, decision: 'approve' });
    expect((await decide(own.id)).status).toBe(303);
    expect(await status(own.id)).toBe('booked');
    expect((await decide(foreign.id)).status).toBe(404);
    expect(await status(foreign.id)).toBe('requested');
    expect((await call(`${hiyori}/booking/bookings.csv`, undefined, '')).status).toBe(401);
    expect((await call(`${miharashi}/booking/bookings.csv`)).status).toBe(401);
    expect(await (await call(`${hiyori}/booking/bookings.csv`)).text()).toContain('公民館,asked');
  });

  it('takes rooms as a shelter, draws lotteries and announces events from its forms', async () => {
    const own = await wish('hall');
    const closure = { room: 'hall', first: day, last: day, reason: 'ひなんじょに なります。' };
    expect((await call(`${hiyori}/booking/closures`, closure)).headers.get('location')).toContain(
      'said=closed',
    );
    expect(await status(own.id)).toBe('displaced');
    const next = addDays(day, 1);
    const lottery = {
      name: 'くじ',
      room: 'hall',
      period: 'morning',
      first: next,
      last: next,
      wins: '1',
      hours: '24',
    };
    const closes = `${addDays(dayOf(new Date()), -1)}T12:00`;
    const made = await call(`${hiyori}/booking/lotteries`, { ...lottery, closes });
    expect(made.headers.get('location')).toContain('said=announced');
    const again = await call(`${hiyori}/booking/lotteries`, { ...lottery, closes });
    expect(again.headers.get('location')).toContain('said=taken');
    const { id } = await tables().selectFrom('booking.lottery').select('id').executeTakeFirstOrThrow();
    expect((await call(`${hiyori}/booking/lotteries/${id}/draw`, {})).status).toBe(303);
    await expect
      .poll(async () => (await (await fetch(`${platform.url}/booking/lotteries/${id}/record`)).json()).seed)
      .toMatch(/^[0-9a-f]{64}$/);
  });

  it.skipIf(browserMissing)('shows changes by itself and is clean for assistive technology', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.context.newPage();
      const [name = '', value = ''] = cookie.split('=');
      await page.context().addCookies([{ name, value, url: `${platform.url}/console/towns/${hiyori}` }]);
      await page.goto(`${platform.url}/console/towns/${hiyori}/booking`);
      const { violations } = (await page.evaluate(`${axe}; axe.run()`)) as { violations: { id: string }[] };
      expect(violations.map(({ id }) => id)).toEqual([]);
      await wish('asked').catch(() => undefined);
      const request = { facility: 'asked', day, period: 'evening' as const, requestId: randomUUID() };
      await book(tables(), booker, request, new Date());
      await page.getByRole('button', { name: '承認する' }).first().waitFor({ timeout: 15_000 });
      await page.getByRole('button', { name: '承認する' }).first().click();
      await page.getByText('決めました。').waitFor();
    } finally {
      await browser.close();
    }
  });
});
