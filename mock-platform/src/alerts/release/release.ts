import type { Cancellation, DraftState } from '../../protocol/release.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { cancelOrder, updateOrder } from '../amend-order.ts';
import { issueOrder } from '../issue-order.ts';
import { type Actor, type DraftRow, lockDraft, record } from './drafts.ts';
import { needsTwoPersons } from './policy.ts';
import type { ReleaseTables } from './tables.ts';

const dueEveryMilliseconds = 2000;
/** Steps that no official took. */
const byItself = (municipality: string): Actor => ({ municipality, id: '', name: '自動' });

interface Approval {
  /** The version that the official has seen. */
  version: number;
  /** Why one official alone releases a live order. */
  override?: string;
}

/**
 * Approves a waiting order as it stands and releases it, now or at its time. Live orders need somebody else than their
 * writer, where the town asks for two persons; with `override` one official goes on alone, for the record.
 * @throws PlatformError 403 `draft.own`, 404 `draft.unknown`, 409 `draft.changed`, `draft.closed`
 */
export async function approveDraft(
  context: PlatformContext,
  actor: Actor,
  id: string,
  { version, override }: Approval,
): Promise<void> {
  const twoPersons = await needsTwoPersons(context, actor.municipality);
  const now = context.clock();
  const due = await context
    .tables<ReleaseTables>()
    .transaction()
    .execute(async (tables) => {
      const draft = await lockDraft(tables, actor.municipality, id, version);
      if (draft.state === 'released') return undefined;
      if (draft.state !== 'waiting' || (draft.waits_until !== null && draft.waits_until <= now)) {
        throw new PlatformError(409, 'draft.closed');
      }
      const alone = draft.status === 'live' && twoPersons && draft.writer === actor.id;
      if (alone && override === undefined) throw new PlatformError(403, 'draft.own');
      const approved = {
        state: 'approved' as const,
        approved_version: version,
        approved_by: actor.id,
        override_reason: override ?? null,
        two_persons: twoPersons,
        changed_at: now,
      };
      await tables.updateTable('alerts.draft').set(approved).where('id', '=', id).execute();
      await record(tables, actor, id, now, {
        what: override === undefined ? 'approved' : 'overridden',
        version,
        ...(override === undefined ? {} : { reason: override }),
      });
      return { ...draft, ...approved };
    });
  if (due !== undefined && (due.scheduled_for === null || due.scheduled_for <= now)) {
    await send(context, due, actor);
  }
}

/** Hands an approved order to the televisions; taken up again after a crash, it is still issued once. */
async function send(context: PlatformContext, draft: DraftRow, actor: Actor): Promise<void> {
  const { id, municipality, version, body, updates } = draft;
  try {
    const by = draft.approved_by ?? actor.id;
    if (updates === null) await issueOrder(context, municipality, by, body);
    else await updateOrder(context, municipality, by, updates, body);
  } catch (error) {
    // What cannot be issued any more goes back to who wrote it; an outage is tried again.
    if (error instanceof PlatformError && error.status < 500) {
      await close(context, actor, draft, 'returned', error.code);
    }
    throw error;
  }
  const at = context.clock();
  await context
    .tables<ReleaseTables>()
    .transaction()
    .execute(async (tables) => {
      const { numUpdatedRows } = await tables
        .updateTable('alerts.draft')
        .set({ state: 'released', changed_at: at })
        .where('id', '=', id)
        .where('version', '=', version)
        .where('state', '=', 'approved')
        .executeTakeFirstOrThrow();
      if (numUpdatedRows > 0n) await record(tables, actor, id, at, { what: 'released', version });
    });
}

async function close(
  context: PlatformContext,
  actor: Actor,
  { id, version, state }: DraftRow,
  into: Extract<DraftState, 'returned' | 'withdrawn' | 'expired'>,
  reason?: string,
): Promise<void> {
  const at = context.clock();
  await context
    .tables<ReleaseTables>()
    .transaction()
    .execute(async (tables) => {
      const { numUpdatedRows } = await tables
        .updateTable('alerts.draft')
        .set({ state: into, waits_until: null, changed_at: at })
        .where('id', '=', id)
        .where('version', '=', version)
        .where('state', '=', state)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new PlatformError(409, 'draft.changed');
      await record(tables, actor, id, at, {
        what: into,
        version,
        ...(reason === undefined ? {} : { reason }),
      });
    });
}

/**
 * Gives a waiting order back to its writer with a remark, or takes one's order back; also an approved one that is not due.
 * @throws PlatformError 404 `draft.unknown`, 409 `draft.changed`, `draft.closed`
 */
export async function closeDraft(
  context: PlatformContext,
  actor: Actor,
  id: string,
  version: number,
  into: 'returned' | 'withdrawn',
  reason?: string,
): Promise<void> {
  const draft = await context
    .tables<ReleaseTables>()
    .transaction()
    .execute((tables) => lockDraft(tables, actor.municipality, id, version));
  const open: readonly DraftState[] = ['writing', 'waiting', 'approved', 'returned'];
  if (!open.includes(draft.state)) throw new PlatformError(409, 'draft.closed');
  await close(context, actor, draft, into, reason);
}

/**
 * Takes an order off the televisions at once, by one official alone: `mistake` (誤報) or `over` (解除), for the record.
 * @throws PlatformError 404 `order.unknown`
 */
export async function withdrawOrder(
  context: PlatformContext,
  actor: Actor,
  id: string,
  why: Cancellation['why'],
): Promise<void> {
  const { isNew } = await cancelOrder(context, actor.municipality, actor.id, id);
  if (!isNew) return;
  await record(context.tables<ReleaseTables>(), actor, id, context.clock(), {
    what: `cancelled-${why}`,
    version: 1,
  });
}

/** Ends what waited too long and sends what is due: the same on every process, each order once. */
export async function tendDrafts(context: PlatformContext): Promise<void> {
  const tables = context.tables<ReleaseTables>();
  const now = context.clock();
  const late = await tables
    .selectFrom('alerts.draft')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('waits_until', '<=', now)
    .execute();
  for (const draft of late) {
    await close(context, byItself(draft.municipality), draft, 'expired').catch(() => undefined);
  }
  const due = await tables
    .selectFrom('alerts.draft')
    .selectAll()
    .where('state', '=', 'approved')
    .where((where) => where.or([where('scheduled_for', 'is', null), where('scheduled_for', '<=', now)]))
    .execute();
  for (const draft of due) await send(context, draft, byItself(draft.municipality)).catch(() => undefined);
}

/** Tends the drafts regularly, as long as the platform runs. */
export function tendRegularly(context: PlatformContext): void {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => tendDrafts(context)).catch(() => undefined);
  }, dueEveryMilliseconds);
  timer.unref();
  context.onClose(async () => {
    clearInterval(timer);
    await running;
  });
}
