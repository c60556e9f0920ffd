import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { MunicipalityCode, Uuid } from '../protocol/basics.ts';
import type { PlatformContext } from '../server/context.ts';
import { sendPlainPage } from '../server/plain-page.ts';
import { daysOf, requireRoom } from './availability.ts';
import { facilitiesOf } from './facilities.ts';
import { calendarBehind, permittedBooking } from './links.ts';
import { drawOf, requireLottery } from './lottery/desk.ts';
import { entriesDigest } from './lottery/draw.ts';
import { permitPage } from './permit.ts';
import type { BookingTables } from './tables.ts';

const Secret = z.object({ secret: z.string().check(z.regex(/^[A-Za-z0-9_-]{32}$/)) });
const SecretBooking = z.extend(Secret, { booking: Uuid });
const Town = z.object({ municipality: MunicipalityCode });
const TownRoom = z.extend(Town, { facility: z.string().check(z.minLength(1), z.maxLength(40)) });
const OneLottery = z.object({ id: Uuid });

const calendarType = 'text/calendar; charset=utf-8';

/** What needs no login: free rooms, lotteries for everybody to recompute; and what stands behind a secret address. */
export function publicRoutes(app: FastifyInstance, context: PlatformContext): void {
  const { clock } = context;
  const tables = context.tables<BookingTables>();
  const scope = app.withTypeProvider<ZodTypeProvider>();

  scope.get('/booking/towns/:municipality/facilities', { schema: { params: Town } }, async ({ params }) => ({
    facilities: await facilitiesOf(tables, params.municipality),
  }));
  scope.get(
    '/booking/towns/:municipality/facilities/:facility/days',
    { schema: { params: TownRoom } },
    async ({ params }) => ({
      days: await daysOf(tables, await requireRoom(tables, params.municipality, params.facility), clock()),
    }),
  );

  scope.get('/booking/lotteries/:id/record', { schema: { params: OneLottery } }, async ({ params }) => {
    const lottery = await requireLottery(tables, params.id);
    if (lottery.record !== null) return lottery.record;
    const { entries, ...draw } = await drawOf(tables, lottery);
    const closed = lottery.closes_at <= clock();
    return {
      ...draw,
      closesAt: lottery.closes_at.toISOString(),
      entries: entries.length,
      // From the moment it is final, and before the seed is known.
      ...(closed ? { entriesDigest: entriesDigest(entries) } : {}),
    };
  });

  scope.get('/booking/calendars/:secret', { schema: { params: Secret } }, async ({ params }, reply) =>
    reply.type(calendarType).send(await calendarBehind(tables, params.secret, clock())),
  );
  scope.get(
    '/booking/calendars/:secret/:booking',
    { schema: { params: SecretBooking } },
    async ({ params }, reply) =>
      reply
        .type(calendarType)
        .header('content-disposition', 'attachment; filename="booking.ics"')
        .send(await calendarBehind(tables, params.secret, clock(), params.booking)),
  );
  scope.get('/booking/permits/:secret', { schema: { params: Secret } }, async ({ params }, reply) => {
    const row = await permittedBooking(tables, params.secret);
    return sendPlainPage(reply, '施設利用許可書', permitPage(row, row.building_name));
  });
}
