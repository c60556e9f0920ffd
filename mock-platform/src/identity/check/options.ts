import { parseArgs } from 'node:util';
import { type CheckPurpose, purposes, type RevocationRule, readTime } from './request.ts';

export const help = `Judges certificates as RFC 5280 wants it.

  npm run -s certificate:check                             answers questions, one JSON line each
  npm run -s certificate:check -- FILE [options]           explains a certificate and judges it

  FILE              certificates, PEM or DER. The first is judged, the others may lie on the way.
  --anchor FILE     a root that is trusted (may be repeated)
  --crl FILE        a revocation list (may be repeated). Without one, revocation is not asked for
  --time MOMENT     ISO 8601; without an offset it is UTC. Now, if it is left out
  --purpose WHAT    ${purposes.join(', ')}
  --json            the answer as JSON
  --help            this page

Questions: {id, anchors: [DER as base64], intermediates, leaf, crls, time, purpose, revocation: "require"|"none",
policySettings: {initialPolicySet: [OID], requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy}}.
Answers: {id, ok, code, policies}. A line may have 64 MiB; every answer comes before the next line is read.

Ends with 0 when the certificate is accepted, 1 when it is refused, 2 when the question could not be understood.`;

export interface FileQuestion {
  file: string;
  anchors: string[];
  lists: string[];
  time: Date;
  purpose: CheckPurpose;
  revocation: RevocationRule;
  json: boolean;
}

/** A command line that was not understood. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

function parse(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        anchor: { type: 'string', multiple: true, default: [] },
        crl: { type: 'string', multiple: true, default: [] },
        time: { type: 'string' },
        purpose: { type: 'string', default: 'any' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** @throws UsageError */
export function readOptions(words: string[], now: Date): FileQuestion | 'help' | 'lock-step' {
  if (words.length === 0) return 'lock-step';
  const { values, positionals } = parse(words);
  if (values.help) return 'help';
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Name one file with the certificate.');
  const purpose = purposes.find((one) => one === values.purpose);
  if (!purpose) throw new UsageError(`--purpose ${values.purpose} is none of: ${purposes.join(', ')}.`);
  const time = values.time === undefined ? now : readTime(values.time);
  if (!time)
    throw new UsageError(`--time ${values.time} is no moment in ISO 8601, as 2026-11-20T09:00:00+09:00.`);
  return {
    file,
    anchors: values.anchor,
    lists: values.crl,
    time,
    purpose,
    revocation: values.crl.length > 0 ? 'require' : 'none',
    json: values.json,
  };
}
