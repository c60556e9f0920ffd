import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { listOrders, orderBoard } from '../alerts/board.ts';
import { townBulletins } from '../alerts/cap/import/store.ts';
import { withdrawOrder } from '../alerts/release/release.ts';
import { orderSituation } from '../alerts/situation.ts';
import { visitCsv } from '../alerts/visit-list.ts';
import { MunicipalityCode, Uuid } from '../protocol/basics.ts';
import { TownBulletins } from '../protocol/bulletins.ts';
import { OrderBoard, OrderSummary, Recipients, TownDesk } from '../protocol/console.ts';
import { Cancellation } from '../protocol/release.ts';
import { OrderSituation } from '../protocol/situation.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { requireOwnOrigin } from '../server/own-addresses.ts';
import { recipients, townDesk } from './desk.ts';
import { loginRoutes } from './login/routes.ts';
import { masterRoutes } from './master-routes.ts';
import { migrations } from './migrations.ts';
import { callingOfficial, realmOfTown } from './officials.ts';
import { sendPage, servePageFiles } from './pages.ts';
import { releaseRoutes } from './release-routes.ts';
import { situationRoutes } from './situation-routes.ts';
import { welfareRoutes } from './welfare-routes.ts';

const Town = z.object({ municipality: MunicipalityCode });
const TownOrder = z.object({ municipality: MunicipalityCode, id: Uuid });
const OrderList = z.object({ orders: z.array(OrderSummary) });
const town = '/console/towns/:municipality';

/** What was sent, and what became of it. */
function orders(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
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
  typed.get(
    `${town}/orders/:id/situation`,
    { schema: { params: TownOrder, response: { 200: OrderSituation } } },
    async (request) => {
      const { municipality, id } = request.params;
      await callingOfficial(context, request, municipality);
      return orderSituation(context, municipality, id);
    },
  );
  typed.get(`${town}/orders/:id/visits.csv`, { schema: { params: TownOrder } }, async (request, reply) => {
    const { municipality, id } = request.params;
    await callingOfficial(context, request, municipality);
    const { visits } = await orderSituation(context, municipality, id);
    return reply
      .header('content-disposition', 'attachment; filename="visits.csv"')
      .type('text/csv; charset=utf-8')
      .send(visitCsv(visits));
  });
  typed.post(
    `${town}/orders/:id/cancel`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: TownOrder, body: Cancellation, response: { 200: OrderBoard } },
    },
    async (request) => {
      const { municipality, id } = request.params;
      const official = await callingOfficial(context, request, municipality, 'writer');
      await withdrawOrder(context, official, id, request.body.why);
      return orderBoard(context, municipality, id);
    },
  );
}

/** What other agencies say: for this page, never for a television (D8); and whom an order can be meant for. */
function surroundings(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    `${town}/bulletins`,
    { schema: { params: Town, response: { 200: TownBulletins } } },
    async (request) => {
      const { municipality } = request.params;
      await callingOfficial(context, request, municipality);
      return { bulletins: await townBulletins(context, municipality) };
    },
  );
  typed.get(
    `${town}/recipients`,
    { schema: { params: Town, response: { 200: Recipients } } },
    async (request) => {
      const { municipality } = request.params;
      await callingOfficial(context, request, municipality, 'writer');
      return recipients(context, municipality);
    },
  );
}

async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  await app.register(fastifyCookie);
  await servePageFiles(app, context.configuration.demo);
  loginRoutes(app, context, { path: town, params: Town, realmOf: realmOfTown });
  // One address for people and for their page: a browser asks for HTML, the page for data.
  app.withTypeProvider<ZodTypeProvider>().get(town, { schema: { params: Town } }, async (request, reply) => {
    reply.header('vary', 'accept');
    if (request.headers.accept?.includes('text/html')) return sendPage(reply, 'town.html');
    const official = await callingOfficial(context, request, request.params.municipality);
    return reply.send(TownDesk.parse(await townDesk(context, official)));
  });
  orders(app, context);
  releaseRoutes(app, context);
  situationRoutes(app, context);
  surroundings(app, context);
  masterRoutes(app, context);
  welfareRoutes(app, context);
}

/** Officials' pages and what they may ask; an official sees their own town only. */
export const consoleModule: PlatformModule = { name: 'console', migrations, routes };
