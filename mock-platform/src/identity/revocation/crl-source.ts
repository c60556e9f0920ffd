import type { Clock } from '../../server/context.ts';
import type { Certificate } from '../certificates/certificate.ts';
import type { Anchor } from '../certificates/path.ts';
import { type Fetch, listLimits } from './fetch.ts';
import type { IndexedList } from './list.ts';
import { ListReader } from './list-reader.ts';
import { partitionPath } from './partitions.ts';
import { SerialIndex } from './serial-index.ts';
import { Slots } from './slots.ts';
import { type RevocationSource, RevocationUnavailable } from './status.ts';

/** How fresh a list must be, besides its own `nextUpdate`. */
export interface Freshness {
  /** A list in hand is asked for again after this time; while nobody answers it stays good. */
  refreshAfterMs: number;
  /** After an attempt that failed a list that is still good is not asked for again for this time. */
  retryAfterMs: number;
  /** No list older than this counts, whatever it promises. */
  maximumAgeMs: number;
  /** Clocks may differ by this much. */
  skewMs: number;
}

export const listFreshness: Freshness = {
  refreshAfterMs: 60_000,
  retryAfterMs: 5_000,
  maximumAgeMs: 24 * 3_600_000,
  skewMs: 60_000,
};

export interface ListSourceOptions {
  /** By path of the list: a large city's may be refreshed less often than a village's. */
  freshnessOf?: (path: string) => Freshness;
  /** Lists and indexes together; the longest unused ones are given up beyond it. */
  maximumBytes?: number;
  /** How many lists are fetched and read at the same time. */
  concurrency?: number;
  /** Longest that somebody who asks about a certificate waits for a list; fetching goes on. */
  patienceMs?: number;
}

/** A list to hold ready: its issuer and the directory name of its distribution point, DER. */
export interface WantedList {
  anchor: Anchor;
  partition: Buffer;
}

/** Outcome of a round of refreshing, in lists. */
export interface Refreshed {
  current: number;
  failed: number;
}

export interface ListSource extends RevocationSource {
  /** Fetches those of the lists that are due, some at a time; what fails keeps the list that is there. */
  refresh(lists: readonly WantedList[]): Promise<Refreshed>;
  /** Octets of all lists and indexes in hand. */
  readonly byteLength: number;
  /** How many lists there are, and when the oldest was made. */
  readonly inHand: { count: number; oldest: Date | undefined };
  close(): Promise<void>;
}

interface Kept extends Omit<IndexedList, 'table'> {
  index: SerialIndex;
  etag: string | undefined;
  fetchedAt: number;
}

interface Place {
  key: string;
  path: string;
  partition: Buffer;
  anchor: Anchor;
  freshness: Freshness;
}

function staleness(
  list: Pick<Kept, 'thisUpdate' | 'nextUpdate'>,
  now: Date,
  freshness: Freshness,
): string | undefined {
  const age = now.getTime() - list.thisUpdate.getTime();
  if (age < -freshness.skewMs) return 'list is from the future';
  if (age > freshness.maximumAgeMs) return 'list is too old';
  if (list.nextUpdate.getTime() <= now.getTime()) return 'list is past its next update';
  return undefined;
}

/** Whether a list was made before the one in hand: by its number, else by its time. */
function isOlder(list: IndexedList, inHand: Kept): boolean {
  if (list.number !== undefined && inHand.number !== undefined) return list.number < inHand.number;
  return list.thisUpdate < inHand.thisUpdate;
}

/** More than there are lists: two for each municipality and generation. */
const MOST_PLACES = 20_000;

const DEFAULTS = { maximumBytes: 1024 ** 3, concurrency: 8, patienceMs: 2000 };

/**
 * Revocation lists fetched over HTTP, one per municipality and root, indexed and kept until their next update. A list
 * with a wrong signature, of another partition, older than the one in hand or out of date never takes its place; a new
 * one takes it at once and as a whole.
 */
