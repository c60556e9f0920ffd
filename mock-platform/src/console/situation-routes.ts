import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { followOrder } from '../alerts/situation.ts';
import { MunicipalityCode, Uuid } from '../protocol/basics.ts';
import type { PlatformContext } from '../server/context.ts';
import { callingOfficial } from './officials.ts';

const TownOrder = z.object({ municipality: MunicipalityCode, id: Uuid });
const order = '/console/towns/:municipality/orders/:id';

/** Tells a board when something of an order's situation has changed. */
export function situationRoutes(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(`${order}/changes`, { schema: { params: TownOrder } }, async (request, reply) => {
    const { municipality, id } = request.params;
    await callingOfficial(context, request, municipality);
    const changes = await followOrder(context, municipality, id);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.once('close', changes.stop);
    changes.start((version) => reply.raw.write(`event: changed\ndata: ${version}\n\n`));
    context.onClose(() => {
      reply.raw.end();
    });
  });
}
