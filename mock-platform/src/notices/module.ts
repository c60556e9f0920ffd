import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { PublicNotices } from '../protocol/notices.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { migrations } from './migrations.ts';
import { publicNotices } from './public-notices.ts';

function routes(app: FastifyInstance, context: PlatformContext): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/notices/public', { schema: { response: { 200: PublicNotices } } }, async (request) => {
      const { municipality } = await context.callers.box(request, 'notices');
      return { notices: await publicNotices(context, municipality) };
    });
}

/** News of the town for everyone at a registered television. */
export const noticesModule: PlatformModule = { name: 'notices', migrations, routes };
