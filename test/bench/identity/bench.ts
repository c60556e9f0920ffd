import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { postgresMissing } from '../../mock-platform/postgres.ts';
import { type Bench, type Figure, type Report, single } from '../report.ts';
import { benchNationalIndex, benchPartitions } from '../revocation/national.ts';
import { benchLogins } from './login/logins.ts';
import { loginFigures } from './login/report.ts';
import { benchValidation, type KeyKind } from './validation.ts';

const options = {
  only: { type: 'string', default: 'validation,revocation,logins' },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '8' },
  processes: { type: 'string', default: String(Math.min(2, availableParallelism())) },
  connections: { type: 'string', default: '64' },
  revocation: { type: 'string', default: 'lists-first' },
} as const;

const usage = `  --only PARTS       of validation,revocation,logins (all)
  --rounds N         repeats of which the median counts (${options.rounds.default}; logins: at most 3)
  --seconds N        of each load of logins (${options.seconds.default})
  --processes N      platform processes on one PostgreSQL (${options.processes.default})
  --connections N    boxes at the same time (${options.connections.default})
  --revocation ORDER lists-first or responder-first, as CHANOMA_REVOCATION (${options.revocation.default})
`;

const percent = (part: number): number => Math.round(1000 * part) / 10;

async function validation(rounds: number): Promise<Figure[]> {
  const found = await benchValidation(rounds);
  return Object.entries(found).flatMap(([kind, { opensslVerifyPerSecond, uncached, cached }]) => {
    const of = (kind as KeyKind) === 'rsa-2048' ? 'RSA-2048' : 'P-384';
    const how =
      'DER to verdict with the challenge’s signature, one core, processor time as openssl counts it';
    return [
      single(`${of}: openssl speed, signatures checked`, opensslVerifyPerSecond, { unit: 'per s' }),
      single(`${of}: full validation`, uncached.perSecond, { unit: 'per s', how }),
      single(`${of}: full validation, of openssl`, percent(uncached.ofOpenssl), {
        unit: '%',
        least: percent(uncached.goal),
      }),
      single(`${of}: known certificate`, cached.perSecond, { unit: 'per s', how }),
      single(`${of}: known certificate, of openssl`, percent(cached.ofOpenssl), {
        unit: '%',
        least: percent(cached.goal),
      }),
    ];
  });
}

async function revocation(): Promise<Figure[]> {
  const national = await benchNationalIndex();
  const lists = await benchPartitions();
  return [
    single('revoked serials in one index', national.entries),
    single('the list as received', national.listMegabytes, { unit: 'MB' }),
    single('index: build', national.buildCpuMs, { unit: 'ms', limit: 3000, how: 'processor time' }),
    single('index: build, wall clock', national.buildMs, { unit: 'ms' }),
    single('index: memory beyond the list', national.indexMegabytes, { unit: 'MB', limit: 160 }),
    single('index: lookups', national.lookups.perCpuSecond, { unit: 'per s', least: 3_000_000 }),
    single('index: lookups with date and reason', national.lookupsWithReason.perCpuSecond, { unit: 'per s' }),
    single('list checked and indexed in the worker', national.readInWorkerMs, { unit: 'ms' }),
    single('longest stall of the event loop meanwhile', national.longestStallMs, { unit: 'ms' }),
    single('lists of all municipalities', lists.lists),
    single('all lists: first fetch', lists.firstRefreshMs, { unit: 'ms' }),
    single('all lists: unchanged, by ETag', lists.unchangedRefreshMs, { unit: 'ms' }),
    single('all lists: lists and indexes', lists.listsAndIndexesMegabytes, { unit: 'MB' }),
    single('all lists: certificates asked about', lists.asksPerSecond, { unit: 'per s' }),
  ];
}

async function run(args: readonly string[], say: (line: string) => void): Promise<Report> {
  const { values } = parseArgs({ args: [...args], options });
  const parts = values.only.split(',');
  const figures: Figure[] = [];
  const missing: string[] = [];
  if (parts.includes('validation')) {
    say('certificates: full validation beside openssl speed');
    figures.push(...(await validation(Number(values.rounds))));
  }
  if (parts.includes('logins') && postgresMissing !== undefined) missing.push(`logins: ${postgresMissing}`);
  else if (parts.includes('logins')) {
    say('logins over HTTP against platform processes on a PostgreSQL of their own');
    const results = await benchLogins(
      {
        processes: Number(values.processes),
        connections: Number(values.connections),
        milliseconds: 1000 * Number(values.seconds),
        rounds: Math.min(3, Number(values.rounds)),
        revocation: values.revocation === 'responder-first' ? 'responder-first' : 'lists-first',
      },
      say,
    );
    figures.push(...loginFigures(results));
  }
  if (parts.includes('revocation')) {
    say('revocation lists: ten million serials, and 1,741 lists');
    figures.push(...(await revocation()));
  }
  return { figures, missing };
}

export const identity: Bench = {
  summary: 'certificates against openssl speed, revocation at national size, logins over HTTP on PostgreSQL',
  options: usage,
  run,
};
