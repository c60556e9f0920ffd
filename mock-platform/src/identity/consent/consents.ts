import type { Kysely, Transaction } from 'kysely';
import type { RelyingPartyScope } from '../../protocol/relying-parties.ts';
import type { IdentityTables } from '../tables.ts';

type Tables = Kysely<IdentityTables> | Transaction<IdentityTables>;

export interface Consent {
  relyingParty: string;
  name: string;
  scopes: RelyingPartyScope[];
  sentence: string;
  from: Date;
}

const scopesOf = (text: string) => text.split(' ') as RelyingPartyScope[];

/** Scopes that the person has agreed to for this service provider; none without consent. */
export async function consentedScopes(
  tables: Tables,
  person: string,
  relyingParty: string,
): Promise<RelyingPartyScope[]> {
  const row = await tables
    .selectFrom('identity.consent')
    .select('scopes')
    .where('person', '=', person)
    .where('relying_party', '=', relyingParty)
    .where('to_at', 'is', null)
    .executeTakeFirst();
  return row ? scopesOf(row.scopes) : [];
}

/** Writes down what was agreed to; what was agreed to before still holds and stands in the same entry. */
export async function keepConsent(
  tables: Transaction<IdentityTables>,
  agreed: {
    person: string;
    relyingParty: string;
    scopes: readonly RelyingPartyScope[];
    sentence: string;
    now: Date;
  },
): Promise<void> {
  const { person, relyingParty, sentence, now } = agreed;
  const before = await consentedScopes(tables, person, relyingParty);
  const scopes = [...new Set([...before, ...agreed.scopes])];
  if (before.length === scopes.length) return;
  await endConsent(tables, person, relyingParty, now);
  await tables
    .insertInto('identity.consent')
    .values({
      person,
      relying_party: relyingParty,
      scopes: scopes.join(' '),
      sentence,
      from_at: now,
      to_at: null,
    })
    .execute();
}

/** @returns whether there was one to end */
export async function endConsent(
  tables: Tables,
  person: string,
  relyingParty: string,
  now: Date,
): Promise<boolean> {
  const ended = await tables
    .updateTable('identity.consent')
    .set({ to_at: now })
    .where('person', '=', person)
    .where('relying_party', '=', relyingParty)
    .where('to_at', 'is', null)
    .returning('person')
    .executeTakeFirst();
  return ended !== undefined;
}

/** All consents of a person that hold, newest first. */
export async function consentsOf(tables: Tables, person: string): Promise<Consent[]> {
  const rows = await tables
    .selectFrom('identity.consent as consent')
    .innerJoin('identity.relying_party as party', 'party.id', 'consent.relying_party')
    .select(['party.id', 'party.name', 'consent.scopes', 'consent.sentence', 'consent.from_at'])
    .where('consent.person', '=', person)
    .where('consent.to_at', 'is', null)
    .orderBy('consent.from_at', 'desc')
    .execute();
  return rows.map(({ id, name, scopes, sentence, from_at }) => ({
    relyingParty: id,
    name,
    scopes: scopesOf(scopes),
    sentence,
    from: from_at,
  }));
}

/** Everybody who has agreed that this scope be used for a service provider. */
export async function relyingPartiesAgreed(
  tables: Tables,
  person: string,
  scope: RelyingPartyScope,
): Promise<string[]> {
  const consents = await consentsOf(tables, person);
  return consents.filter(({ scopes }) => scopes.includes(scope)).map(({ relyingParty }) => relyingParty);
}
