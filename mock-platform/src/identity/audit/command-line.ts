import { parseArgs } from 'node:util';
import { dataOption } from '../../server/command/installation.ts';
import type { ExportFormat } from './export.ts';
import type { Period } from './verify.ts';

export interface VerifyOptions extends Period {
  data: string;
  /** File to write the period to. */
  export: string | undefined;
  format: ExportFormat;
  /** Head that was noted earlier and must still be in the chain. */
  head: string | undefined;
}

export const usage = `npm run -s audit:verify -- [options]

${dataOption}
  --from TIME     only entries from this time on (ISO 8601)
  --to TIME       only entries before this time
  --head HASH     hash that was noted earlier; it must still be in the chain
  --export FILE   writes the entries to FILE: CSV, or JSON lines when it ends with .jsonl

Prints how many entries there are and the hash of the last. Exit 1: the chain is broken.`;

/** @throws RangeError or TypeError with a message for the person who typed it */
export function readVerifyOptions(args: string[], environment: NodeJS.ProcessEnv): VerifyOptions {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { data: option, from: option, to: option, head: option, export: option },
  });
  const time = (name: 'from' | 'to'): Date | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const at = new Date(text);
    if (Number.isNaN(at.getTime())) throw new RangeError(`--${name}: "${text}" is no time.`);
    return at;
  };
  if (values.head !== undefined && !/^[0-9a-f]{64}$/.test(values.head)) {
    throw new RangeError('--head: 64 hexadecimal digits are needed.');
  }
  return {
    data: values.data ?? environment.CHANOMA_DATA ?? 'data',
    from: time('from'),
    to: time('to'),
    head: values.head,
    export: values.export,
    format: values.export?.endsWith('.jsonl') ? 'jsonl' : 'csv',
  };
}
