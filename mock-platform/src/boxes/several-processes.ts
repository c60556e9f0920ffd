import { sql } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import type { StreamHub } from './stream-hub.ts';
import type { BoxesTables, ChangeType } from './tables.ts';

const channel = 'chanoma_boxes';
/** For notifications that got lost. */
const pollMilliseconds = 5_000;

type Versions = Map<string, { municipality: string; type: ChangeType; version: number }>;

async function versions(context: PlatformContext): Promise<Versions> {
  const rows = await context.tables<BoxesTables>().selectFrom('boxes.change').selectAll().execute();
  return new Map(rows.map((row) => [`${row.municipality}/${row.type}`, row]));
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
  const announce = async (): Promise<void> => {
    await sql`
      insert into boxes.change (municipality, type, version) values (${municipality}, ${type}, 1)
      on conflict (municipality, type) do update set version = change.version + 1`.execute(
      context.tables<BoxesTables>(),
    );
    await tellProcesses(context);
  };
  const all = pending(context);
  // Boxes that are not told look for themselves when they connect next.
  const one: Promise<void> = announce()
    .catch(() => undefined)
    .finally(() => all.delete(one));
  all.add(one);
}

/** Does at this process what was decided at any: cuts blocked boxes, passes changes on. */
export async function listenToProcesses(context: PlatformContext, hub: StreamHub): Promise<void> {
  let told = await versions(context);
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
