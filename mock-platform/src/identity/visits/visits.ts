import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { auditQueue } from '../audit/queue.ts';
import { eventFact } from '../audit/record.ts';
import { contractFault, findRelyingParty } from '../relying-parties/register.ts';
import { queueLogout, queueSignal } from '../signals/outbox.ts';
import type { IdentityTables } from '../tables.ts';
import { visitSeconds } from './period.ts';

export type Visit = Selectable<IdentityTables['identity.federation_visit']>;
export type VisitEnd =
  | 'card-removed'
  | 'signed-out'
  | 'expired'
  | 'consent-revoked'
  | 'contract-ended'
  | 'link-ended';

/**
 * Notes that a person is logged in at a service provider as long as the card lies on this box's reader. It begins with the
 * card's approval, before the browser goes on: a card that is taken in between ends it.
 */
export async function beginVisit(
  tables: Transaction<IdentityTables>,
  visit: Pick<Visit, 'id' | 'person' | 'box' | 'relying_party' | 'tier'>,
  now: Date,
): Promise<void> {
  await tables
    .insertInto('identity.federation_visit')
    .values({
      ...visit,
      grant_id: randomUUID(),
      began_at: now,
      ends_at: new Date(now.getTime() + visitSeconds * 1000),
      ended_at: null,
      end_reason: null,
    })
    .execute();
}

/** The visit that an approved request began, as long as it lasts. */
export function openVisit(tables: Kysely<IdentityTables>, id: string): Promise<Visit | undefined> {
  return tables
    .selectFrom('identity.federation_visit')
    .selectAll()
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** `sid` of the provider's session that a grant was given in, if it has got that far. */
async function sessionOf(tables: Kysely<IdentityTables>, { relying_party, grant_id }: Visit) {
  const { rows } = await sql<{ id: string; sid: string | null }>`
    select id, payload #>> array['authorizations', ${relying_party}, 'sid'] as sid
    from identity.provider_record where kind = 'Session'
      and payload #>> array['authorizations', ${relying_party}, 'grantId'] = ${grant_id}`.execute(tables);
  return rows[0];
}

/** Ends everything that hangs on the grant: session, codes, tokens, the grant itself. */
async function endGrant(
  tables: Kysely<IdentityTables>,
  grant: string,
  session: string | undefined,
): Promise<void> {
  await tables
    .deleteFrom('identity.provider_record')
    .where((of) =>
      of.or([
        of('grant_id', '=', grant),
        of.and({ kind: 'Grant', id: grant }),
        ...(session === undefined ? [] : [of.and({ kind: 'Session', id: session })]),
      ]),
    )
    .execute();
}

async function endVisit(context: PlatformContext, visit: Visit, reason: VisitEnd): Promise<boolean> {
  const now = context.clock();
  const ended = await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      const mine = await tables
        .updateTable('identity.federation_visit')
        .set({ ended_at: now, end_reason: reason })
        .where('id', '=', visit.id)
        .where('ended_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (!mine) return false;
      const session = await sessionOf(tables, visit);
      await endGrant(tables, visit.grant_id, session?.id);
      const { person, relying_party: relyingParty } = visit;
      const contract = await findRelyingParty(tables, relyingParty, now);
      if (contract?.logoutUri) {
        await queueLogout(tables, { relyingParty, person, sid: session?.sid ?? undefined, now });
      }
      await queueSignal(tables, { relyingParty, person, kind: 'session-ended', detail: { reason }, now });
      return true;
    });
  if (ended) {
    const { box, relying_party: relyingParty, person } = visit;
    await auditQueue(context).append(
      eventFact(context, 'federation.ended', { box, relyingParty, reason, person }),
    );
  }
  return ended;
}

/** Which open visits are meant; all conditions that are given hold. */
export interface VisitsMeant {
  box?: string;
  /** At any box of it. */
  household?: string;
  persons?: readonly string[];
  relyingParty?: string;
  /** Those that should have ended before this time. */
  overdueAt?: Date;
}

/**
 * Ends visits at service providers: their tokens are worth nothing from then on, and each provider is told (back-channel
 * logout, and `session-revoked` to those with a stream). @returns how many ended
 */
export async function endVisits(
  context: PlatformContext,
  { box, household, persons, relyingParty, overdueAt }: VisitsMeant,
  reason: VisitEnd,
): Promise<number> {
  if (persons?.length === 0) return 0;
  const visits = await context
    .tables<IdentityTables>()
    .selectFrom('identity.federation_visit')
    .selectAll()
    .where('ended_at', 'is', null)
    .$if(box !== undefined, (query) => query.where('box', '=', box!))
    .$if(persons !== undefined, (query) => query.where('person', 'in', [...persons!]))
    .$if(relyingParty !== undefined, (query) => query.where('relying_party', '=', relyingParty!))
    .$if(overdueAt !== undefined, (query) => query.where('ends_at', '<=', overdueAt!))
    .execute();
  let ended = 0;
  for (const visit of visits) {
    const isMeant = household === undefined || (await context.boxes.find(visit.box))?.household === household;
    if (isMeant && (await endVisit(context, visit, reason))) ended += 1;
  }
  return ended;
}

/** Persons of a household whom the town calls by this name. */
export async function personsCalled(
  context: PlatformContext,
  household: string,
  resident: string,
): Promise<string[]> {
  const rows = await context
    .tables<IdentityTables>()
    .selectFrom('identity.household_member')
    .select('person')
    .where('household', '=', household)
    .execute();
  return rows.map(({ person }) => person).filter((person) => context.pairwise('town', person) === resident);
}

/** Ends visits that have outlived their time, and those at providers whose contract has ended in the meantime. */
export async function endOverdueVisits(context: PlatformContext): Promise<void> {
  const tables = context.tables<IdentityTables>();
  const now = context.clock();
  await endVisits(context, { overdueAt: now }, 'expired');
  const parties = await tables
    .selectFrom('identity.federation_visit')
    .select('relying_party')
    .distinct()
    .where('ended_at', 'is', null)
    .execute();
  for (const { relying_party: relyingParty } of parties) {
    const contract = await findRelyingParty(tables, relyingParty, now);
    if (contract && contractFault(contract)) await endVisits(context, { relyingParty }, 'contract-ended');
  }
}
