import type { Kysely } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { auditSubject } from '../audit/record.ts';
import { readFacts } from '../facts/store.ts';
import type { IdentityTables } from '../tables.ts';

const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;

interface Ended {
  source: string;
  from_at: Date;
  to_at: Date | null;
  end_reason: string | null;
}

const term = ({ source, from_at, to_at, end_reason }: Ended) => ({
  source,
  from: from_at.toISOString(),
  to: isoOf(to_at),
  endReason: end_reason,
});

const ownParties = (tables: Kysely<IdentityTables>, operator: string) =>
  tables.selectFrom('identity.relying_party').select('id').where('operator', '=', operator);

/** Entries that are the operator's: what its staff did, and what happened at its boxes and its service providers. */
async function ownEntries<T extends { record: Record<string, unknown> }>(
  { boxes, tables }: Pick<PlatformContext, 'boxes' | 'tables'>,
  entries: readonly T[],
  operator: string,
): Promise<T[]> {
  const parties = await ownParties(tables<IdentityTables>(), operator).execute();
  const own = new Set<unknown>(parties.map(({ id }) => id));
  const named = [...new Set(entries.map(({ record }) => record.box))].filter(
    (box) => typeof box === 'string',
  );
  const found = await Promise.all(named.map((box) => boxes.find(box)));
  const others = new Set(named.filter((_box, index) => found[index]?.operator !== operator));
  return entries.filter(
    ({ record }) =>
      (record.operator === undefined || record.operator === operator) &&
      (record.relyingParty === undefined || own.has(record.relyingParty)) &&
      !others.has(record.box as string),
  );
}

async function auditOf(context: PlatformContext, person: string, operator: string) {
  const tables = context.tables<IdentityTables>();
  const subject = auditSubject(context, person);
  const rows = await tables
    .selectFrom('identity.audit')
    .select(['at', 'kind', 'record'])
    .where('record', 'like', `%"person":"${subject}"%`)
    .orderBy('seq')
    .execute();
  const entries = rows.map(({ at, kind, record }) => ({
    at: at.toISOString(),
    kind,
    record: JSON.parse(record) as Record<string, unknown>,
  }));
  return (await ownEntries(context, entries, operator)).map(({ record, ...entry }) => ({
    ...entry,
    ...record,
  }));
}

/** Logins at service providers of this operator, what was agreed to for them, and what such providers were to hear. */
async function recordElsewhere(tables: Kysely<IdentityTables>, person: string, operator: string) {
  const own = ownParties(tables, operator);
  const applicationElsewhere = tables
    .selectFrom('identity.application')
    .select((of) => of.cast<string>('id', 'text').as('id'))
    .where('person', '=', person)
    .where('operator', '!=', operator);
  const [consents, visits, changes] = await Promise.all([
    tables
      .selectFrom('identity.consent')
      .selectAll()
      .where('person', '=', person)
      .where('relying_party', 'in', own)
      .execute(),
    tables
      .selectFrom('identity.federation_visit')
      .selectAll()
      .where('person', '=', person)
      .where('relying_party', 'in', own)
      .execute(),
    // New facts are known by the application that brought them; one at another operator is that operator's.
    tables
      .selectFrom('identity.change')
      .selectAll()
      .where('person', '=', person)
      .where('mark', 'not in', applicationElsewhere)
      .execute(),
  ]);
  return {
    consents: consents.map(({ relying_party, scopes, sentence, from_at, to_at }) => ({
      relyingParty: relying_party,
      scopes: scopes.split(' '),
      sentence,
      from: from_at.toISOString(),
      to: isoOf(to_at),
    })),
    visits: visits.map(({ relying_party, tier, began_at, ended_at, end_reason }) => ({
      relyingParty: relying_party,
      tier,
      from: began_at.toISOString(),
      to: isoOf(ended_at),
      endReason: end_reason,
    })),
    changes: changes.map(({ kind, at, detail }) => ({ kind, at: at.toISOString(), ...detail })),
  };
}

/**
 * What the platform's identity part keeps of one person and the operator may hand to them, as JSON (個人情報保護法 33条:
 * disclosure): nothing of other operators, and the facts only while the person is a customer here (D6). Certificates by
 * their terms alone, since serials leave `identity` to nobody. Other modules export what they keep under their own names.
 */
export async function personRecord(
  context: PlatformContext,
  person: string,
  operator: string,
): Promise<Record<string, unknown>> {
  const tables = context.tables<IdentityTables>();
  const [facts, certificates, signatures, households, services, protections, elsewhere, audit] =
    await Promise.all([
      readFacts(tables, context, person),
      tables.selectFrom('identity.certificate').selectAll().where('person', '=', person).execute(),
      tables.selectFrom('identity.signature_certificate').selectAll().where('person', '=', person).execute(),
      tables
        .selectFrom('identity.household_member')
        .selectAll()
        .where('person', '=', person)
        .where('operator', '=', operator)
        .execute(),
      tables.selectFrom('identity.service_link').selectAll().where('person', '=', person).execute(),
      tables
        .selectFrom('identity.protection')
        .selectAll()
        .where('person', '=', person)
        .where('operator', '=', operator)
        .execute(),
      recordElsewhere(tables, person, operator),
      auditOf(context, person, operator),
    ]);
  const isCustomer = households.some(({ to_at }) => to_at === null);
  return {
    facts: (isCustomer && facts) || null,
    certificates: certificates.map(term),
    signatureCertificates: signatures.map(term),
    households: households.map((row) => ({ household: row.household, ...term(row) })),
    services: services.map((row) => ({
      service: row.service,
      subject: context.pairwise(row.service, person),
      providerUser: row.provider_user,
      ...term(row),
    })),
    protections: protections.map(({ from_at, to_at }) => ({ from: isoOf(from_at), to: isoOf(to_at) })),
    ...(isCustomer ? elsewhere : {}),
    audit,
  };
}
