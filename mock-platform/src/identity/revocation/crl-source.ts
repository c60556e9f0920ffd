import type { Clock } from '../../server/context.ts';
import type { Certificate } from '../certificates/certificate.ts';
import type { Anchor } from '../certificates/path.ts';
import { type RevocationList, readRevocationList } from './crl.ts';
import type { Fetch } from './fetch.ts';
import { partitionPath } from './partitions.ts';
import { type RevocationSource, RevocationUnavailable } from './status.ts';

/** How fresh a list must be, besides its own `nextUpdate`. */
export interface Freshness {
  /** A list in hand is asked for again after this time; while nobody answers it stays good. */
  refreshAfterMs: number;
  /** No list older than this counts, whatever it promises. */
  maximumAgeMs: number;
  /** Clocks may differ by this much. */
  skewMs: number;
}

export const listFreshness: Freshness = {
  refreshAfterMs: 60_000,
  maximumAgeMs: 24 * 3_600_000,
  skewMs: 60_000,
};

interface Kept {
  list: RevocationList;
  etag: string | undefined;
  fetchedAt: number;
}

function staleness(list: RevocationList, now: Date, freshness: Freshness): string | undefined {
  const age = now.getTime() - list.thisUpdate.getTime();
  if (age < -freshness.skewMs) return 'list is from the future';
  if (age > freshness.maximumAgeMs) return 'list is too old';
  if (list.nextUpdate.getTime() <= now.getTime()) return 'list is past its next update';
  return undefined;
}

/**
 * Revocation lists fetched over HTTP, one per municipality, kept until their next update. A list with a wrong
 * signature, of another partition or too old is no answer.
 */
export function createListSource(
  baseUrl: string,
  fetch: Fetch,
  clock: Clock,
  freshness: Freshness = listFreshness,
): RevocationSource {
  const kept = new Map<string, Kept>();

  async function renew(key: string, path: string, partition: Buffer, anchor: Anchor): Promise<Kept> {
    const old = kept.get(key);
    const headers: Record<string, string> = old?.etag ? { 'if-none-match': old.etag } : {};
    const answer = await fetch(`${baseUrl}${path}`, { method: 'GET', headers });
    const fetchedAt = clock().getTime();
    if (answer.status === 304 && old) return { ...old, fetchedAt };
    if (answer.status !== 200) throw new RevocationUnavailable(`status ${answer.status}`);
    const list = readRevocationList(answer.body, anchor.certificate, partition);
    const stale = staleness(list, clock(), freshness);
    if (stale) throw new RevocationUnavailable(stale);
    if (old && list.thisUpdate < old.list.thisUpdate)
      throw new RevocationUnavailable('older than the list in hand');
    return { list, etag: answer.etag, fetchedAt };
  }

  async function current(partition: Buffer, path: string, anchor: Anchor): Promise<RevocationList> {
    const key = `${anchor.issuerKey}/${partition.toString('hex')}`;
    const found = kept.get(key);
    const usable = found && !staleness(found.list, clock(), freshness) ? found : undefined;
    if (usable && clock().getTime() - usable.fetchedAt < freshness.refreshAfterMs) return usable.list;
    try {
      const renewed = await renew(key, path, partition, anchor);
      const stale = staleness(renewed.list, clock(), freshness);
      if (stale) throw new RevocationUnavailable(stale);
      kept.set(key, renewed);
      return renewed.list;
    } catch (error) {
      if (usable && error instanceof RevocationUnavailable) return usable.list;
      throw error;
    }
  }

  return {
    name: 'crl',
    async ask(certificate: Certificate, anchor: Anchor) {
      const [partition] = certificate.facts.distributionPoints;
      const path = partition && partitionPath(anchor.purpose, partition);
      if (!path) throw new RevocationUnavailable('no list is known for this certificate');
      const list = await current(partition, path, anchor);
      const found = list.revoked.get(certificate.serial);
      return found ? { status: 'revoked', at: found.at, reason: found.reason } : { status: 'good' };
    },
  };
}
