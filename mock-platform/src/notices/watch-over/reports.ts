import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { WatchOverChoice, WatchOverName, WatchOverReport } from '../../protocol/watch-over.ts';
import type { PlatformContext } from '../../server/context.ts';
import type { Step } from './silence.ts';
import type { WatchOverTables } from './tables.ts';

/** Answers after which somebody has to do something: their report stays open until it was done. */
const asksForSomebody: ReadonlySet<WatchOverChoice> = new Set(['unwell', 'call']);

interface NewReport {
  resident: string;
  municipality: string;
  recipients: readonly WatchOverName[];
  at: Date;
}

/** Reports an answer to those whom the resident named, once; it ends what silence was reported before it. */
export async function reportAnswer(
  tables: Kysely<WatchOverTables>,
  { recipients, ...report }: NewReport,
  { answer, choice }: { answer: string; choice: WatchOverChoice },
): Promise<void> {
  await tables
    .insertInto('notices.watch_report')
    .values({
      ...report,
      id: randomUUID(),
      kind: 'answer',
      choice,
      hours: null,
      connected: null,
      recipients: JSON.stringify(recipients),
      about: answer,
      outcome: asksForSomebody.has(choice) ? null : 'well',
      closed_at: asksForSomebody.has(choice) ? null : report.at,
      closed_by: null,
    })
    .onConflict((on) => on.column('about').doNothing())
    .execute();
  await tables
    .updateTable('notices.watch_report')
    .set({ outcome: 'answered', closed_at: report.at })
    .where('resident', '=', report.resident)
    .where('kind', '=', 'silence')
    .where('outcome', 'is', null)
    .execute();
}

/** Reports silence, once for each question and step. @returns whether it was new */
export async function reportSilence(
  tables: Kysely<WatchOverTables>,
  { recipients, ...report }: NewReport,
  { question, hours, connected }: { question: string; hours: Step; connected: boolean },
): Promise<boolean> {
  const inserted = await tables
    .insertInto('notices.watch_report')
    .values({
      ...report,
      id: randomUUID(),
      kind: 'silence',
      choice: null,
      hours,
      connected,
      recipients: JSON.stringify(recipients),
      about: `${question} ${hours}`,
      outcome: null,
      closed_at: null,
      closed_by: null,
    })
    .onConflict((on) => on.column('about').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Reports about residents since an instant, newest first, by resident. */
export async function reportsAbout(
  context: PlatformContext,
  residents: readonly string[],
  since: Date,
): Promise<Map<string, WatchOverReport[]>> {
  if (residents.length === 0) return new Map();
  const rows = await context
    .tables<WatchOverTables>()
    .selectFrom('notices.watch_report')
    .selectAll()
    .where('resident', 'in', [...residents])
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .orderBy('hours', 'desc')
    .execute();
  const found = new Map<string, WatchOverReport[]>();
  for (const row of rows) {
    const report: WatchOverReport = {
      id: row.id,
      kind: row.kind,
      ...(row.choice === null ? {} : { choice: row.choice }),
      ...(row.hours === null ? {} : { hours: row.hours as Step }),
      ...(row.connected === null ? {} : { connected: row.connected }),
      to: row.recipients,
      at: row.at.toISOString(),
      ...(row.outcome === null ? {} : { outcome: row.outcome }),
    };
    found.set(row.resident, [...(found.get(row.resident) ?? []), report]);
  }
  return found;
}
