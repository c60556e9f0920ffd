import { sql, type Transaction } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { appendWithin } from '../audit/append.ts';
import { eventFact } from '../audit/record.ts';
import type { IdentityTables } from '../tables.ts';

type Tables = Transaction<IdentityTables>;

async function erase(tables: Tables, person: string): Promise<void> {
  await sql`delete from identity.surface_key as surface using identity.certificate as certificate
    where certificate.issuer_key = surface.issuer_key and certificate.serial = surface.serial
      and certificate.person = ${person}`.execute(tables);
  const owned = [
    'identity.person_key',
    'identity.certificate',
    'identity.signature_certificate',
    'identity.household_member',
    'identity.service_link',
    'identity.pin_use',
    'identity.protection',
    'identity.login_result',
    'identity.application',
  ] as const;
  // The key goes first: copies of the encrypted facts in backups say nothing without it.
  for (const table of owned) await tables.deleteFrom(table).where('person', '=', person).execute();
  await tables
    .updateTable('identity.application')
    .set({ guardian: null })
    .where('guardian', '=', person)
    .execute();
  await tables.deleteFrom('identity.federation_request').where('person', '=', person).execute();
  await sql`delete from identity.provider_record where payload ->> 'accountId' = ${person}`.execute(tables);
  // Consents, visits, notices and changes go with the person.
  await tables.deleteFrom('identity.person').where('id', '=', person).execute();
}

async function isLinkedElsewhere(tables: Tables, person: string, operator: string): Promise<boolean> {
  const found = await tables
    .selectFrom('identity.household_member')
    .select('operator')
    .where('person', '=', person)
    .where('to_at', 'is', null)
    .where('operator', '!=', operator)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** What one operator had of a person; what others have of the same person stays theirs (D6). */
async function eraseOf(tables: Tables, person: string, operator: string): Promise<void> {
  const owned = ['identity.household_member', 'identity.protection', 'identity.application'] as const;
  for (const table of owned) {
    await tables.deleteFrom(table).where('person', '=', person).where('operator', '=', operator).execute();
  }
}

/** Who asks for an erasure: staff of an operator, or the retention periods. */
export type EraseCaller = { operator: string; staff: string } | { by: 'retention' };

/**
 * Erases a person: data key, facts, certificates, links. With a household of another operator the person stays there, and
 * the operator who asked keeps nothing and is told nothing of it. The audit record stays, under a pseudonym that nothing
 * leads to any more. @param by who asked, for the audit record
 */
export async function erasePerson(context: PlatformContext, person: string, by: EraseCaller): Promise<void> {
  await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      // Persons are locked before the chain everywhere, so that nobody waits in a circle.
      await tables.selectFrom('identity.person').select('id').where('id', '=', person).forUpdate().execute();
      if ('operator' in by && (await isLinkedElsewhere(tables, person, by.operator))) {
        await eraseOf(tables, person, by.operator);
      } else await erase(tables, person);
      await appendWithin(tables, [eventFact(context, 'person.erased', { ...by, person })]);
    });
}