export function createListSource(
  baseUrl: string,
  fetch: Fetch,
  clock: Clock,
  options: ListSourceOptions = {},
): ListSource {
  const { freshnessOf = () => listFreshness } = options;
  const { maximumBytes, concurrency, patienceMs } = { ...DEFAULTS, ...options };
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<Kept>>();
  const failedAt = new Map<string, number>();
  const places = new Map<string, Place>();
  const slots = new Slots(concurrency);
  const reader = new ListReader();
  let bytes = 0;

  /** Names are read once: every login asks for one of a few thousand. */
  function placeOf(anchor: Anchor, partition: Buffer): Place {
    const key = `${anchor.issuerKey}/${partition.toString('latin1')}`;
    const known = places.get(key);
    if (known?.anchor === anchor) return known;
    const path = partitionPath(anchor, partition);
    if (!path) throw new RevocationUnavailable('no list is known for this certificate');
    if (places.size >= MOST_PLACES) places.clear();
    const place = { key, path, partition, anchor, freshness: freshnessOf(path) };
    places.set(key, place);
    return place;
  }

  function forget(key: string): void {
    bytes -= kept.get(key)?.index.byteLength ?? 0;
    kept.delete(key);
  }

  function keep(key: string, list: Kept): void {
    forget(key);
    kept.set(key, list);
    bytes += list.index.byteLength;
    for (const [oldest] of kept) {
      if (bytes <= maximumBytes || oldest === key) break;
      forget(oldest);
    }
  }

  /** The list in hand if it is still good; asked for it becomes the last to be given up. */
  function usable({ key, freshness }: Place): Kept | undefined {
    const found = kept.get(key);
    if (!found || staleness(found, clock(), freshness)) return undefined;
    kept.delete(key);
    kept.set(key, found);
    return found;
  }

  async function fetchList({ key, path, partition, anchor, freshness }: Place): Promise<Kept> {
    const old = kept.get(key);
    const headers: Record<string, string> = old?.etag ? { 'if-none-match': old.etag } : {};
    const { status, etag, body } = await fetch(`${baseUrl}${path}`, {
      method: 'GET',
      headers,
      limits: listLimits,
    });
    const fetchedAt = clock().getTime();
    if (status === 304 && old) return { ...old, fetchedAt };
    if (status !== 200) throw new RevocationUnavailable(`status ${status}`);
    const list = await reader.read(body, anchor.certificate, { partition });
    const stale = staleness(list, clock(), freshness);
    if (stale) throw new RevocationUnavailable(stale);
    if (old && isOlder(list, old)) throw new RevocationUnavailable('older than the list in hand');
    const { table, ...facts } = list;
    return { ...facts, index: new SerialIndex(table), etag, fetchedAt };
  }

  /** One attempt for all who want the same list at the same time. */
  function renew(place: Place): Promise<Kept> {
    const { key, freshness } = place;
    const known = running.get(key);
    if (known) return known;
    const attempt = slots
      .run(() => fetchList(place))
      .then((list) => {
        const stale = staleness(list, clock(), freshness);
        if (stale) throw new RevocationUnavailable(stale);
        keep(key, list);
        failedAt.delete(key);
        return list;
      })
      .catch((error: unknown) => {
        failedAt.set(key, clock().getTime());
        throw error;
      })
      .finally(() => running.delete(key));
    running.set(key, attempt);
    return attempt;
  }

  function isDue(place: Place, list = usable(place)): boolean {
    if (!list) return true;
    const now = clock().getTime();
    const { refreshAfterMs, retryAfterMs } = place.freshness;
    return now - list.fetchedAt >= refreshAfterMs && now - (failedAt.get(place.key) ?? 0) >= retryAfterMs;
  }

  async function current(place: Place): Promise<Kept> {
    const list = usable(place);
    if (list && !isDue(place, list)) return list;
    try {
      return await withPatience(renew(place), patienceMs);
    } catch (error) {
      if (list && error instanceof RevocationUnavailable) return list;
      throw error;
    }
  }

  return {
    name: 'crl',
    get byteLength() {
      return bytes;
    },
    get inHand() {
      const times = [...kept.values()].map(({ thisUpdate }) => thisUpdate.getTime());
      const oldest = times.length === 0 ? undefined : new Date(Math.min(...times));
      return { count: kept.size, oldest };
    },
    async ask(certificate: Certificate, anchor: Anchor, onQuery) {
      const [partition] = certificate.facts.distributionPoints;
      if (!partition) throw new RevocationUnavailable('no list is known for this certificate');
      const place = placeOf(anchor, partition);
      onQuery?.({ kind: 'crl', authority: anchor.purpose, at: clock() });
      const { index } = await current(place);
      const found = index.find(certificate.serialOctets);
      return found ? { status: 'revoked', ...found } : { status: 'good' };
    },
    async refresh(lists) {
      const due = lists
        .map(({ anchor, partition }) => placeOf(anchor, partition))
        .filter((place) => isDue(place));
      const outcomes = await Promise.allSettled(due.map(renew));
      const failed = outcomes.filter(({ status }) => status === 'rejected').length;
      return { current: lists.length - failed, failed };
    },
    close: () => reader.close(),
  };
}

/** @throws RevocationUnavailable when it is not done in time; it goes on */
async function withPatience<T>(done: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new RevocationUnavailable('the list takes too long')), limitMs);
  });
  try {
    return await Promise.race([done, limit]);
  } finally {
    clearTimeout(timer);
  }
}
