import type { Kysely } from 'kysely';
import type { HealthLetter } from '../protocol/health.ts';
import type { HealthTables } from './tables.ts';

/** Keeps 医療費通知 and 差額通知 of a person; one with a known id replaces it. */
export async function storeLetters(
  tables: Kysely<HealthTables>,
  subject: string,
  letters: readonly HealthLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  const rows = letters.map(({ id, kind, day, ...body }) => ({
    subject,
    id,
    kind,
    day,
    body: JSON.stringify(body),
  }));
  await tables
    .insertInto('health.letter')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['subject', 'id']).doUpdateSet(({ ref }) => ({
        kind: ref('excluded.kind'),
        day: ref('excluded.day'),
        body: ref('excluded.body'),
      })),
    )
    .execute();
}

const shown = 60;

/** A person's letters, newest first. Each is for her alone: there is no view of a household. */
export async function lettersOf(tables: Kysely<HealthTables>, subject: string): Promise<HealthLetter[]> {
  const rows = await tables
    .selectFrom('health.letter')
    .select(({ cast }) => ['id', 'kind', 'body', cast<string>('day', 'text').as('day')])
    .where('subject', '=', subject)
    .orderBy('health.letter.day', 'desc')
    .orderBy('id')
    .limit(shown)
    .execute();
  return rows.map(({ body, ...letter }) => ({ ...letter, ...body }) as unknown as HealthLetter);
}
