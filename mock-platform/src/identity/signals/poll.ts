import type { PollAnswer, PollRequest } from '../../protocol/signals.ts';
import type { PlatformContext } from '../../server/context.ts';
import type { IdentityTables } from '../tables.ts';
import type { SecurityEvents, Stream } from './security-event.ts';

const longestWaitMs = 20_000;
const lookEveryMs = 500;
const usualMost = 20;

/** Takes note of what the receiver took, and of what it could not. */
async function settle(
  context: PlatformContext,
  stream: Stream,
  { ack, setErrs }: PollRequest,
): Promise<void> {
  const done = async (ids: readonly string[], state: 'done' | 'dead', error: string | null) => {
    if (ids.length === 0) return;
    await context
      .tables<IdentityTables>()
      .updateTable('identity.delivery')
      .set({ state, done_at: context.clock(), error })
      .where('id', 'in', [...ids])
      .where('relying_party', '=', stream.relying_party)
      .where('kind', '=', 'event')
      .where('state', '=', 'waiting')
      .execute();
  };
  await done(ack ?? [], 'done', null);
  for (const [id, { err }] of Object.entries(setErrs ?? {})) await done([id], 'dead', err);
}

async function waiting(
  context: PlatformContext,
  events: SecurityEvents,
  stream: Stream,
  most: number,
): Promise<PollAnswer> {
  const tables = context.tables<IdentityTables>();
  const rows = await tables
    .selectFrom('identity.delivery')
    .selectAll()
    .where('relying_party', '=', stream.relying_party)
    .where('kind', '=', 'event')
    .where('state', '=', 'waiting')
    .orderBy('at')
    .orderBy('id')
    .limit(most + 1)
    .execute();
  const sets: Record<string, string> = {};
  for (const row of rows.slice(0, most)) {
    const token = await events.event(row, stream);
    if (token) sets[row.id] = token;
    else
      await tables.updateTable('identity.delivery').set({ state: 'done' }).where('id', '=', row.id).execute();
  }
  return { sets, ...(rows.length > most ? { moreAvailable: true } : {}) };
}

/**
 * Hands over what waits for a stream that polls (RFC 8936): each notice again and again until it is acknowledged.
 * @param goesOn whether the receiver still listens
 */
export async function poll(
  context: PlatformContext,
  events: SecurityEvents,
  stream: Stream,
  request: PollRequest,
  goesOn: () => boolean,
): Promise<PollAnswer> {
  await settle(context, stream, request);
  const most = request.maxEvents ?? usualMost;
  if (stream.method !== 'poll' || stream.status !== 'enabled' || most === 0) return { sets: {} };
  const until = Date.now() + (request.returnImmediately ? 0 : longestWaitMs);
  for (;;) {
    const answer = await waiting(context, events, stream, most);
    if (Object.keys(answer.sets).length > 0 || Date.now() >= until || !goesOn()) return answer;
    await new Promise((next) => setTimeout(next, lookEveryMs));
  }
}
