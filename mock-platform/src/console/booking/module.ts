import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { addDays, dayOf } from '../../booking/calendar.ts';
import { closeRooms, reopenRooms } from '../../booking/closures.ts';
import { announceEvent } from '../../booking/events.ts';
import { withdrawFees } from '../../booking/fees.ts';
import { registerGroup } from '../../booking/groups.ts';
import { announceLottery, runDraw } from '../../booking/lottery/desk.ts';
import { isTaken } from '../../booking/occupied.ts';
import { isClosed } from '../../booking/slots.ts';
import {
  bookingsCsv,
  decide,
  openClosures,
  requests,
  staffCalendar,
  staffLotteries,
  statistics,
} from '../../booking/staff.ts';
import type { BookingTables } from '../../booking/tables.ts';
import { takings } from '../../payment/payments.ts';
import { MunicipalityCode, Uuid } from '../../protocol/basics.ts';
import type { PlatformContext, PlatformModule } from '../../server/context.ts';
import { requireOwnOrigin } from '../../server/own-addresses.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { townName } from '../../town/register.ts';
import { callingOfficial } from '../officials.ts';
import { script, style } from './assets.ts';
import * as forms from './forms.ts';
import { ClosureForm, DecisionForm, EventForm, GroupForm, LotteryForm } from './forms.ts';
import { type DeskView, liveParts, staffPage } from './page.ts';

const Town = z.object({ municipality: MunicipalityCode });
const TownId = z.extend(Town, { id: Uuid });
const desk = '/console/towns/:municipality/booking';
const shownDays = 7;
const liveMilliseconds = 1_000;

/** Percent of draws that run in this process. */
type Progress = Map<string, number>;

async function deskView(
  context: PlatformContext,
  municipality: string,
  progress: Progress,
): Promise<DeskView> {
  const tables = context.tables<BookingTables>();
  const now = context.clock();
  const lotteries = await staffLotteries(tables, municipality);
  return {
    calendar: await staffCalendar(tables, municipality, dayOf(now), shownDays),
    requests: await requests(tables, municipality),
    figures: await statistics(tables, municipality, now),
    takings: await takings(context, municipality),
    closures: await openClosures(tables, municipality, now),
    lotteries: lotteries.map((lottery) => {
      const percent = progress.get(lottery.id);
      return percent === undefined ? lottery : { ...lottery, progress: percent };
    }),
    now,
  };
}

/** Looking: the page itself, its changes as they happen, the list for a spreadsheet. Every official of the town may. */
function pages(app: FastifyInstance, context: PlatformContext, progress: Progress): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(desk, { schema: { params: Town, querystring: forms.Said } }, async (request, reply) => {
    const { municipality } = request.params;
    const town = await townName(context, municipality);
    if (town === undefined) throw new PlatformError(404, 'town.unknown');
    let official: { name: string };
    try {
      official = await callingOfficial(context, request, municipality);
    } catch {
      return reply.redirect(`/console/towns/${municipality}`, 303);
    }
    const view = await deskView(context, municipality, progress);
    return reply
      .type('text/html; charset=utf-8')
      .send(staffPage(town, official.name, view, forms.sentences[request.query.said ?? 'nothing']));
  });
  typed.get(`${desk}/live`, { schema: { params: Town } }, async (request, reply) => {
    const { municipality } = request.params;
    await callingOfficial(context, request, municipality);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let before: Record<string, string> = {};
    while (!reply.raw.destroyed) {
      try {
        // A session that has ended hears nothing more.
        await callingOfficial(context, request, municipality);
        const parts = liveParts(await deskView(context, municipality, progress));
        const changed = Object.entries(parts).filter(([id, part]) => before[id] !== part);
        if (changed.length > 0) reply.raw.write(`data: ${JSON.stringify(Object.fromEntries(changed))}\n\n`);
        before = parts;
      } catch {
        reply.raw.end();
        return;
      }
      await wait(liveMilliseconds, undefined, { ref: false });
    }
  });
  typed.get(`${desk}/bookings.csv`, { schema: { params: Town } }, async (request, reply) => {
    const { municipality } = request.params;
    await callingOfficial(context, request, municipality);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="bookings.csv"')
      .send(`\uFEFF${await bookingsCsv(context.tables<BookingTables>(), municipality, context.clock())}`);
  });
  app.get('/console/booking.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  app.get('/console/booking.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
}

