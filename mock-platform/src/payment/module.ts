import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { malformed, PlatformError } from '../server/platform-error.ts';
import { paymentMigrations } from './migrations.ts';
import { mockProvider, mockProviderPages, signatureOf } from './mock-provider.ts';
import { provideProvider, providerSays } from './payments.ts';

/** What the provider tells of one of its pages; `id` counts once. */
const ProviderEvent = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(80)),
  session: z.string().check(z.minLength(1), z.maxLength(200)),
  kind: z.enum(['captured', 'failed']),
});

const secretName = 'payment-provider-events';

function isSigned(secret: Uint8Array, body: string, signature: unknown): boolean {
  const right = Buffer.from(signatureOf(secret, body));
  const given = Buffer.from(typeof signature === 'string' ? signature : '');
  return given.length === right.length && timingSafeEqual(given, right);
}

async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const secret = context.keys.readOrCreate(secretName, () => new Uint8Array(randomBytes(32)));
  await app.register(async (scope) => {
    // The signature is over the body's bytes, so it is read as text here.
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/payment/provider-events', async (request, reply) => {
      const text = String(request.body ?? '');
      if (!isSigned(secret, text, request.headers['x-signature'])) {
        throw new PlatformError(403, 'payment.signature');
      }
      let parsed: ReturnType<typeof ProviderEvent.safeParse>;
      try {
        parsed = ProviderEvent.safeParse(JSON.parse(text));
      } catch {
        throw malformed('', 'is not JSON');
      }
      if (!parsed.success) throw malformed('', 'is no event of a provider');
      if (!(await providerSays(context, parsed.data))) throw new PlatformError(404, 'payment.unknown');
      return reply.code(204).send();
    });
  });
  if (!context.configuration.demo) return;
  provideProvider(context, mockProvider(context));
  await app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 1024 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    mockProviderPages(scope, context, secret);
  });
}

/** Takes the fees that other modules ask for; see README.md. */
export const paymentModule: PlatformModule = { name: 'payment', migrations: paymentMigrations, routes };
