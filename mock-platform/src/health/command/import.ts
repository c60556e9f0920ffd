import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod/mini';
import { ImportReport } from '../../protocol/health.ts';
import { Problem } from '../../protocol/problem.ts';

export interface ImportOptions {
  files: readonly string[];
  platform: string;
  token: string;
  patient: string | undefined;
  json: boolean;
  /** Prints what came of it. */
  say: (line: string) => void;
  /** Prints how far it is. */
  progress: (line: string) => void;
}

const isBundle = (bytes: Uint8Array): boolean =>
  /^\s*(?:\uFEFF)?\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)));

async function handIn(
  bytes: Uint8Array,
  { platform, token, patient }: ImportOptions,
): Promise<ImportReport | Problem> {
  const response = await fetch(`${platform.replace(/\/$/, '')}/health/imports`, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': isBundle(bytes) ? 'application/fhir+json' : 'text/csv',
      ...(patient === undefined ? {} : { 'patient-number': patient }),
    },
  });
  const body: unknown = await response.json();
  return response.ok ? z.parse(ImportReport, body) : z.parse(Problem, body);
}

function linesOf(report: ImportReport): string[] {
  const ofLines = (report.lines ?? []).map(
    ({ line, record, outcome }) => `  line ${line} (${record}): ${outcome}`,
  );
  const ofEntries = report.entries.map(({ entry, resource, leftOut }) => {
    const without = leftOut.length === 0 ? '' : `, without ${leftOut.join(' ')}`;
    return `  entry ${entry}: ${resource}${without}`;
  });
  return [`  stored ${report.stored}, import ${report.import}`, ...ofLines, ...ofEntries];
}

/** Hands files in, one after the other. @returns how many were refused */
export async function importFiles(options: ImportOptions): Promise<number> {
  const { files, json, say, progress } = options;
  let refused = 0;
  for (const [index, file] of files.entries()) {
    const name = basename(file);
    progress(`${index + 1} of ${files.length}: ${name}`);
    const answer = await handIn(readFileSync(file), options);
    const isRefused = 'code' in answer;
    if (isRefused) refused += 1;
    if (json) say(JSON.stringify({ file: name, ...answer }));
    else if (isRefused) {
      say(`${name}: refused, ${answer.code}`);
      for (const { path, message } of answer.errors ?? []) say(`  ${path}: ${message}`);
    } else {
      say(`${name}: taken`);
      for (const line of linesOf(answer)) say(line);
    }
  }
  return refused;
}
