import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyChain } from '../../../../mock-platform/src/identity/audit/verify.ts';
import type { IdentityTables } from '../../../../mock-platform/src/identity/tables.ts';
import type { RevocationOrder } from '../../../../mock-platform/src/server/configuration.ts';
import { startPostgres } from '../../../mock-platform/postgres.ts';
import { BenchProcess, processorTimeOf } from '../../processes.ts';
import { percentile } from '../statistics.ts';
import type { BoxData } from './load-box.ts';
import type { LoadOrder, LoadResult } from './load-process.ts';
import { BenchWorld } from './world.ts';

/** Who used the processors, milliseconds of processor time for one login or exchange. */
export interface CpuShares {
  platforms: number;
  database: number;
  load: number;
}

export interface Measured {
  count: number;
  perSecond: number;
  p50: number;
  p99: number;
  failures: number;
  cpuMsOfEach: CpuShares;
}

const PUBLIC_URL = 'https://platform.example';
const HOUSEHOLDS = 24;
const BOXES_OF_EACH = 20;
const CONNECTIONS = 160;
const EXCHANGING = 16;
const WARM_UP_MS = 2500;

export interface LoginBenchOptions {
  processes: number;
  connections: number;
  /** Of each load. */
  milliseconds: number;
  /** Repeats of the full load; the median counts. */
  rounds: number;
  revocation: RevocationOrder;
  /** Of node, for the platform processes. */
  flags?: readonly string[];
}

class LoginBench {
  private constructor(
    private readonly platforms: readonly BenchProcess[],
    private readonly load: BenchProcess,
    private readonly databasePid: number,
  ) {}

  static async start(
    configurations: readonly object[],
    databasePid: number,
    flags: readonly string[],
  ): Promise<{ bench: LoginBench; ports: number[] }> {
    const platforms = configurations.map((one) =>
      BenchProcess.start(new URL('./platform-process.ts', import.meta.url), [JSON.stringify(one)], flags),
    );
    const ports: number[] = [];
    for (const platform of platforms) ports.push((await platform.next<{ port: number }>()).port);
    const load = BenchProcess.start(new URL('./load-process.ts', import.meta.url));
    return { bench: new LoginBench(platforms, load, databasePid), ports };
  }

  private async cpuOfPlatforms(): Promise<number> {
    const used = await Promise.all(this.platforms.map((one) => one.ask<NodeJS.CpuUsage>({})));
    return used.reduce((sum, { user, system }) => sum + (user + system) / 1000, 0);
  }

  async order(order: LoadOrder): Promise<LoadResult> {
    return this.load.order<LoadResult>(order);
  }

  async measure(order: LoadOrder): Promise<Measured> {
    const [platforms, database] = [await this.cpuOfPlatforms(), processorTimeOf(this.databasePid)];
    const result = await this.order(order);
    const used = {
      platforms: (await this.cpuOfPlatforms()) - platforms,
      database: processorTimeOf(this.databasePid) - database,
      load: (result.cpu.user + result.cpu.system) / 1000,
    };
    const done = result.latencies.length;
    const each = (milliseconds: number): number => Math.round((100 * milliseconds) / done) / 100;
    const rounded = (value: number): number => Math.round(value * 10) / 10;
    if (result.failures.length > 0) process.stderr.write(`${result.failures[0]}\n`);
    return {
      count: done,
      perSecond: Math.round((1000 * done) / result.elapsedMs),
      p50: rounded(percentile(result.latencies, 0.5)),
      p99: rounded(percentile(result.latencies, 0.99)),
      failures: result.failures.length,
      cpuMsOfEach: { platforms: each(used.platforms), database: each(used.database), load: each(used.load) },
    };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.platforms, this.load].map((one) => one.stop()));
  }
}

/** Whether every verdict that was given stands in the audit record, and the record is whole. */
async function auditHolds(world: BenchWorld, verdicts: number): Promise<boolean> {
  const tables = world.context.tables<IdentityTables>();
  const { count } = await tables
    .selectFrom('identity.audit')
    .select((of) => of.fn.countAll().as('count'))
    .where('kind', '=', 'login')
    .executeTakeFirstOrThrow();
  return Number(count) >= verdicts && (await verifyChain(tables)).broken === undefined;
}

/**
 * Logins without PIN over HTTP against platform processes on one PostgreSQL that waits for its disk; challenge, the
 * card's signature, verdict, audit entry durable. The load comes from a process of its own on the same cores.
 */
export async function benchLogins(options: LoginBenchOptions, say: (line: string) => void) {
  const { processes, connections, milliseconds, rounds, revocation, flags = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-bench-'));
  const postgres = await startPostgres({ durable: true });
  const disposals: (() => Promise<void>)[] = [() => postgres.stop()];
  try {
    const configuration = {
      port: 0,
      dataDirectory: folder,
      databaseUrl: await postgres.freshDatabase(),
      profile: 'trial',
      demo: false,
      publicUrl: PUBLIC_URL,
      revocation,
    } as const;
    const world = await BenchWorld.open(configuration);
    disposals.push(() => world.close());
    const of = { ...configuration, certificationUrl: world.certificationUrl };
    const started = await LoginBench.start(
      Array.from({ length: processes }, () => of),
      postgres.pid,
      flags,
    );
    const { bench, ports } = started;
    disposals.push(() => bench.stop());

    const begin = async (boxes: BoxData[]): Promise<void> => {
      await bench.order({ kind: 'start', ports, publicUrl: PUBLIC_URL, boxes, connections: CONNECTIONS });
      await bench.order({ kind: 'logins-at-once', connections, milliseconds: WARM_UP_MS, prepared: 0 });
    };
    const full: LoadOrder = {
      kind: 'logins-at-once',
      connections,
      milliseconds,
      prepared: 1.4 * milliseconds,
    };
    const fullLoad = async (): Promise<Measured[]> => {
      const found: Measured[] = [];
      while (found.length < rounds) found.push(await bench.measure(full));
      return found;
    };
    say(`RSA-2048 cards: ${processes} platform processes, ${connections} logins at a time`);
    await begin(await world.people('current', HOUSEHOLDS, BOXES_OF_EACH));
    const rsa = await fullLoad();
    say('200 logins a second');
    const steady = await bench.measure({ kind: 'logins-at-rate', perSecond: 200, milliseconds });
    say('token exchange');
    const count = Math.round(0.3 * milliseconds);
    await bench.order({ kind: 'logins-to-exchange', connections: EXCHANGING, count });
    const exchanges = await bench.measure({ kind: 'exchanges', connections: EXCHANGING });
    say('P-384 cards');
    await begin(await world.people('next', HOUSEHOLDS, BOXES_OF_EACH));
    const p384 = await fullLoad();
    const verdicts = [...rsa, steady, ...p384].reduce((sum, one) => sum + one.count, 0);
    return { rsa, steady, exchanges, p384, auditHolds: await auditHolds(world, verdicts) };
  } finally {
    for (const dispose of disposals.reverse()) await dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
