import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { HubObserver } from './stream-hub.ts';
import type { BoxesTables } from './tables.ts';

const heartbeatMilliseconds = 5_000;
/** A process that has been silent for so long has no boxes any more. */
const silent = sql`interval '20 seconds'`;
/** Connections come and go in crowds: they are written together. */
const gatherMilliseconds = 100;

/**
 * Tells the other processes which boxes are connected to this one, and knows theirs. Times are the database's own, so
 * that processes with different clocks agree.
 */
export class Presence implements HubObserver {
  readonly hub = randomUUID();
  private readonly changed = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private connected: () => string[] = () => [];
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly tables: Kysely<BoxesTables>) {}

  /** Makes this process known; `connected` lists the boxes it has. */
  async start(connected: () => string[]): Promise<void> {
    this.connected = connected;
    await this.beat();
    this.heartbeat = setInterval(() => this.run(() => this.beat()), heartbeatMilliseconds);
    this.heartbeat.unref();
  }

  opened(box: string): void {
    this.note(box);
  }

  closed(box: string): void {
    this.note(box);
  }

  /** Those of the boxes that are connected to another living process. */
  async elsewhere(boxes: readonly string[]): Promise<Set<string>> {
    if (boxes.length === 0) return new Set();
    const { rows } = await sql<{ box: string }>`
      select presence.box from boxes.presence as presence join boxes.hub as hub on hub.id = presence.hub
      where presence.hub <> ${this.hub} and hub.alive_at > now() - ${silent}
        and presence.box = any(${[...boxes]}::uuid[])`.execute(this.tables);
    return new Set(rows.map(({ box }) => box));
  }

  /** Takes this process and its boxes out. */
  async stop(): Promise<void> {
    clearInterval(this.heartbeat);
    clearTimeout(this.timer);
    this.run(async () => {
      await sql`delete from boxes.hub where id = ${this.hub}`.execute(this.tables);
    });
    await this.last;
  }

  private note(box: string): void {
    this.changed.add(box);
    if (this.changed.size > 1) return;
    this.timer = setTimeout(() => this.run(() => this.write()), gatherMilliseconds);
    this.timer.unref();
  }

  /** One after the other; what fails is put right by a later heartbeat. */
  private run(step: () => Promise<void>): void {
    this.last = this.last.then(step).catch(() => undefined);
  }

  private async write(): Promise<void> {
    const boxes = [...this.changed];
    this.changed.clear();
    const here = new Set(this.connected());
    await this.enter(boxes.filter((box) => here.has(box)));
    const gone = boxes.filter((box) => !here.has(box));
    if (gone.length > 0) {
      await sql`
        with left_us as (
          delete from boxes.presence where hub = ${this.hub} and box = any(${gone}::uuid[]) returning box
        )
        update boxes.box as box set seen_at = now() from left_us where box.id = left_us.box`.execute(
        this.tables,
      );
    }
  }

  private async enter(boxes: readonly string[]): Promise<void> {
    if (boxes.length === 0) return;
    await sql`
      insert into boxes.presence (box, hub) select box, ${this.hub}::uuid from unnest(${[...boxes].sort()}::uuid[]) as box
      on conflict (box) do update set hub = excluded.hub`.execute(this.tables);
  }

  private async beat(): Promise<void> {
    const { rows } = await sql<{ first: boolean }>`
      insert into boxes.hub (id, alive_at) values (${this.hub}, now())
      on conflict (id) do update set alive_at = excluded.alive_at
      returning xmax = 0 as first`.execute(this.tables);
    // A process that died could not say when it last had its boxes.
    await sql`
      update boxes.box as box set seen_at = greatest(box.seen_at, hub.alive_at)
      from boxes.presence as presence join boxes.hub as hub on hub.id = presence.hub
      where presence.box = box.id and hub.alive_at <= now() - 3 * ${silent}`.execute(this.tables);
    await sql`delete from boxes.hub where alive_at <= now() - 3 * ${silent}`.execute(this.tables);
    // Others took this process for dead, or the database lost what it keeps in memory.
    if (rows[0]?.first) await this.enter(this.connected());
  }
}
