import { csvLine } from '../../server/csv.ts';
import type { StoredEntry } from './verify.ts';

export type ExportFormat = 'csv' | 'jsonl';

const columns = ['seq', 'at', 'kind', 'record', 'hash'] as const;

/** Lines of an export: everything that the hash covers, so that whoever receives it can prove the chain as well. */
export async function* exportLines(
  entries: AsyncIterable<StoredEntry>,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(columns);
  for await (const { seq, at, kind, record, hash } of entries) {
    const time = at.toISOString();
    if (format === 'csv') yield csvLine([String(seq), time, kind, record, hash]);
    else yield `${JSON.stringify({ seq, at: time, kind, record, hash })}\n`;
  }
}
