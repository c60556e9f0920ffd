import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { DraftEntry, DraftEvent, WaitingOrder } from '../../protocol/release.ts';
import type { PlatformContext } from '../../server/context.ts';
import { malformed, PlatformError } from '../../server/platform-error.ts';
import { draftAudience } from '../issue-order.ts';
import type { ReleaseTables } from './tables.ts';

/** Who acts; the name goes into the record as it is on the day. */
export interface Actor {
  municipality: string;
  id: string;
  name: string;
}

type Store = Kysely<ReleaseTables> | Transaction<ReleaseTables>;
export type DraftRow = Selectable<ReleaseTables['alerts.draft']>;

/** An order that nobody released within this time is not what the situation asks for any more. */
const waitingMilliseconds = 60 * 60_000;
const furthestMilliseconds = 7 * 24 * 3600_000;
const listedMilliseconds = 7 * 24 * 3600_000;

/** Adds a step to the record of an order. */
export async function record(
  tables: Store,
  actor: Actor,
  draft: string,
  at: Date,
  step: Pick<DraftEvent, 'what' | 'version'> & { reason?: string },
): Promise<void> {
  const { municipality, id: by_id, name: by_name } = actor;
  const { what, version, reason = null } = step;
  await tables
    .insertInto('alerts.draft_event')
    .values({ draft, municipality, at, by_id, by_name, what, version, reason })
    .execute();
}

/** Locks one draft of a town. @throws PlatformError 404 `draft.unknown`, 409 `draft.changed` for another version */
export async function lockDraft(
  tables: Transaction<ReleaseTables>,
  municipality: string,
  id: string,
  version: number,
): Promise<DraftRow> {
  const found = await tables
    .selectFrom('alerts.draft')
    .selectAll()
    .where('id', '=', id)
    .where('municipality', '=', municipality)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new PlatformError(404, 'draft.unknown');
  if (found.version !== version) throw new PlatformError(409, 'draft.changed');
  return found;
}

async function refuseBadEntry(context: PlatformContext, municipality: string, entry: DraftEntry) {
  await draftAudience(context, municipality, entry.draft, '/draft');
  if (entry.scheduledFor === undefined) return;
  const ahead = Date.parse(entry.scheduledFor) - context.clock().getTime();
  if (ahead > furthestMilliseconds) throw malformed('/scheduledFor', 'More than a week ahead.');
}

/**
 * Keeps an order that an official writes, new or changed. Every change makes a new version and takes an approval away.
 * @throws PlatformError 400 `request.malformed`, 404 `draft.unknown`, 409 `draft.changed`, `draft.closed`, `order.id-used`
 */
export async function keepDraft(context: PlatformContext, actor: Actor, entry: DraftEntry): Promise<number> {
  const { municipality } = actor;
  await refuseBadEntry(context, municipality, entry);
  const { draft, submit } = entry;
  const now = context.clock();
  return context
    .tables<ReleaseTables>()
    .transaction()
    .execute(async (tables) => {
      const written = {
        status: draft.status,
        state: submit ? ('waiting' as const) : ('writing' as const),
        body: JSON.stringify(draft),
        updates: entry.updates ?? null,
        scheduled_for: entry.scheduledFor === undefined ? null : new Date(entry.scheduledFor),
        writer: actor.id,
        writer_name: actor.name,
        waits_until: submit ? new Date(now.getTime() + waitingMilliseconds) : null,
        changed_at: now,
        approved_version: null,
        approved_by: null,
        override_reason: null,
        two_persons: null,
      };
      let version = 1;
      if (entry.version === undefined) {
        const { numInsertedOrUpdatedRows } = await tables
          .insertInto('alerts.draft')
          .values({ id: draft.id, municipality, version, ...written })
          .onConflict((on) => on.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows === 0n) throw new PlatformError(409, 'order.id-used');
      } else {
        const before = await lockDraft(tables, municipality, draft.id, entry.version);
        if (['released', 'withdrawn', 'expired'].includes(before.state)) {
          throw new PlatformError(409, 'draft.closed');
        }
        version = before.version + 1;
        await tables
          .updateTable('alerts.draft')
          .set({ ...written, version })
          .where('id', '=', draft.id)
          .execute();
      }
      await record(tables, actor, draft.id, now, { what: submit ? 'submitted' : 'written', version });
      return version;
    });
}

const shown = (row: DraftRow, events: readonly ReleaseTables['alerts.draft_event'][]): WaitingOrder => ({
  id: row.id,
  state: row.state,
  version: row.version,
  draft: row.body,
  updates: row.updates,
  scheduledFor: row.scheduled_for?.toISOString() ?? null,
  writer: row.writer,
  writerName: row.writer_name,
  waitsUntil: row.waits_until?.toISOString() ?? null,
  history: events
    .filter(({ draft }) => draft === row.id)
    .map(({ at, by_name, what, version, reason }) => ({
      at: at.toISOString(),
      by: by_name,
      what,
      version,
      reason,
    })),
});

/** Orders of a town before and after their release with their records: open ones and those of the last week, newest first. */
export async function listDrafts(
  context: PlatformContext,
  municipality: string,
  id?: string,
): Promise<WaitingOrder[]> {
  const tables = context.tables<ReleaseTables>();
  const since = new Date(context.clock().getTime() - listedMilliseconds);
  const rows = await tables
    .selectFrom('alerts.draft')
    .selectAll()
    .where('municipality', '=', municipality)
    .where((where) =>
      id === undefined
        ? where.or([where('changed_at', '>', since), where('state', 'in', ['waiting', 'approved'])])
        : where('id', '=', id),
    )
    .orderBy('changed_at', 'desc')
    .limit(200)
    .execute();
  if (rows.length === 0) return [];
  const events = await tables
    .selectFrom('alerts.draft_event')
    .selectAll()
    .where(
      'draft',
      'in',
      rows.map(({ id: draft }) => draft),
    )
    .orderBy(sql`number`)
    .execute();
  return rows.map((row) => shown(row, events));
}

/** One of them. @throws PlatformError 404 `draft.unknown` */
export async function showDraft(
  context: PlatformContext,
  municipality: string,
  id: string,
): Promise<WaitingOrder> {
  const [found] = await listDrafts(context, municipality, id);
  if (found === undefined) throw new PlatformError(404, 'draft.unknown');
  return found;
}
