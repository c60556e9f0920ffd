import type { FastifyInstance } from 'fastify';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { proofsRememberedMs } from './dpop.ts';
import { migrations } from './migrations.ts';
import { type TokensTables, UsedProofs } from './used-proofs.ts';

const purgeMilliseconds = 60_000;

const stores = new WeakMap<PlatformContext, UsedProofs>();

/** The used proofs of one running platform. */
export function usedProofs(context: PlatformContext): UsedProofs {
  const found = stores.get(context) ?? new UsedProofs(context.tables<TokensTables>(), proofsRememberedMs);
  stores.set(context, found);
  return found;
}

function routes(_app: FastifyInstance, context: PlatformContext): void {
  const purge = (): void =>
    void usedProofs(context)
      .purge(context.clock())
      .catch(() => undefined);
  const timer = setInterval(purge, purgeMilliseconds);
  timer.unref();
  context.onClose(() => clearInterval(timer));
}

/** What all processes of a platform must know of tokens: schema `tokens`. */
export const tokensModule: PlatformModule = { name: 'tokens', migrations, routes };