/** Changing something takes an official who may write; each answers with the page and what happened. */
function actions(app: FastifyInstance, context: PlatformContext, progress: Progress): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tables = context.tables<BookingTables>();
  const back = (municipality: string, said: forms.Sentence): string =>
    `/console/towns/${municipality}/booking?said=${said}`;

  typed.post(
    `${desk}/decisions`,
    { onRequest: requireOwnOrigin, schema: { params: Town, body: DecisionForm } },
    async (request, reply) => {
      const { municipality } = request.params;
      await callingOfficial(context, request, municipality, 'writer');
      const { booking, decision, reason = '' } = request.body;
      const refusal = { approve: false as const, reason: reason || '予約できませんでした。' };
      const answer = decision === 'approve' ? { approve: true as const } : refusal;
      await decide(tables, municipality, booking, answer, context.clock());
      return reply.redirect(back(municipality, 'decided'), 303);
    },
  );
  typed.post(
    `${desk}/closures`,
    { onRequest: requireOwnOrigin, schema: { params: Town, body: ClosureForm } },
    async (request, reply) => {
      const { municipality } = request.params;
      await callingOfficial(context, request, municipality, 'writer');
      const { room, reason, ...days } = request.body;
      const closure = { rooms: [room].flat(), reason, ...forms.spanOf(days) };
      const { displaced } = await closeRooms(tables, municipality, closure, context.clock());
      await withdrawFees(context, displaced);
      return reply.redirect(back(municipality, 'closed'), 303);
    },
  );
  typed.post(
    `${desk}/closures/:id/end`,
    { onRequest: requireOwnOrigin, schema: { params: TownId } },
    async (request, reply) => {
      const { municipality, id } = request.params;
      await callingOfficial(context, request, municipality, 'writer');
      const own = await openClosures(tables, municipality, context.clock());
      if (own.some(({ holder }) => holder === id)) await reopenRooms(tables, id);
      return reply.redirect(back(municipality, 'reopened'), 303);
    },
  );
  typed.post(
    `${desk}/lotteries`,
    { onRequest: requireOwnOrigin, schema: { params: Town, body: LotteryForm } },
    async (request, reply) => {
      const { municipality } = request.params;
      await callingOfficial(context, request, municipality, 'writer');
      const { room, period, first, last, name, wins, hours, closes } = request.body;
      const rows = await staffCalendar(tables, municipality, first, forms.daysFrom(first, last));
      const chosen = rows.filter((row) => [room].flat().includes(row.room.facility.id));
      const slots = chosen.flatMap(({ room: { facility, closing, hours: open } }) =>
        Array.from({ length: forms.daysFrom(first, last) }, (_, offset) => addDays(first, offset))
          .filter((day) => !isClosed(day, closing))
          .flatMap((day) =>
            [period].flat().flatMap((one) => (open[one] ? [{ room: facility.id, day, period: one }] : [])),
          ),
      );
      const draft = {
        name,
        slots,
        winsPerGroup: wins,
        confirmHours: hours,
        closesAt: forms.instantOf(closes),
      };
      try {
        if (slots.length > 0) await announceLottery(tables, municipality, draft, context.clock());
      } catch (error) {
        if (!isTaken(error)) throw error;
        return reply.redirect(back(municipality, 'taken'), 303);
      }
      return reply.redirect(back(municipality, slots.length > 0 ? 'announced' : 'nothing'), 303);
    },
  );
  typed.post(
    `${desk}/lotteries/:id/draw`,
    { onRequest: requireOwnOrigin, schema: { params: TownId } },
    async (request, reply) => {
      const { municipality, id } = request.params;
      await callingOfficial(context, request, municipality, 'writer');
      progress.set(id, 0);
      // The page follows the draw; a draw that fails can be started again.
      void runDraw(tables, municipality, id, context.clock(), (percent) => progress.set(id, percent))
        .catch(() => undefined)
        .finally(() => progress.delete(id));
      return reply.redirect(back(municipality, 'drawing'), 303);
    },
  );
  typed.post(
    `${desk}/events`,
    { onRequest: requireOwnOrigin, schema: { params: Town, body: EventForm } },
    async (request, reply) => {
      const { municipality } = request.params;
      await callingOfficial(context, request, municipality, 'writer');
      await announceEvent(tables, municipality, forms.eventOf(request.body));
      return reply.redirect(back(municipality, 'event'), 303);
    },
  );
  typed.post(
    `${desk}/groups`,
    { onRequest: requireOwnOrigin, schema: { params: Town, body: GroupForm } },
    async (request, reply) => {
      const { municipality } = request.params;
      await callingOfficial(context, request, municipality, 'writer');
      const { name, reduction } = request.body;
      const group = { name, reductionPercent: reduction };
      const { code } = await registerGroup(tables, municipality, group, context.clock());
      return reply.type('text/html; charset=utf-8').send(forms.groupPage(municipality, name, code));
    },
  );
}

async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const progress: Progress = new Map();
  await app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 32_768 },
      (_request, body, done) => done(null, forms.fieldsOf(String(body))),
    );
    pages(scope, context, progress);
    actions(scope, context, progress);
  });
}

/** Town staff's page for rooms, lotteries and events; it uses the sessions of the town console. */
export const bookingConsoleModule: PlatformModule = { name: 'booking-console', migrations: {}, routes };
