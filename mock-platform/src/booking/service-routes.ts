import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { Uuid } from '../protocol/basics.ts';
import { GroupCode, LotteryEntryRequest, PaymentRequest, WaitingRequest } from '../protocol/booking.ts';
import type { Caller, PlatformContext } from '../server/context.ts';
import { phoneAddress } from '../server/local-network/phone-address.ts';
import { accept, type Booker, requireOwn } from './bookings.ts';
import { applyFor, eventsOf } from './events.ts';
import { confirmPaid, pay, stateOf } from './fees.ts';
import { groupsOf, joinGroup } from './groups.ts';
import { renewLink } from './links.ts';
import { enterLottery, lotteriesOf } from './lottery/desk.ts';
import { BookingRefused } from './refused.ts';
import type { BookingTables } from './tables.ts';
import { stopWaiting, wait, waitingEntries } from './waiting.ts';

const OneBooking = z.object({ booking: Uuid });
const OneId = z.object({ id: Uuid });

export const bookerOf = ({ sub, municipality }: Caller): Booker => ({ subject: sub, municipality });

/** Waiting lists, offers, payment, lotteries, events, groups and addresses for the phone: all for a person's token. */
export function serviceRoutes(app: FastifyInstance, context: PlatformContext): void {
  const { callers, clock } = context;
  const tables = context.tables<BookingTables>();
  const scope = app.withTypeProvider<ZodTypeProvider>();
  const address = (path: string) => {
    const { address: url } = phoneAddress(context, path);
    return url === undefined ? {} : { url };
  };

  scope.post('/booking/bookings/:booking/accept', { schema: { params: OneBooking } }, async (request) => {
    const { sub } = await callers.person(request, 'booking');
    return accept(tables, sub, request.params.booking, clock());
  });
  scope.post(
    '/booking/bookings/:booking/payment',
    { schema: { params: OneBooking, body: PaymentRequest } },
    async (request) => {
      const { sub } = await callers.person(request, 'booking');
      const state = await pay(context, sub, request.params.booking, request.body);
      await confirmPaid(context, request.params.booking);
      return state;
    },
  );
  scope.get('/booking/bookings/:booking/payment', { schema: { params: OneBooking } }, async (request) => {
    const { sub } = await callers.person(request, 'booking');
    const state = await stateOf(context, sub, request.params.booking);
    await confirmPaid(context, request.params.booking);
    return state;
  });
  scope.post('/booking/bookings/:booking/permit', { schema: { params: OneBooking } }, async (request) => {
    const { sub } = await callers.person(request, 'booking');
    const { booking } = request.params;
    const { status } = await requireOwn(tables, sub, booking);
    if (status !== 'booked') throw new BookingRefused('booking.unknown');
    const secret = await renewLink(tables, sub, { kind: 'permit', booking }, clock());
    return address(`/booking/permits/${secret}`);
  });
  scope.post('/booking/calendar-link', async (request) => {
    const { sub } = await callers.person(request, 'booking');
    const secret = await renewLink(tables, sub, { kind: 'calendar' }, clock());
    return address(`/booking/calendars/${secret}`);
  });

  scope.get('/booking/waiting', async (request) => {
    const { sub } = await callers.person(request, 'booking');
    return { entries: await waitingEntries(tables, sub, clock()) };
  });
  scope.post('/booking/waiting', { schema: { body: WaitingRequest } }, async (request, reply) => {
    const caller = await callers.person(request, 'booking');
    return reply.code(201).send(await wait(tables, bookerOf(caller), request.body, clock()));
  });
  scope.post('/booking/waiting/:id/leave', { schema: { params: OneId } }, async (request) => {
    const { sub } = await callers.person(request, 'booking');
    await stopWaiting(tables, sub, request.params.id);
    return { entries: await waitingEntries(tables, sub, clock()) };
  });

  scope.get('/booking/lotteries', async (request) => ({
    lotteries: await lotteriesOf(tables, bookerOf(await callers.person(request, 'booking')), clock()),
  }));
  scope.post(
    '/booking/lotteries/:id/entries',
    { schema: { params: OneId, body: LotteryEntryRequest } },
    async (request, reply) => {
      const booker = bookerOf(await callers.person(request, 'booking'));
      const lottery = await enterLottery(tables, booker, request.params.id, request.body, clock());
      return reply.code(201).send(lottery);
    },
  );

  scope.get('/booking/events', async (request) => ({
    events: await eventsOf(tables, bookerOf(await callers.person(request, 'booking')), clock()),
  }));
  scope.post('/booking/events/:id/application', { schema: { params: OneId } }, async (request) =>
    applyFor(tables, bookerOf(await callers.person(request, 'booking')), request.params.id, 'apply', clock()),
  );
  scope.post('/booking/events/:id/withdrawal', { schema: { params: OneId } }, async (request) =>
    applyFor(
      tables,
      bookerOf(await callers.person(request, 'booking')),
      request.params.id,
      'withdraw',
      clock(),
    ),
  );

  scope.get('/booking/groups', async (request) => ({
    groups: await groupsOf(tables, bookerOf(await callers.person(request, 'booking'))),
  }));
  scope.post('/booking/groups', { schema: { body: GroupCode } }, async (request) => ({
    groups: await joinGroup(tables, bookerOf(await callers.person(request, 'booking')), request.body.code),
  }));
}
