import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { listOrders, orderBoard } from '../alerts/board.ts';
import { cancelOrder, issueOrder } from '../alerts/issue-order.ts';
import { MunicipalityCode, Uuid } from '../protocol/basics.ts';
import {
  OfficialLogin,
  Officials,
  OrderBoard,
  OrderDraft,
  OrderSummary,
  TownDesk,
} from '../protocol/console.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { requireOwnOrigin } from '../server/own-addresses.ts';
import { PlatformError } from '../server/platform-error.ts';
import { townDesk } from './desk.ts';
import { migrations } from './migrations.ts';
import { officialsOf } from './officials.ts';
import { sendPage, servePageFiles } from './pages.ts';
import { callingOfficial, cookieOptions, openSession, sessionCookie } from './sessions.ts';

const Town = z.object({ municipality: MunicipalityCode });
const TownOrder = z.object({ municipality: MunicipalityCode, id: Uuid });
const OrderList = z.object({ orders: z.array(OrderSummary) });
const town = '/console/towns/:municipality';

/** Login without a proof of identity: for the demo's seeded officials only (D18). */
function demoLogin(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    `${town}/officials`,
    { schema: { params: Town, response: { 200: Officials } } },
    async ({ params }) => ({ officials: await officialsOf(context, params.municipality) }),
  );
  typed.post(
    `${town}/session`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: Town, body: OfficialLogin, response: { 200: TownDesk } },
    },
    async ({ params: { municipality }, body }, reply) => {
      const session = await openSession(context, municipality, body.official);
      if (session === undefined) throw new PlatformError(403, 'official.unknown');
      reply.setCookie(sessionCookie, session.token, cookieOptions(context, municipality));
      return townDesk(context, session.official);
    },
  );
}

function orders(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.post(
    `${town}/orders`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: Town, body: OrderDraft, response: { 200: OrderBoard, 201: OrderBoard } },
    },
    async (request, reply) => {
      const { municipality } = request.params;
      const official = await callingOfficial(context, request, municipality);
      const { id, isNew } = await issueOrder(context, municipality, official.id, request.body);
      return reply.code(isNew ? 201 : 200).send(await orderBoard(context, municipality, id));
    },
  );
  typed.get(`${town}/orders`, { schema: { params: Town, response: { 200: OrderList } } }, async (request) => {
    const { municipality } = request.params;
    await callingOfficial(context, request, municipality);
    return { orders: await listOrders(context, municipality) };
  });
  typed.get(
    `${town}/orders/:id`,
    { schema: { params: TownOrder, response: { 200: OrderBoard } } },
    async (request) => {
      const { municipality, id } = request.params;
      await callingOfficial(context, request, municipality);
      return orderBoard(context, municipality, id);
    },
  );
  typed.post(
    `${town}/orders/:id/cancel`,
    { onRequest: requireOwnOrigin, schema: { params: TownOrder, response: { 200: OrderBoard } } },
    async (request) => {
      const { municipality, id } = request.params;
      const official = await callingOfficial(context, request, municipality);
      await cancelOrder(context, municipality, official.id, id);
      return orderBoard(context, municipality, id);
    },
  );
}

async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  await app.register(fastifyCookie);
  await servePageFiles(app, context.configuration.demo);
  if (context.configuration.demo) demoLogin(app, context);
  // One address for people and for their page: a browser asks for HTML, the page for data.
  app.withTypeProvider<ZodTypeProvider>().get(town, { schema: { params: Town } }, async (request, reply) => {
    reply.header('vary', 'accept');
    if (request.headers.accept?.includes('text/html')) return sendPage(reply, 'town.html');
    const official = await callingOfficial(context, request, request.params.municipality);
    return reply.send(TownDesk.parse(await townDesk(context, official)));
  });
  orders(app, context);
}

/** Officials' pages and what they may ask; an official sees their own town only. */
export const consoleModule: PlatformModule = { name: 'console', migrations, routes };
