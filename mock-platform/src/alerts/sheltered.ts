import { sql } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import type { AlertsTables } from './tables.ts';

/**
 * A resident came to a shelter, or left it again (`present` false), at an instant. News that are older than what is known
 * change nothing, so that they may come late and twice.
 * @param subject pairwise, of the sector `town`
 */
export async function personSheltered(
  context: PlatformContext,
  municipality: string,
  subject: string,
  at: Date,
  present = true,
): Promise<void> {
  const until = present ? null : at;
  await sql`
    insert into alerts.sheltered as known (municipality, subject, since, until)
    values (${municipality}, ${subject}, ${at}::timestamptz, ${until}::timestamptz)
    on conflict (municipality, subject) do update set
      since = case when ${present}::boolean then excluded.since else known.since end,
      until = excluded.until
    where greatest(known.since, known.until) < excluded.since`.execute(context.tables<AlertsTables>());
}

/** Who of a town is at a shelter now, and since when. */
export async function shelteredNow(
  context: PlatformContext,
  municipality: string,
): Promise<ReadonlyMap<string, Date>> {
  const rows = await context
    .tables<AlertsTables>()
    .selectFrom('alerts.sheltered')
    .select(['subject', 'since'])
    .where('municipality', '=', municipality)
    .where('until', 'is', null)
    .execute();
  return new Map(rows.map(({ subject, since }) => [subject, since]));
}
