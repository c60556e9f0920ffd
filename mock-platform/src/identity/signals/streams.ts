import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { RelyingParty, RelyingPartyEntry } from '../../protocol/relying-parties.ts';
import {
  pollMethod,
  pushMethod,
  type StreamConfiguration,
  type StreamRequest,
  type StreamStatus,
} from '../../protocol/signals.ts';
import type { PlatformContext } from '../../server/context.ts';
import { malformed, PlatformError } from '../../server/platform-error.ts';
import type { IdentityTables } from '../tables.ts';
import { sealAuthorization } from './authorization.ts';
import { eventTypes, supportedEvents } from './events.ts';
import type { Stream } from './security-event.ts';

/** Least time between two verification events of one stream, seconds. */
export const verificationSeconds = 10;
export const pollPath = '/identity/signals/poll';

/** The stream of a service provider: it has at most one. */
export function streamOf(tables: Kysely<IdentityTables>, relyingParty: string): Promise<Stream | undefined> {
  return tables
    .selectFrom('identity.signal_stream')
    .selectAll()
    .where('relying_party', '=', relyingParty)
    .executeTakeFirst();
}

/** @throws PlatformError 404 `signals.stream-unknown` when it has none, or means another */
export async function ownStream(
  tables: Kysely<IdentityTables>,
  { id }: RelyingPartyEntry,
  meant?: string,
): Promise<Stream> {
  const stream = await streamOf(tables, id);
  if (!stream || (meant !== undefined && stream.id !== meant)) {
    throw new PlatformError(404, 'signals.stream-unknown');
  }
  return stream;
}

/** What a request says about delivery and events, checked against the contract: nothing is pushed anywhere else. */
function wanted(
  keys: PlatformContext['keys'],
  contract: RelyingPartyEntry,
  stream: string,
  { delivery, events_requested: events, description }: StreamRequest,
) {
  if (delivery?.method === pushMethod && delivery.endpoint_url !== contract.signalsEndpoint) {
    throw malformed('/delivery/endpoint_url', 'Not the address of the contract');
  }
  const isPush = delivery?.method === pushMethod;
  const header = isPush ? delivery.authorization_header : undefined;
  return {
    ...(delivery
      ? {
          method: isPush ? ('push' as const) : ('poll' as const),
          endpoint: isPush ? delivery.endpoint_url : null,
          authorization_sealed: header === undefined ? null : sealAuthorization(keys, stream, header),
        }
      : {}),
    ...(events ? { events: events.filter((type) => supportedEvents.includes(type)).join(' ') } : {}),
    ...(description === undefined ? {} : { description }),
  };
}

/** Makes the stream of a service provider. @throws PlatformError 409 `signals.stream-known` */
export async function makeStream(
  { tables, keys, clock }: PlatformContext,
  contract: RelyingPartyEntry,
  request: StreamRequest,
): Promise<Stream> {
  const id = randomUUID();
  const made = await tables<IdentityTables>()
    .insertInto('identity.signal_stream')
    .values({
      id,
      relying_party: contract.id,
      method: 'poll',
      endpoint: null,
      authorization_sealed: null,
      events: supportedEvents.join(' '),
      description: null,
      status: 'enabled',
      reason: null,
      created_at: clock(),
      ...wanted(keys, contract, id, request),
    })
    .onConflict((on) => on.column('relying_party').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!made) throw new PlatformError(409, 'signals.stream-known');
  return made;
}

/**
 * A municipality's register has its stream from its contract: enrolments are pushed to the address that stands there. One
 * that the municipality has changed itself keeps its events and its state.
 */
export async function keepTownStream(
  { clock, tables }: Pick<PlatformContext, 'clock' | 'tables'>,
  { id: relying_party, signalsEndpoint }: RelyingParty,
): Promise<void> {
  if (signalsEndpoint === undefined) return;
  const pushed = { method: 'push' as const, endpoint: signalsEndpoint };
  await tables<IdentityTables>()
    .insertInto('identity.signal_stream')
    .values({
      id: randomUUID(),
      relying_party,
      ...pushed,
      authorization_sealed: null,
      events: eventTypes.residentEnrolled,
      description: null,
      status: 'enabled',
      reason: null,
      created_at: clock(),
    })
    .onConflict((on) => on.column('relying_party').doUpdateSet(pushed))
    .execute();
}

/** Changes what the request names. @throws PlatformError 404 `signals.stream-unknown` */
export async function changeStream(
  { tables, keys }: PlatformContext,
  contract: RelyingPartyEntry,
  { stream_id, ...request }: StreamRequest & { stream_id: string },
): Promise<Stream> {
  const { id, description } = await ownStream(tables(), contract, stream_id);
  return tables<IdentityTables>()
    .updateTable('identity.signal_stream')
    .set({ description, ...wanted(keys, contract, id, request) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Ends a stream; what still waited for it is not sent. */
export async function endStream({ tables }: PlatformContext, stream: Stream): Promise<void> {
  await tables<IdentityTables>()
    .transaction()
    .execute(async (transaction) => {
      await transaction.deleteFrom('identity.signal_stream').where('id', '=', stream.id).execute();
      await dropWaiting(transaction, stream);
    });
}

const dropWaiting = (tables: Kysely<IdentityTables>, { relying_party }: Stream) =>
  tables
    .deleteFrom('identity.delivery')
    .where('relying_party', '=', relying_party)
    .where('kind', '=', 'event')
    .where('state', '=', 'waiting')
    .execute();

/** Pauses, stops or resumes a stream. */
export async function setStatus(
  { tables }: PlatformContext,
  stream: Stream,
  { status, reason }: Pick<StreamStatus, 'status' | 'reason'>,
): Promise<void> {
  await tables<IdentityTables>()
    .updateTable('identity.signal_stream')
    .set({ status, reason: reason ?? null })
    .where('id', '=', stream.id)
    .execute();
  if (status === 'disabled') await dropWaiting(tables(), stream);
}

/** The configuration as the receiver sees it; never its `authorization_header`. */
export function describeStream(stream: Stream, issuer: string, publicUrl: string): StreamConfiguration {
  const delivered = stream.events.split(' ').filter((type) => type !== '');
  return {
    stream_id: stream.id,
    iss: issuer,
    aud: stream.relying_party,
    delivery:
      stream.method === 'push'
        ? { method: pushMethod, endpoint_url: stream.endpoint ?? '' }
        : { method: pollMethod, endpoint_url: `${publicUrl}${pollPath}` },
    events_supported: [...supportedEvents],
    events_requested: delivered,
    events_delivered: delivered,
    ...(stream.description === null ? {} : { description: stream.description }),
    min_verification_interval: verificationSeconds,
  };
}
