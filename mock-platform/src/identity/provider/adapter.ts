import type { Kysely } from 'kysely';
import type { Adapter, AdapterFactory, AdapterPayload, ClientMetadata } from 'oidc-provider';
import { tokenExchangeGrant } from '../../protocol/tokens.ts';
import type { BoxRegister, Clock, RegisteredBox } from '../../server/context.ts';
import { contractFault, findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';
import { errors } from './library.ts';
import { relyingPartyClient } from './relying-party-client.ts';
import { storedRecords, useOnce } from './stored-records.ts';

/** A box as OAuth client: it proves itself with its registered key, and its tokens are bound to a DPoP key. */
export const clientOf = (box: RegisteredBox): ClientMetadata => ({
  client_id: box.box,
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'ES256',
  id_token_signed_response_alg: 'ES256',
  subject_type: 'public',
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

export interface AdapterParts {
  boxes: BoxRegister;
  tables: Kysely<IdentityTables>;
  clock: Clock;
}

/** @throws errors.UnauthorizedClient when the contract is not in force; its description begins with the code */
async function findClient(
  { boxes, tables, clock }: AdapterParts,
  id: string,
): Promise<AdapterPayload | undefined> {
  const box = await boxes.find(id);
  if (box) return box.blocked ? undefined : (clientOf(box) as AdapterPayload);
  const contract = await findRelyingParty(tables, id, clock());
  if (!contract) return undefined;
  const fault = contractFault(contract);
  if (fault) throw new errors.UnauthorizedClient(`${fault}: the contract of this client is not in force`);
  return relyingPartyClient(contract) as AdapterPayload;
}

/**
 * What the provider stores. Clients are the boxes of the register and the service providers under contract, so nothing
 * about them is kept twice; a blocked box is no client. Identifiers of used assertions and proofs count once at all
 * processes of the platform: this one remembers its own, the table those of all. Boxes' access tokens are JWTs and never
 * stored.
 */
export function createAdapter(parts: AdapterParts): AdapterFactory {
  const { tables, clock } = parts;
  const kept = new Map<string, Stored>();
  let sweepAt = 0;
  const sweep = (now: number) => {
    if (now < sweepAt) return;
    sweepAt = now + SWEEP_EVERY_MS;
    for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
  };
  return (model): Adapter => {
    const records = storedRecords(tables, model, clock);
    if (model === 'Client') return { ...records, find: (id) => findClient(parts, id) };
    if (model !== 'ReplayDetection') return records;
    return {
      ...records,
      async find(id) {
        const found = kept.get(id);
        return found && found.until > clock().getTime() ? found.payload : undefined;
      },
      async upsert(id, payload, expiresIn) {
        const now = clock().getTime();
        sweep(now);
        const until = now + (expiresIn ?? KEEP_SECONDS) * 1000;
        kept.set(id, { payload, until });
        if (!(await useOnce(tables, model, id, { now: new Date(now), until: new Date(until) })))
          throw new errors.InvalidRequest('the assertion or proof was used before');
      },
      async destroy(id) {
        kept.delete(id);
      },
    };
  };
}
