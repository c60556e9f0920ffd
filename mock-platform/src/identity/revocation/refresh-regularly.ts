import { sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { metricsOf } from '../../server/metrics.ts';
import type { Anchor } from '../certificates/path.ts';
import type { IdentityTables } from '../tables.ts';
import type { ListSource, Refreshed, WantedList } from './crl-source.ts';

const everyMs = 5 * 60_000;
/** The first round comes after the rush of a start; from then on an outage of the service finds lists in hand. */
const firstMs = 120_000;
/** Processes and platforms that started together do not ask together: each waits up to this part longer. */
const jitter = 0.25;

interface Named {
  issuer_key: string;
  partition: string;
}

/** Lists that hold a certificate of anybody here. */
async function wantedLists(context: PlatformContext, anchors: readonly Anchor[]): Promise<WantedList[]> {
  const { rows } = await sql<Named>`
    select distinct issuer_key, partition from identity.certificate
      where to_at is null and partition is not null
    union select distinct issuer_key, partition from identity.signature_certificate
      where to_at is null`.execute(context.tables<IdentityTables>());
  return rows.flatMap(({ issuer_key, partition }) => {
    const anchor = anchors.find(({ issuerKey }) => issuerKey === issuer_key);
    return anchor ? [{ anchor, partition: Buffer.from(partition, 'base64') }] : [];
  });
}

/** Fetches every list that is due and that somebody here may need. */
export async function refreshLists(
  context: PlatformContext,
  lists: Pick<ListSource, 'refresh'>,
  anchors: () => readonly Anchor[],
): Promise<Refreshed> {
  const refreshed = await lists.refresh(await wantedLists(context, anchors()));
  const { listRefreshes } = metricsOf(context);
  listRefreshes.inc({ result: 'current' }, refreshed.current);
  listRefreshes.inc({ result: 'failed' }, refreshed.failed);
  return refreshed;
}

/** Keeps the lists fresh from a timer until the platform ends; a round that fails is followed by the next. */
export function refreshListsRegularly(
  context: PlatformContext,
  lists: ListSource,
  anchors: () => readonly Anchor[],
  report: (error: unknown) => void,
): void {
  let timer: NodeJS.Timeout;
  let last: Promise<unknown> = Promise.resolve();
  const next = (waitMs: number): void => {
    timer = setTimeout(
      () => {
        last = refreshLists(context, lists, anchors).catch(report);
        next(everyMs);
      },
      waitMs * (1 + jitter * Math.random()),
    ).unref();
  };
  next(firstMs);
  context.onClose(async () => {
    clearTimeout(timer);
    await last;
  });
}
