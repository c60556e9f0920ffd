import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { MunicipalityCode, Uuid } from '../../../protocol/basics.ts';
import type { PlatformContext } from '../../../server/context.ts';
import { PlatformError } from '../../../server/platform-error.ts';
import { xmlDeclaration } from '../write.ts';
import { atomFeed } from './atom.ts';
import { type PublishedOrders, publishedOrders } from './published-orders.ts';
import { publicTownCapKey } from './town-cap-key.ts';

const Town = z.object({ municipality: MunicipalityCode });
const TownOrder = z.object({ municipality: MunicipalityCode, id: Uuid });
const cacheSeconds = 10;

/** A public answer: kept by anybody for a few seconds, asked again by its tag. */
function send(
  request: FastifyRequest,
  reply: FastifyReply,
  tag: string,
  type: string,
  body: () => string,
): FastifyReply {
  const etag = `"${tag}"`;
  reply.headers({ etag, 'cache-control': `public, max-age=${cacheSeconds}` });
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(etag)) return reply.code(304).send();
  return reply.type(type).send(body());
}

async function ordersOf(context: PlatformContext, municipality: string): Promise<PublishedOrders> {
  const published = await publishedOrders(context, municipality);
  if (published === undefined) throw new PlatformError(404, 'town.unknown');
  return published;
}

/** The towns' orders for everybody, as CAP 1.2 signed by the town. */
export function capRoutes(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const config = { anyOrigin: true };
  typed.get('/alerts/cap/:municipality', { config, schema: { params: Town } }, async (request, reply) => {
    const { municipality } = request.params;
    const published = await ordersOf(context, municipality);
    const address = `${context.configuration.publicUrl}/alerts/cap/${municipality}`;
    const tag = `${municipality}-${published.newest}-${published.orders.length}`;
    return send(request, reply, tag, 'application/atom+xml; charset=utf-8', () =>
      atomFeed(published, address, context.clock()),
    );
  });
  typed.get(
    '/alerts/cap/:municipality/:id',
    { config, schema: { params: TownOrder } },
    async (request, reply) => {
      const { municipality, id } = request.params;
      const found = (await ordersOf(context, municipality)).orders.find(({ order }) => order.id === id);
      if (found === undefined) throw new PlatformError(404, 'order.unknown');
      return send(
        request,
        reply,
        id,
        'application/cap+xml; charset=utf-8',
        () => `${xmlDeclaration}${found.xml}\n`,
      );
    },
  );
  typed.get('/alerts/cap/:municipality/key', { config, schema: { params: Town } }, async (request, reply) => {
    const { municipality } = request.params;
    await ordersOf(context, municipality);
    return reply.type('application/x-pem-file').send(publicTownCapKey(context, municipality));
  });
}
