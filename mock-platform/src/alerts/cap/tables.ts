import type { ColumnType } from 'kysely';
import type { Bulletin, BulletinSource } from './import/bulletin.ts';

/** How a feed is read. */
export type FeedForm = BulletinSource;

export interface CapTables {
  /** Messages of others, for the town's board only (D8). */
  'alerts.bulletin': Omit<
    Bulletin,
    'text' | 'ends' | 'municipalities' | 'prefectures' | 'issuedAt' | 'expiresAt'
  > & {
    id: string;
    municipality: string;
    body: string;
    /** Keys of messages that it ends. */
    ends: ColumnType<string[], string, never>;
    issued_at: Date;
    expires_at: Date | null;
    stored_at: Date;
  };
  /** Addresses that are asked for messages. */
  'alerts.bulletin_feed': {
    id: string;
    municipality: string;
    url: string;
    form: FeedForm;
    /** Public keys (PEM) of senders that the town knows. */
    keys: string;
    every_seconds: number;
    etag: string | null;
    last_modified: string | null;
    next_at: Date;
    /** Of the last attempt: null when it went well. */
    fault: string | null;
    read_at: Date | null;
  };
}
