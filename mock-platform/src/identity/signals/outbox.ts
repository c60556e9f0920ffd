import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { IdentityTables } from '../tables.ts';
import { type ChangeKind, typesOfKind, verificationEvent } from './events.ts';

type Tables = Kysely<IdentityTables> | Transaction<IdentityTables>;

interface Queued {
  relyingParty: string;
  person: string | undefined;
  now: Date;
}

async function queue(
  tables: Tables,
  { relyingParty, person, now }: Queued,
  what: { kind: 'event' | 'logout'; event: string; detail: Record<string, unknown> },
): Promise<void> {
  await tables
    .insertInto('identity.delivery')
    .values({
      id: randomUUID(),
      relying_party: relyingParty,
      kind: what.kind,
      person: person ?? null,
      event: what.event,
      detail: JSON.stringify(what.detail),
      at: now,
      state: 'waiting',
      next_at: now,
      error: null,
      done_at: null,
    })
    .execute();
}

/** Puts a back-channel logout into the outbox. */
export const queueLogout = (tables: Tables, logout: Queued & { sid: string | undefined }): Promise<void> =>
  queue(tables, logout, { kind: 'logout', event: 'logout', detail: logout.sid ? { sid: logout.sid } : {} });

/** Puts a change notice into the outbox, if the service provider has a stream that takes its kind. */
export async function queueSignal(
  tables: Tables,
  signal: Queued & { kind: ChangeKind; detail: Record<string, unknown> },
): Promise<void> {
  const { relyingParty, kind, detail } = signal;
  const stream = await tables
    .selectFrom('identity.signal_stream')
    .select(['events', 'status'])
    .where('relying_party', '=', relyingParty)
    .executeTakeFirst();
  const taken = stream?.events.split(' ') ?? [];
  if (!stream || stream.status === 'disabled') return;
  if (!typesOfKind[kind].some((type) => taken.includes(type))) return;
  await queue(tables, signal, { kind: 'event', event: kind, detail });
}

/** Puts a verification event into the outbox, by which a receiver sees that its stream works (SSF 1.0 §8.1.4). */
export const queueVerification = (
  tables: Tables,
  about: { relyingParty: string; now: Date },
  state: string | undefined,
): Promise<void> =>
  queue(
    tables,
    { ...about, person: undefined },
    { kind: 'event', event: verificationEvent, detail: state === undefined ? {} : { state } },
  );
