import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TownKey } from '../../mock-platform/src/protocol/boxes.ts';
import { readJws } from '../../mock-platform/src/server/jws.ts';
import { newBoxKey, privateKeyOf } from '../bench/alerts/populate.ts';
import { SimulatedBox, type Surroundings } from '../bench/alerts/simulated-box.ts';
import { BenchProcess } from '../bench/processes.ts';
import type { Chance } from '../chance.ts';
import { prepareDataDirectory } from '../mock-platform/database-template.ts';

const publicUrl = 'https://platform.example';
const program = new URL('../bench/alerts/platform-process.ts', import.meta.url);
const pause = (milliseconds: number) => new Promise<void>((resume) => setTimeout(resume, milliseconds));

/** A platform process that is killed and comes back at the same port. */
class MortalPlatform {
  port = 0;
  private process: BenchProcess | undefined;

  constructor(private readonly configuration: object) {}

  async start(): Promise<void> {
    const process = BenchProcess.start(program, [JSON.stringify({ ...this.configuration, port: this.port })]);
    this.port = (await process.next<{ port: number }>()).port;
    this.process = process;
  }

  /** @throws Error also when it dies meanwhile */
  order<T>(ask: object): Promise<T> {
    return this.process?.order<T>(ask) ?? Promise.reject(new Error('not running'));
  }

  async kill(): Promise<void> {
    const victim = this.process;
    this.process = undefined;
    await victim?.kill();
  }
}

/** A box that reconnects for ever, to any of the platform's processes, and whose line can be cut. */
class PersistentBox {
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(
    readonly box: SimulatedBox,
    private readonly port: () => number,
  ) {}

  start(): void {
    this.running = this.run();
  }

  cut(): void {
    this.box.disconnect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.box.disconnect();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        const closed = new Promise<void>((done) => {
          const welcomed = this.box.connect(this.port());
          this.box.onceClosed(done);
          welcomed.catch(() => done());
        });
        await closed;
      } catch {
        // It tries again.
      }
      await pause(20 + Math.random() * 80);
    }
  }
}

function orderReader(keys: readonly TownKey[]): Surroundings['orderOf'] {
  return (text) => {
    const jws = readJws(text);
    const pinned = keys.find(({ kid }) => kid === jws?.header.kid);
    const key = pinned && createPublicKey({ key: { ...pinned.publicKey }, format: 'jwk' });
    if (!jws || !key || !verify('sha256', jws.signed, { key, dsaEncoding: 'ieee-p1363' }, jws.signature))
      throw new Error('an order that no town signed');
    return (jws.payload as { id: string }).id;
  };
}

/** Platform processes on one database with boxes that keep their own logs, for tests that break things during a fan-out. */
export class AlertStorm {
  readonly orders: string[] = [];
  private readonly boxes: PersistentBox[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'chanoma-storm-'));
  private readonly platforms: MortalPlatform[];

  private readonly embedded: boolean;

  constructor(processes: number, databaseUrl?: string) {
    this.embedded = databaseUrl === undefined;
    const configuration = {
      dataDirectory: this.folder,
      databaseUrl,
      profile: 'trial',
      demo: false,
      publicUrl,
      certificationUrl: 'http://localhost:1/certification',
    };
    this.platforms = Array.from({ length: processes }, () => new MortalPlatform(configuration));
  }

  async open(count: number, chance: Chance): Promise<void> {
    if (this.embedded) await prepareDataDirectory(this.folder);
    for (const platform of this.platforms) await platform.start();
    const key = newBoxKey();
    const { tokens, townKeys } = await this.platforms[0]!.order<{ tokens: string[]; townKeys: TownKey[] }>({
      kind: 'populate',
      key,
      boxes: count,
    });
    const around = { publicUrl, key: privateKeyOf(key), jwk: key.jwk, orderOf: orderReader(townKeys) };
    for (const token of tokens) {
      const box = new PersistentBox(new SimulatedBox(token, around), () => chance.pick(this.platforms).port);
      this.boxes.push(box);
      box.start();
    }
  }

  /** Releases an order; an official who does not know whether it went out presses again. */
  async release(): Promise<void> {
    const id = randomUUID();
    await this.insist({ kind: 'release', id });
    this.orders.push(id);
  }

  /** Kills a process of the platform with SIGKILL and brings it back. */
  async killPlatform(chance: Chance, awayMs: number): Promise<void> {
    const platform = chance.pick(this.platforms);
    await platform.kill();
    await pause(awayMs);
    await platform.start();
  }

  /** Cuts the lines of some boxes. */
  cutLines(chance: Chance): void {
    for (const box of this.boxes) if (chance.oneIn(3)) box.cut();
  }

  /** Boxes that have an order but not as it should be, in their own logs: lost, or called durable too little. */
  unfinished(): number {
    return this.boxes.filter(({ box }) =>
      this.orders.some((order) => box.seen.get(order)?.durable === undefined),
    ).length;
  }

  /** What the boxes' own logs say: orders that never came, and orders that came more than once. */
  judged(): { lost: number; twice: number } {
    let lost = 0;
    let twice = 0;
    for (const { box } of this.boxes) {
      lost += this.orders.filter((order) => !box.seen.has(order)).length;
      twice += box.duplicates;
    }
    return { lost, twice };
  }

  /** Boxes whose receipts of both kinds are in the database, for each order. */
  async durable(): Promise<number[]> {
    const counts: number[] = [];
    for (const order of this.orders)
      counts.push((await this.insist<{ boxes: number }>({ kind: 'count', order })).boxes);
    return counts;
  }

  async close(): Promise<void> {
    await Promise.all(this.boxes.map((box) => box.stop()));
    for (const platform of this.platforms) await platform.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async insist<T>(ask: object): Promise<T> {
    const deadline = Date.now() + 60_000;
    for (let turn = 0; ; turn += 1) {
      try {
        return await this.platforms[turn % this.platforms.length]!.order<T>(ask);
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await pause(100);
      }
    }
  }
}

/** Process ids of a PostgreSQL server's children; one that is killed makes the server recover from a crash. */
export function backendsOf(server: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1];
        const title = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
        return Number(parent) === server && title.includes('idle');
      } catch {
        return false;
      }
    })
    .map(Number);
}
