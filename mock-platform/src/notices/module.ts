import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { boxServices } from '../boxes/services.ts';
import { PublicNotices } from '../protocol/notices.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { migrations } from './migrations.ts';
import { publicNotices } from './public-notices.ts';
import { storeWatchOverAnswer } from './watch-over/answers.ts';
import { openQuestions } from './watch-over/questions.ts';
import { watchOverRoutes } from './watch-over/routes.ts';
import { watchRegularly } from './watch-over/watch.ts';

function routes(app: FastifyInstance, context: PlatformContext): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/notices/public', { schema: { response: { 200: PublicNotices } } }, async (request) => {
      const { municipality } = await context.callers.box(request, 'notices');
      return { notices: await publicNotices(context, municipality) };
    });
  watchOverRoutes(app, context);
  boxServices(context).watchOver = {
    watchOver: openQuestions(context),
    watchOverAnswer: (box, statement) => storeWatchOverAnswer(context, box, statement),
  };
  watchRegularly(context);
}

/** News of the town for everyone at a registered television, and watching over those who agreed to it (S6). */
export const noticesModule: PlatformModule = { name: 'notices', migrations, routes };
