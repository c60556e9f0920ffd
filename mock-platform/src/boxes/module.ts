import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { BoxRegistration, BoxRegistrationRequest } from '../protocol/boxes.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { Attempts } from './attempts.ts';
import { migrations } from './migrations.ts';
import { registerBox } from './registration.ts';
import { openStream } from './stream.ts';

async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  await openStream(context);
  const attempts = new Attempts(context);
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/boxes/registrations',
      { schema: { body: BoxRegistrationRequest, response: { 201: BoxRegistration } } },
      async (request, reply) => {
        const registration = await attempts.run(request.ip, () => registerBox(context, request.body));
        return reply.code(201).send(registration);
      },
    );
}

/** Registration of boxes and their stream of messages. */
export const boxesModule: PlatformModule = { name: 'boxes', migrations, routes };
