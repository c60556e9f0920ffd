import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { onPaid, withdrawPayment } from '../payment/payments.ts';
import { Day, Uuid } from '../protocol/basics.ts';
import { BookingRequest } from '../protocol/booking.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { problemOf } from '../server/problems.ts';
import { daysOf, requireRoom, slotsOf } from './availability.ts';
import { book, cancel, ownBookings } from './bookings.ts';
import { facilitiesOf } from './facilities.ts';
import { confirmPaid } from './fees.ts';
import { bookingMigrations } from './migrations.ts';
import { publicRoutes } from './public-routes.ts';
import { BookingRefused } from './refused.ts';
import { bookerOf, serviceRoutes } from './service-routes.ts';
import { keepSweeping } from './sweep.ts';
import type { BookingTables } from './tables.ts';

const OneFacility = z.object({ facility: z.string().check(z.minLength(1), z.maxLength(40)) });
const OneDay = z.extend(OneFacility, { day: Day });
const OneBooking = z.object({ booking: Uuid });

/** `booking.taken` says which slots are free instead, beside the members of every problem. */
function answerTaken(scope: FastifyInstance): void {
  scope.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof BookingRefused) || error.alternatives === undefined) throw error;
    return reply
      .code(error.status)
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send({ ...problemOf(error.status, error.code), alternatives: error.alternatives });
  });
}

/** Cancelling needs no body: one that is announced as JSON and empty is none. */
function acceptEmptyBodies(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body, done);
  });
}

/** Endpoints of protocol/booking.ts: what is free is seen at every box of the town, booking takes a person. */
async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const { callers, clock } = context;
  const tables = context.tables<BookingTables>();
  await app.register(async (plain) => {
    answerTaken(plain);
    acceptEmptyBodies(plain);
    const scope = plain.withTypeProvider<ZodTypeProvider>();

    scope.get('/booking/facilities', async (request) => {
      const { municipality } = await callers.box(request, 'booking');
      return { facilities: await facilitiesOf(tables, municipality) };
    });

    scope.get('/booking/facilities/:facility/days', { schema: { params: OneFacility } }, async (request) => {
      const { municipality } = await callers.box(request, 'booking');
      const room = await requireRoom(tables, municipality, request.params.facility);
      return { days: await daysOf(tables, room, clock()) };
    });

    scope.get(
      '/booking/facilities/:facility/days/:day/slots',
      { schema: { params: OneDay } },
      async (request) => {
        const { municipality } = await callers.box(request, 'booking');
        const room = await requireRoom(tables, municipality, request.params.facility);
        return { slots: await slotsOf(tables, room, request.params.day, clock()) };
      },
    );

    scope.get('/booking/bookings', async (request) => {
      const { sub } = await callers.person(request, 'booking');
      return { bookings: await ownBookings(tables, sub, clock()) };
    });

    scope.post('/booking/bookings', { schema: { body: BookingRequest } }, async (request, reply) => {
      const caller = await callers.person(request, 'booking');
      const booking = await book(tables, bookerOf(caller), request.body, clock());
      context.trace({
        flow: booking.id,
        station: 'platform',
        what: 'POST /booking/bookings',
        verdict: 'booked',
      });
      return reply.code(201).send(booking);
    });

    scope.post('/booking/bookings/:booking/cancel', { schema: { params: OneBooking } }, async (request) => {
      const { sub } = await callers.person(request, 'booking');
      const { booking } = request.params;
      const ended = await cancel(tables, sub, booking, clock());
      await withdrawPayment(context, booking);
      return ended;
    });
    serviceRoutes(plain, context);
  });
  publicRoutes(app, context);
  onPaid(context, async (booking) => {
    await confirmPaid(context, booking);
  });
  keepSweeping(context);
}

/** Rooms of the towns and who uses them when. */
export const bookingModule: PlatformModule = { name: 'booking', migrations: bookingMigrations, routes };
