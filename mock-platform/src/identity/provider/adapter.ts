import type { Adapter, AdapterFactory, AdapterPayload, ClientMetadata } from 'oidc-provider';
import { tokenExchangeGrant } from '../../protocol/tokens.ts';
import type { BoxRegister, Clock, RegisteredBox } from '../../server/context.ts';

/** A box as OAuth client: it proves itself with its registered key, and its tokens are bound to a DPoP key. */
export const clientOf = (box: RegisteredBox): ClientMetadata => ({
  client_id: box.box,
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'ES256',
  id_token_signed_response_alg: 'ES256',
  grant_types: ['client_credentials', tokenExchangeGrant],
  response_types: [],
  redirect_uris: [],
  dpop_bound_access_tokens: true,
  jwks: { keys: [{ ...box.publicKey, use: 'sig' }] },
});

interface Stored {
  payload: AdapterPayload;
  until: number;
}

const SWEEP_EVERY_MS = 60_000;
/** For what comes without a time to live. */
const KEEP_SECONDS = 3600;

/**
 * What the provider stores. Clients are the boxes of the register, so nothing about them is kept twice; a blocked box
 * is no client. The rest is in memory on purpose: access tokens are JWTs and never stored, and the identifiers of used
 * assertions and proofs matter only as long as those live (minutes); after a restart one could be shown again only to
 * someone who holds the box's keys, and login results are used up in SQL.
 */
export function createAdapter(boxes: BoxRegister, clock: Clock): AdapterFactory {
  const kept = new Map<string, Stored>();
  let sweepAt = 0;
  const sweep = (now: number) => {
    if (now < sweepAt) return;
    sweepAt = now + SWEEP_EVERY_MS;
    for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
  };
  return (model) => {
    const keyOf = (id: string) => `${model}/${id}`;
    const adapter: Adapter = {
      async find(id) {
        if (model === 'Client') {
          const box = await boxes.find(id);
          return box && !box.blocked ? (clientOf(box) as AdapterPayload) : undefined;
        }
        const found = kept.get(keyOf(id));
        return found && found.until > clock().getTime() ? found.payload : undefined;
      },
      async upsert(id, payload, expiresIn) {
        const now = clock().getTime();
        sweep(now);
        kept.set(keyOf(id), { payload, until: now + (expiresIn ?? KEEP_SECONDS) * 1000 });
      },
      async consume(id) {
        const found = kept.get(keyOf(id));
        if (found) found.payload.consumed = Math.floor(clock().getTime() / 1000);
      },
      async destroy(id) {
        kept.delete(keyOf(id));
      },
      // Sessions, user codes and grants do not exist here: no grant type of ours makes them.
      findByUid: async () => undefined,
      findByUserCode: async () => undefined,
      revokeByGrantId: async () => undefined,
    };
    return adapter;
  };
}
