import { randomInt, randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { CardTier } from '../../protocol/identity.ts';
import type { RelyingPartyScope } from '../../protocol/relying-parties.ts';
import type { IdentityTables } from '../tables.ts';
import { useTelevisionCode } from './television-codes.ts';

export type WaitingRequest = Selectable<IdentityTables['identity.federation_request']>;

/** Wrong numbers of a television before the request is given up. */
const mostAttempts = 5;

export interface NewRequest {
  interaction: string;
  relyingParty: string;
  scopes: readonly RelyingPartyScope[];
  tier: CardTier;
  expiresAt: Date;
}

/** The request behind a browser's interaction, made at the first look. */
export async function requestOf(tables: Kysely<IdentityTables>, asked: NewRequest): Promise<WaitingRequest> {
  await tables
    .insertInto('identity.federation_request')
    .values({
      id: randomUUID(),
      interaction: asked.interaction,
      relying_party: asked.relyingParty,
      scopes: asked.scopes.join(' '),
      tier: asked.tier,
      number: String(randomInt(10, 100)),
      box: null,
      state: 'unlinked',
      person: null,
      reached: null,
      expires_at: asked.expiresAt,
    })
    .onConflict((on) => on.column('interaction').doNothing())
    .execute();
  return tables
    .selectFrom('identity.federation_request')
    .selectAll()
    .where('interaction', '=', asked.interaction)
    .executeTakeFirstOrThrow();
}

/**
 * Sends a request to the television whose number was typed.
 * @param televisions `serves`: whether the contract covers that television; `arrived`: the request waits there now
 * @returns `elsewhere` when it does not; `denied` after too many numbers: the whole login has to begin again
 */
export async function sendToTelevision(
  tables: Kysely<IdentityTables>,
  request: Pick<WaitingRequest, 'id'>,
  typed: string,
  now: Date,
  televisions: { serves: (box: string) => Promise<boolean>; arrived: (box: string) => void },
): Promise<'waiting' | 'wrong' | 'elsewhere' | 'denied'> {
  // Counted before the number is looked at: several tries at once are several tries.
  const counted = await tables
    .updateTable('identity.federation_request')
    .set({ attempts: sql<number>`attempts + 1` })
    .where('id', '=', request.id)
    .where('state', '=', 'unlinked')
    .where('attempts', '<', mostAttempts)
    .returning('attempts')
    .executeTakeFirst();
  if (!counted) return 'denied';
  const named = await useTelevisionCode(tables, typed, now);
  const box = named && (await televisions.serves(named)) ? named : undefined;
  const state = box ? 'waiting' : counted.attempts >= mostAttempts ? 'denied' : undefined;
  if (!state) return named ? 'elsewhere' : 'wrong';
  await tables
    .updateTable('identity.federation_request')
    .set({ state, box: box ?? null })
    .where('id', '=', request.id)
    .where('state', '=', 'unlinked')
    .execute();
  if (box) televisions.arrived(box);
  return state;
}

/** Lets a request wait at this box whose number was typed there; undefined when it waits or has ended already. */
export function linkRequest(
  tables: Kysely<IdentityTables>,
  id: string,
  box: string,
): Promise<WaitingRequest | undefined> {
  return tables
    .updateTable('identity.federation_request')
    .set({ state: 'waiting', box })
    .where('id', '=', id)
    .where('state', '=', 'unlinked')
    .returningAll()
    .executeTakeFirst();
}

/** Requests that wait for a card at this box, oldest first. */
export function requestsAt(
  tables: Kysely<IdentityTables>,
  box: string,
  now: Date,
): Promise<WaitingRequest[]> {
  return tables
    .selectFrom('identity.federation_request')
    .selectAll()
    .where('box', '=', box)
    .where('state', '=', 'waiting')
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .execute();
}

/** Settles a waiting request of this box; of several at once one does. */
export function settleRequest(
  tables: Kysely<IdentityTables>,
  { id, box, now }: { id: string; box: string; now: Date },
  outcome: { state: 'denied' } | { state: 'approved'; person: string; reached: CardTier },
): Promise<WaitingRequest | undefined> {
  return tables
    .updateTable('identity.federation_request')
    .set(outcome)
    .where('id', '=', id)
    .where('box', '=', box)
    .where('state', '=', 'waiting')
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** Gives up a request from the side of the browser. @returns the box at which it waited */
export async function cancelRequest(tables: Kysely<IdentityTables>, id: string): Promise<string | undefined> {
  const cancelled = await tables
    .updateTable('identity.federation_request')
    .set({ state: 'denied' })
    .where('id', '=', id)
    .where('state', 'in', ['unlinked', 'waiting'])
    .returning('box')
    .executeTakeFirst();
  return cancelled?.box ?? undefined;
}
