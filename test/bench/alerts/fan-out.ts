import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TownKey } from '../../../mock-platform/src/protocol/boxes.ts';
import { startPostgres } from '../../mock-platform/postgres.ts';
import { BenchProcess } from '../processes.ts';
import { type Spread, spread, sum, type Told } from './measurements.ts';
import { Mosquitto } from './mosquitto.ts';
import { newBoxKey } from './populate.ts';

export type DatabaseKind = 'pglite' | 'postgres';

export interface FanOut {
  boxes: number;
  database: DatabaseKind;
  processes: number;
  mosquitto: boolean;
  /** Orders, one after the other. */
  rounds: number;
  /** Afterwards the platform is restarted and an order released at once. */
  restart: boolean;
}

export interface Measured {
  receivedMs: Spread;
  displayedMs: Spread;
  durableMs: Spread;
  /** Boxes whose receipts of both kinds are in the database. */
  durableCount: number;
  lost: number;
  duplicates: number;
  bytesPerIdleBox: number;
  mosquittoMs: { max: number } | null;
}

/** What a restart of the whole platform did. */
export interface Restarted {
  /** From its end until the last box was back. */
  backMs: number;
  /** Boxes that did not get the order of that time, or not once. */
  lost: number;
  duplicates: number;
}

const PUBLIC_URL = 'https://platform.example';
/** Open files of one process are limited to 20,000 on many machines. */
const mostBoxesOfProcess = 15_000;
const patienceMs = 120_000;

interface Platform {
  process: BenchProcess;
  port: number;
  /** Ends it and starts it again at its port. */
  restart(): Promise<void>;
}

/** A process with boxes, and the platform process that they speak to. */
interface Holder {
  holder: BenchProcess;
  port: number;
}

/** Everything that is started for one measurement; disposed of in reverse. */
class Stage {
  private readonly disposals: (() => Promise<void> | void)[] = [];

  onEnd(step: () => Promise<void> | void): void {
    this.disposals.push(step);
  }

  async end(): Promise<void> {
    for (const step of this.disposals.splice(0).reverse()) await step();
  }
}

async function databaseUrl(stage: Stage, kind: DatabaseKind): Promise<string | undefined> {
  if (kind === 'pglite') return undefined;
  const server = await startPostgres({ durable: true });
  stage.onEnd(() => server.stop());
  return server.freshDatabase();
}

async function startPlatforms(stage: Stage, { database, processes }: FanOut): Promise<Platform[]> {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-bench-alerts-'));
  stage.onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const configuration = {
    port: 0,
    dataDirectory: folder,
    databaseUrl: await databaseUrl(stage, database),
    profile: 'trial',
    demo: false,
    publicUrl: PUBLIC_URL,
    certificationUrl: 'http://localhost:1/certification',
  };
  const platforms: Platform[] = [];
  // One after the other: the first makes the tables.
  while (platforms.length < processes) {
    const start = async (port: number) => {
      const program = new URL('./platform-process.ts', import.meta.url);
      const process = BenchProcess.start(
        program,
        [JSON.stringify({ ...configuration, port })],
        ['--expose-gc'],
      );
      return { process, port: (await process.next<{ port: number }>()).port };
    };
    const platform: Platform = {
      ...(await start(0)),
      restart: async () => {
        platform.process = (await start(platform.port)).process;
      },
    };
    stage.onEnd(() => platform.process.stop());
    platforms.push(platform);
  }
  return platforms;
}

const memoryOf = async (platforms: readonly Platform[]): Promise<number> =>
  sum(
    await Promise.all(
      platforms.map(
        async ({ process }) => (await process.order<{ bytes: number }>({ kind: 'memory' })).bytes,
      ),
    ),
  );

const cpuOf = async (platforms: readonly Platform[]): Promise<number> =>
  sum(
    await Promise.all(
      platforms.map(
        async ({ process }) => (await process.order<{ milliseconds: number }>({ kind: 'cpu' })).milliseconds,
      ),
    ),
  );

function parts<T>(all: readonly T[], count: number): T[][] {
  const size = Math.ceil(all.length / count);
  return Array.from({ length: count }, (_, turn) => all.slice(turn * size, (turn + 1) * size));
}

/** Boxes in processes of their own: each process speaks to one platform process. */
async function connectBoxes(
  stage: Stage,
  platforms: readonly Platform[],
  { boxes }: FanOut,
): Promise<Holder[]> {
  const key = newBoxKey();
  const { tokens, townKeys } = await platforms[0]!.process.order<{ tokens: string[]; townKeys: TownKey[] }>({
    kind: 'populate',
    key,
    boxes,
  });
  const rounds = Math.ceil(boxes / platforms.length / mostBoxesOfProcess);
  const holders = parts(tokens, platforms.length * rounds).map((own, turn) => {
    const holder = BenchProcess.start(new URL('./box-process.ts', import.meta.url));
    stage.onEnd(() => holder.stop());
    const { port } = platforms[turn % platforms.length]!;
    return {
      holder,
      port,
      order: { kind: 'connect', port, publicUrl: PUBLIC_URL, key, townKeys, tokens: own },
    };
  });
  await Promise.all(holders.map(({ holder, order }) => holder.order(order)));
  return holders.map(({ holder, port }) => ({ holder, port }));
}

