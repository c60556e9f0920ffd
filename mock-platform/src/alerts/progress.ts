import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import type { AlertsTables } from './tables.ts';

const writers = new WeakMap<PlatformContext, string>();

/** Names this process among those that store: each counts in a row of its own, so that none waits for another. */
export function writerOf(context: PlatformContext): string {
  const writer = writers.get(context) ?? randomUUID();
  writers.set(context, writer);
  return writer;
}

/** Something about an order was stored. */
export async function noteProgress(context: PlatformContext, order: string): Promise<void> {
  await sql`
    insert into alerts.progress ("order", writer, version) values (${order}, ${writerOf(context)}, 1)
    on conflict ("order", writer) do update set version = progress.version + 1`.execute(
    context.tables<AlertsTables>(),
  );
}

/**
 * A text that changes whenever something that a board of the town shows of an order or its updates has changed, at whichever
 * process: receipts, answers, orders, shelters. Cheap enough to be asked for twice a second.
 */
export async function boardVersion(
  context: PlatformContext,
  municipality: string,
  chain: readonly string[],
): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select concat_ws('/',
      (select sum(version) from alerts.progress where "order" = any(${[...chain]}::uuid[])),
      (select max(number) from alerts."order" where municipality = ${municipality}),
      (select max(greatest(since, until)) from alerts.sheltered where municipality = ${municipality})
    ) as version`.execute(context.tables<AlertsTables>());
  return rows[0]?.version ?? '';
}

const followMilliseconds = 500;

/** Somebody who is told whenever a board has changed, until they stop. */
export interface Following {
  start(tell: (version: string) => void): void;
  stop(): void;
}

/** Tells, half a second late at most, of every change of `boardVersion`; first of the one that is there. */
export function followBoard(
  context: PlatformContext,
  municipality: string,
  chain: readonly string[],
): Following {
  let known: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (tell: (version: string) => void): Promise<void> => {
    // A database that does not answer now is asked again.
    const version = await boardVersion(context, municipality, chain).catch(() => known);
    if (stopped) return;
    if (version !== undefined && version !== known) tell(version);
    known = version;
    timer = setTimeout(() => void look(tell), followMilliseconds);
    timer.unref();
  };
  return {
    start: (tell) => void look(tell),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
