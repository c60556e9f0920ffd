import type { Kysely } from 'kysely';
import type * as z from 'zod/mini';
import type { FourFacts as FourFactsSchema } from '../../protocol/identity.ts';
import type { PlatformContext } from '../../server/context.ts';
import { randomSecret } from '../../server/key-folder.ts';
import type { IdentityTables } from '../tables.ts';
import { currentMasterKey, masterKeyNamed } from './master-keys.ts';
import { seal, unseal } from './seal.ts';

export type FourFacts = z.infer<typeof FourFactsSchema>;

type Tables = Kysely<IdentityTables>;
type Needed = Pick<PlatformContext, 'keys' | 'clock'>;

const fields = ['name', 'address', 'birthDate', 'gender'] as const;

export const placeOfKey = (person: string, master: string): string => `person-key\n${person}\n${master}`;
const placeOfFact = (person: string, field: string): string => `fact\n${person}\n${field}`;

async function existingKey(
  tables: Tables,
  keys: Needed['keys'],
  person: string,
): Promise<Buffer | undefined> {
  const find = () =>
    tables
      .selectFrom('identity.person_key')
      .select(['master', 'wrapped'])
      .where('person', '=', person)
      .executeTakeFirst();
  let row = await find();
  // A rotation that ended after we looked has thrown the old key away; the second look finds the new one.
  if (row && !keys.read(row.master)) row = await find();
  if (!row) return undefined;
  const { key } = masterKeyNamed(keys, row.master);
  return unseal(key, placeOfKey(person, row.master), row.wrapped);
}

async function newKey(tables: Tables, context: Needed, person: string): Promise<Uint8Array> {
  const master = await currentMasterKey(tables, context.keys, context.clock());
  const key = randomSecret();
  await tables
    .insertInto('identity.person_key')
    .values({ person, master: master.name, wrapped: seal(master.key, placeOfKey(person, master.name), key) })
    .execute();
  return key;
}

/**
 * Keeps the four facts of a person, each encrypted with the person's own key, which is itself wrapped with the master key
 * of this installation. Replaces what was there.
 */
export async function keepFacts(
  tables: Tables,
  context: Needed,
  person: string,
  facts: FourFacts,
): Promise<void> {
  const key = (await existingKey(tables, context.keys, person)) ?? (await newKey(tables, context, person));
  const rows = fields.map((field) => ({
    person,
    field,
    sealed: seal(key, placeOfFact(person, field), Buffer.from(facts[field])),
  }));
  await tables
    .insertInto('identity.fact')
    .values(rows)
    .onConflict((on) =>
      on.columns(['person', 'field']).doUpdateSet((row) => ({ sealed: row.ref('excluded.sealed') })),
    )
    .execute();
}

/** The four facts of a person; undefined when none are kept. @throws SealBroken when they were changed */
export async function readFacts(
  tables: Tables,
  context: Pick<Needed, 'keys'>,
  person: string,
): Promise<FourFacts | undefined> {
  const key = await existingKey(tables, context.keys, person);
  if (!key) return undefined;
  const rows = await tables
    .selectFrom('identity.fact')
    .select(['field', 'sealed'])
    .where('person', '=', person)
    .execute();
  if (rows.length < fields.length) return undefined;
  const read = rows.map(({ field, sealed }) => [
    field,
    unseal(key, placeOfFact(person, field), sealed).toString('utf8'),
  ]);
  return Object.fromEntries(read) as FourFacts;
}
