import { createHash } from 'node:crypto';

/** One entry of the audit record, before it is chained. */
export interface AuditEntry {
  seq: number;
  at: Date;
  kind: string;
  /** JSON, exactly the bytes that are hashed. */
  record: string;
}

/** What stands before the first entry. */
export const genesis = '0'.repeat(64);

/**
 * Hash of an entry (SHA-256, hexadecimal) over the hash of the one before, number, time, kind and record, each on its own
 * line: none can be changed, taken out, put in or moved without every later hash being another.
 */
export function hashOfEntry(previous: string, { seq, at, kind, record }: AuditEntry): string {
  const lines = ['chanoma-audit-v1', previous, String(seq), at.toISOString(), kind, record];
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
