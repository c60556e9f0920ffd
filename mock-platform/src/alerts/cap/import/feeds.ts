import { type KeyObject, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { PlatformContext } from '../../../server/context.ts';
import { publicKeysIn } from '../signature/public-keys.ts';
import type { CapTables, FeedForm } from '../tables.ts';
import type { Imported } from './bulletin.ts';
import { importCap } from './cap.ts';
import { FeedFault, feedAddress, fetchFeed } from './fetch.ts';
import { importJma } from './jma.ts';
import { importLAlert } from './l-alert.ts';
import { storeBulletins } from './store.ts';

/** Reads the messages in octets of one form; never throws. */
export function importMessages(form: FeedForm, bytes: Uint8Array, keys: readonly KeyObject[]): Imported {
  if (form === 'jma') return importJma(bytes);
  return form === 'l-alert' ? importLAlert(bytes) : importCap(bytes, keys);
}

/**
 * Adds an address that is asked for messages of others from then on, or changes how.
 * @param feed `keys`: certificates or public keys (PEM) of senders that the town knows; whoever they are not is 未確認
 * @throws FeedFault `feed.address`; Error for a key that is none
 */
export async function addFeed(
  context: PlatformContext,
  feed: { municipality: string; url: string; form: FeedForm; keys?: string; everySeconds?: number },
): Promise<string> {
  const { municipality, form, keys = '', everySeconds = 60 } = feed;
  const url = feedAddress(feed.url).href;
  publicKeysIn(keys);
  const how = {
    form,
    keys,
    every_seconds: everySeconds,
    next_at: context.clock(),
    etag: null,
    last_modified: null,
  };
  const { id } = await context
    .tables<CapTables>()
    .insertInto('alerts.bulletin_feed')
    .values({ id: randomUUID(), municipality, url, ...how, fault: null, read_at: null })
    .onConflict((on) => on.columns(['municipality', 'url']).doUpdateSet(how))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What a poll brought: new messages on the board, or the code of what went wrong. */
export interface PollResult {
  feed: string;
  stored: number;
  left: number;
  fault: string | null;
}

type FeedRow = CapTables['alerts.bulletin_feed'];

async function poll(context: PlatformContext, feed: FeedRow): Promise<PollResult> {
  const { id, municipality, url, form, etag, last_modified: lastModified } = feed;
  const tables = context.tables<CapTables>();
  try {
    const answer = await fetchFeed(url, { etag, lastModified });
    const { bulletins, faults } =
      answer.bytes === undefined
        ? { bulletins: [], faults: [] }
        : importMessages(form, answer.bytes, publicKeysIn(feed.keys));
    const stored = await storeBulletins(context, municipality, bulletins);
    const fault = bulletins.length === 0 ? (faults[0]?.code ?? null) : null;
    await tables
      .updateTable('alerts.bulletin_feed')
      .set({ etag: answer.etag, last_modified: answer.lastModified, fault, read_at: context.clock() })
      .where('id', '=', id)
      .execute();
    return { feed: id, stored, left: faults.length, fault };
  } catch (error) {
    const fault = error instanceof FeedFault ? error.code : 'feed.failed';
    await tables.updateTable('alerts.bulletin_feed').set({ fault }).where('id', '=', id).execute();
    return { feed: id, stored: 0, left: 0, fault };
  }
}

/** Asks every feed whose time has come; of several processes one asks. */
export async function pollDueFeeds(context: PlatformContext): Promise<PollResult[]> {
  const now = context.clock();
  const due = await context
    .tables<CapTables>()
    .updateTable('alerts.bulletin_feed')
    .set({ next_at: sql<Date>`${now}::timestamptz + every_seconds * interval '1 second'` })
    .where('next_at', '<=', now)
    .returningAll()
    .execute();
  return Promise.all(due.map((feed) => poll(context, feed)));
}

const lookMilliseconds = 10_000;

/** Asks the feeds from now on until the platform ends. */
export function startFeedPoller(context: PlatformContext): void {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const look = (): void => {
    if (busy) return;
    busy = true;
    running = pollDueFeeds(context)
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  };
  const timer = setInterval(look, lookMilliseconds);
  timer.unref();
  context.onClose(async () => {
    clearInterval(timer);
    await running;
  });
}
