import { randomUUID } from 'node:crypto';
import type { ColumnType } from 'kysely';
import type { PublicNotice } from '../protocol/notices.ts';
import type { PlatformContext } from '../server/context.ts';

export interface NoticesTables {
  'notices.notice': {
    id: string;
    municipality: string;
    issuer: string;
    headline: string;
    sentences: ColumnType<string[], string, string>;
    picture: PublicNotice['picture'];
    published_at: Date;
  };
}

export interface NoticeDraft extends Omit<PublicNotice, 'id' | 'publishedAt'> {
  municipality: string;
  /** Now when left out. */
  publishedAt?: Date;
}

const listeners = new WeakMap<PlatformContext, ((municipality: string) => void)[]>();

/** Calls the listener after every publication, with the municipality whose notices changed. */
export function onNoticePublished(context: PlatformContext, listener: (municipality: string) => void): void {
  listeners.set(context, [...(listeners.get(context) ?? []), listener]);
}

/** Publishes a notice for everyone in a town and returns its id. */
export async function publishNotice(context: PlatformContext, draft: NoticeDraft): Promise<string> {
  const id = randomUUID();
  const { publishedAt, sentences, ...notice } = draft;
  await context
    .tables<NoticesTables>()
    .insertInto('notices.notice')
    .values({
      id,
      ...notice,
      sentences: JSON.stringify(sentences),
      published_at: publishedAt ?? context.clock(),
    })
    .execute();
  for (const listener of listeners.get(context) ?? []) listener(draft.municipality);
  return id;
}

const newest = 30;

/** Public notices of a town, newest first, at most 30. */
export async function publicNotices(context: PlatformContext, municipality: string): Promise<PublicNotice[]> {
  const rows = await context
    .tables<NoticesTables>()
    .selectFrom('notices.notice')
    .select(['id', 'issuer', 'headline', 'sentences', 'picture', 'published_at'])
    .where('municipality', '=', municipality)
    .where('published_at', '<=', context.clock())
    .orderBy('published_at', 'desc')
    .limit(newest)
    .execute();
  return rows.map(({ published_at, ...notice }) => ({ ...notice, publishedAt: published_at.toISOString() }));
}