/** Restarts every process of the platform, releases an order as soon as the first is there, and waits for all boxes. */
async function restartAll(
  platforms: readonly Platform[],
  holders: readonly Holder[],
  boxes: number,
): Promise<Restarted> {
  await Promise.all(platforms.map(({ process }) => process.stop()));
  const from = Date.now();
  const back = Promise.all(
    holders.map(({ holder, port }) =>
      holder.order<{ returned: number[] }>({ kind: 'return', port, patienceMs }),
    ),
  );
  for (const platform of platforms) await platform.restart();
  const [{ process: releasing }] = platforms as [Platform];
  const { order, at } = await releasing.order<{ order: string; at: string }>({ kind: 'release' });
  await back;
  const backMs = Date.now() - from;
  const watch = { kind: 'watch', order, releasedAt: at, patienceMs };
  const told = await Promise.all(holders.map(({ holder }) => holder.order<Told>(watch)));
  return {
    backMs,
    lost: boxes - together(told, 'durable').length,
    duplicates: sum(told.map((one) => one.duplicates)),
  };
}

const together = (told: readonly Told[], kind: 'received' | 'displayed' | 'durable'): number[] =>
  told.flatMap((one) => one[kind]);

type Round = Omit<Measured, 'bytesPerIdleBox' | 'mosquittoMs'>;

async function oneOrder(
  platform: BenchProcess,
  holders: readonly BenchProcess[],
  boxes: number,
): Promise<Round & { order: string }> {
  const { order, at } = await platform.order<{ order: string; at: string }>({ kind: 'release' });
  const watch = { kind: 'watch', order, releasedAt: at, patienceMs };
  const told = await Promise.all(holders.map((holder) => holder.order<Told>(watch)));
  const received = together(told, 'received');
  const { boxes: durableCount } = await platform.order<{ boxes: number }>({ kind: 'count', order });
  return {
    order,
    receivedMs: spread(received),
    displayedMs: spread(together(told, 'displayed')),
    durableMs: spread(together(told, 'durable')),
    durableCount,
    lost: boxes - received.length,
    duplicates: sum(told.map((one) => one.duplicates)),
  };
}

/** The same payload by a broker that stores nothing, to as many clients in as many processes. */
async function brokerMs(holders: readonly BenchProcess[], boxes: number, message: string): Promise<number> {
  const broker = await Mosquitto.start();
  try {
    const topic = 'orders';
    const clients = Math.ceil(boxes / holders.length);
    const { port } = broker;
    await Promise.all(holders.map((holder) => holder.order({ kind: 'mqtt', port, clients, topic })));
    const publishedAt = await broker.publish(topic, Buffer.from(message));
    const ask = { kind: 'mqtt-heard', publishedAt, patienceMs };
    const heard = await Promise.all(holders.map((holder) => holder.order<{ heard: number[] }>(ask)));
    return spread(heard.flatMap((one) => one.heard)).max;
  } finally {
    await Promise.all(holders.map((holder) => holder.order({ kind: 'disconnect' })));
    await broker.stop();
  }
}

/** Times of the order in the middle by its durable time; faults of all. */
function overall(rounds: readonly Round[]): Round {
  const sorted = [...rounds].sort((a, b) => a.durableMs.max - b.durableMs.max);
  return {
    ...sorted[Math.floor((sorted.length - 1) / 2)]!,
    durableCount: Math.min(...rounds.map((round) => round.durableCount)),
    lost: Math.max(...rounds.map((round) => round.lost)),
    duplicates: Math.max(...rounds.map((round) => round.duplicates)),
  };
}

/** Connects the boxes, releases orders and follows each until the receipts of all boxes are durable. */
export async function measureFanOut(
  asked: FanOut,
  say: (line: string) => void,
): Promise<{ measured: Measured; restarted: Restarted | undefined }> {
  const stage = new Stage();
  try {
    say(`${asked.processes} platform process(es) on ${asked.database}`);
    const platforms = await startPlatforms(stage, asked);
    const before = await memoryOf(platforms);
    const from = Date.now();
    const homes = await connectBoxes(stage, platforms, asked);
    const holders = homes.map(({ holder }) => holder);
    say(`${asked.boxes} boxes registered and connected after ${Math.round((Date.now() - from) / 1000)} s`);
    const idle = (await memoryOf(platforms)) - before;
    const [{ process: releasing }] = platforms as [Platform];
    const rounds: Round[] = [];
    let message = '';
    while (rounds.length < asked.rounds) {
      const cpu = await cpuOf(platforms);
      const { order, ...round } = await oneOrder(releasing, holders, asked.boxes);
      const spent = (await cpuOf(platforms)) - cpu;
      say(`order ${rounds.length + 1}: ${JSON.stringify(round)}, ${spent} ms of the platform's processor`);
      rounds.push(round);
      message = (await releasing.order<{ text: string }>({ kind: 'message', order })).text;
    }
    const restarted = asked.restart ? await restartAll(platforms, homes, asked.boxes) : undefined;
    if (restarted) say(`after a restart: ${JSON.stringify(restarted)}`);
    await Promise.all(holders.map((holder) => holder.order({ kind: 'disconnect' })));
    const mosquittoMs = asked.mosquitto ? { max: await brokerMs(holders, asked.boxes, message) } : null;
    const bytesPerIdleBox = Math.round(idle / asked.boxes);
    return { measured: { ...overall(rounds), bytesPerIdleBox, mosquittoMs }, restarted };
  } finally {
    await stage.end();
  }
}
