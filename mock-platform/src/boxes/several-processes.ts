import { type Kysely, sql } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import type { StreamHub } from './stream-hub.ts';
import type { BoxChangeType, BoxesTables, ChangeType } from './tables.ts';

const channel = 'chanoma_boxes';
/** For notifications that got lost. */
const pollMilliseconds = 5_000;
/** Changes of one box are looked for so far back; whoever missed them looks for itself. */
const boxChangeSeconds = 60;

type Versions = Map<string, { municipality: string; type: ChangeType; version: number }>;

async function versions(context: PlatformContext): Promise<Versions> {
  const rows = await context.tables<BoxesTables>().selectFrom('boxes.change').selectAll().execute();
  return new Map(rows.map((row) => [`${row.municipality}/${row.type}`, row]));
}

type BoxVersions = Map<string, { box: string; type: BoxChangeType; version: number }>;

async function boxVersions(context: PlatformContext): Promise<BoxVersions> {
  const rows = await context
    .tables<BoxesTables>()
    .selectFrom('boxes.box_change')
    .select(['box', 'type', 'version'])
    .where('at', '>', sql<Date>`now() - make_interval(secs => ${boxChangeSeconds})`)
    .execute();
  return new Map(rows.map((row) => [`${row.box}/${row.type}`, row]));
}

async function cutBlocked(context: PlatformContext, hub: StreamHub): Promise<void> {
  if (hub.size === 0) return;
  const blocked = await context
    .tables<BoxesTables>()
    .selectFrom('boxes.box')
    .select('id')
    .where('blocked', '=', true)
    .execute();
  for (const { id } of blocked) hub.disconnect(id);
}

/** Wakes every process of the platform, this one too: each looks for what has changed. */
export async function tellProcesses(context: PlatformContext): Promise<void> {
  await sql`select pg_notify(${channel}, '')`.execute(context.tables<BoxesTables>());
}

const announcements = new WeakMap<PlatformContext, Set<Promise<void>>>();

function pending(context: PlatformContext): Set<Promise<void>> {
  const found = announcements.get(context) ?? new Set();
  announcements.set(context, found);
  return found;
}

/** Tells all boxes of a municipality, at every process, that something has changed. */
export function announceChange(context: PlatformContext, municipality: string, type: ChangeType): void {
  announce(context, async (tables) => {
    await sql`
      insert into boxes.change (municipality, type, version) values (${municipality}, ${type}, 1)
      on conflict (municipality, type) do update set version = change.version + 1`.execute(tables);
  });
}

/** Tells one box, at whichever process it is connected, that something of its own has changed. */
export function announceToBox(context: PlatformContext, box: string, type: BoxChangeType): void {
  announce(context, async (tables) => {
    await sql`
      insert into boxes.box_change (box, type, version, at) values (${box}, ${type}, 1, now())
      on conflict (box, type) do update set version = box_change.version + 1, at = now()`.execute(tables);
  });
}

function announce(context: PlatformContext, note: (tables: Kysely<BoxesTables>) => Promise<void>): void {
  const noteAndTell = async (): Promise<void> => {
    await note(context.tables<BoxesTables>());
    await tellProcesses(context);
  };
  const all = pending(context);
  // Boxes that are not told look for themselves when they connect next.
  const one: Promise<void> = noteAndTell()
    .catch(() => undefined)
    .finally(() => all.delete(one));
  all.add(one);
}

/** Does at this process what was decided at any: cuts blocked boxes, passes changes on. */
export async function listenToProcesses(context: PlatformContext, hub: StreamHub): Promise<void> {
  let told = await versions(context);
  let toldBoxes = await boxVersions(context);
  let running: Promise<void> | undefined;
  let again = false;
  const look = async (): Promise<void> => {
    do {
      again = false;
      await cutBlocked(context, hub);
      const now = await versions(context);
      const news = [...now].filter(([name, { version }]) => version !== told.get(name)?.version);
      told = now;
      for (const [, { municipality, type }] of news) await hub.broadcastChange(municipality, type);
      const changed = await boxVersions(context);
      for (const [name, { box, type, version }] of changed)
        if (version !== toldBoxes.get(name)?.version) hub.tellBox(box, type);
      toldBoxes = changed;
    } while (again);
  };
  const wake = (): void => {
    again = true;
    running ??= look()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
  };
  await context.onNotify(channel, wake);
  const timer = setInterval(wake, pollMilliseconds);
  timer.unref();
  context.onClose(async () => {
    clearInterval(timer);
    await Promise.all(pending(context));
    await running;
  });
}
