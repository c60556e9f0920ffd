import type { Kysely, Selectable } from 'kysely';
import {
  type RelyingParty,
  type RelyingPartyEntry,
  RelyingPartyId,
  type RelyingPartyScope,
} from '../../protocol/relying-parties.ts';
import type { Clock } from '../../server/context.ts';
import { malformed, PlatformError } from '../../server/platform-error.ts';
import { keepTownStream } from '../signals/streams.ts';
import type { IdentityTables } from '../tables.ts';

type Tables = Kysely<IdentityTables>;
type Row = Selectable<IdentityTables['identity.relying_party']>;

/** The day it is in Japan, `YYYY-MM-DD`: contracts begin and end there. */
export const dayInJapan = (now: Date): string =>
  new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);

function stateOf({ from_on, to_on, ended_at }: Row, now: Date): RelyingPartyEntry['state'] {
  const today = dayInJapan(now);
  if (ended_at !== null || (to_on !== null && today > to_on)) return 'ended';
  return today < from_on ? 'not-begun' : 'in-force';
}

function entryOf(row: Row, now: Date): RelyingPartyEntry {
  return {
    id: row.id,
    operator: row.operator,
    name: row.name,
    ...(row.purpose === null ? {} : { purpose: row.purpose }),
    from: row.from_on,
    ...(row.to_on === null ? {} : { to: row.to_on }),
    scopes: row.scopes.split(' ') as RelyingPartyScope[],
    tier: row.tier,
    redirectUris: row.redirect_uris,
    deviceGrant: row.device_grant,
    jwks: row.jwks as unknown as RelyingParty['jwks'],
    sector: row.sector,
    ...(row.logout_uri === null ? {} : { logoutUri: row.logout_uri }),
    ...(row.signals_endpoint === null ? {} : { signalsEndpoint: row.signals_endpoint }),
    ...(row.municipality === null ? {} : { municipality: row.municipality }),
    state: stateOf(row, now),
  };
}

const codeOfState = { 'not-begun': 'contract.not-begun', ended: 'contract.ended' } as const;
/** Why a contract opens nothing today; undefined when it does. */
export const contractFault = ({ state }: RelyingPartyEntry) =>
  state === 'in-force' ? undefined : codeOfState[state];

/** The contract of a service provider, whatever its dates. */
export async function findRelyingParty(
  tables: Tables,
  id: string,
  now: Date,
): Promise<RelyingPartyEntry | undefined> {
  if (!RelyingPartyId.safeParse(id).success) return undefined;
  const row = await tables
    .selectFrom('identity.relying_party')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row && entryOf(row, now);
}

/** All contracts, or those of one operator. */
export async function listRelyingParties(
  tables: Tables,
  now: Date,
  operator?: string,
): Promise<RelyingPartyEntry[]> {
  const rows = await tables
    .selectFrom('identity.relying_party')
    .selectAll()
    .$if(operator !== undefined, (query) => query.where('operator', '=', operator!))
    .orderBy('id')
    .execute();
  return rows.map((row) => entryOf(row, now));
}

/** The contract of an operator with a municipality's register, if it is in force. */
export async function findTownContract(
  tables: Tables,
  { operator, municipality }: { operator: string; municipality: string },
  now: Date,
): Promise<RelyingPartyEntry | undefined> {
  const rows = await tables
    .selectFrom('identity.relying_party')
    .selectAll()
    .where('operator', '=', operator)
    .where('municipality', '=', municipality)
    .orderBy('id')
    .execute();
  return rows.map((row) => entryOf(row, now)).find((contract) => !contractFault(contract));
}

const townId = /^town-(\d{6})(-[a-z0-9-]+)?$/;

/** The audience of what a town is told says which town it is: nobody else may be called so. */
function checkTownId({ id, municipality }: RelyingParty): void {
  if (municipality === undefined && id.startsWith('town-')) {
    throw malformed('/id', 'Only municipalities are called so.');
  }
  if (municipality !== undefined && townId.exec(id)?.[1] !== municipality) {
    throw malformed('/id', `Must begin with town-${municipality}.`);
  }
}

/**
 * Writes a contract; one of the same id is replaced, and lives again if it had been ended. A municipality's
 * stream of change notices is made with it.
 * @throws PlatformError 400 `request.malformed`, 409 `contract.id-used` when another operator has the id
 */
export async function keepRelyingParty(
  context: { clock: Clock; tables<T>(): Kysely<T> },
  operator: string,
  contract: RelyingParty,
): Promise<void> {
  checkTownId(contract);
  const written = {
    operator,
    name: contract.name,
    purpose: contract.purpose ?? null,
    from_on: contract.from,
    to_on: contract.to ?? null,
    ended_at: null,
    scopes: [...new Set<string>(['openid', ...contract.scopes])].join(' '),
    tier: contract.tier,
    redirect_uris: JSON.stringify(contract.redirectUris),
    device_grant: contract.deviceGrant,
    jwks: JSON.stringify(contract.jwks),
    sector: contract.sector,
    logout_uri: contract.logoutUri ?? null,
    signals_endpoint: contract.signalsEndpoint ?? null,
    municipality: contract.municipality ?? null,
    changed_at: context.clock(),
  };
  const kept = await context
    .tables<IdentityTables>()
    .insertInto('identity.relying_party')
    .values({ id: contract.id, ...written })
    .onConflict((on) =>
      on.column('id').doUpdateSet(written).where('identity.relying_party.operator', '=', operator),
    )
    .returning('id')
    .executeTakeFirst();
  if (!kept) throw new PlatformError(409, 'contract.id-used');
  if (contract.municipality) await keepTownStream(context, contract);
}

/** Ends a contract now. @throws PlatformError 404 `contract.unknown` when it is not of this operator */
export async function endRelyingParty(
  context: { clock: Clock; tables<T>(): Kysely<T> },
  id: string,
  operator?: string,
): Promise<void> {
  const now = context.clock();
  const ended = await context
    .tables<IdentityTables>()
    .updateTable('identity.relying_party')
    .set({ ended_at: now, changed_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .$if(operator !== undefined, (query) => query.where('operator', '=', operator!))
    .returning('id')
    .executeTakeFirst();
  if (!ended) throw new PlatformError(404, 'contract.unknown');
}
