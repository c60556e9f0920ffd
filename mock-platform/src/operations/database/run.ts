import { readArchive, writeArchive } from '../../database/copy/archive.ts';
import { loadCopy } from '../../database/copy/load.ts';
import { withSnapshot } from '../../database/copy/snapshot.ts';
import type { CopySource, Progress, TableSum } from '../../database/copy/source.ts';
import { migrateDown, migrateModuleTo, migrateToLatest, migrationStatus } from '../../database/migrate.ts';
import { type Database, type DatabaseConfiguration, openDatabase } from '../../database/open-database.ts';
import type { DatabaseOptions } from './command-line.ts';
import { knownModules } from './known-modules.ts';

/** Where a command writes: results, and signs of life of long work. */
export interface Printer {
  say(line: string): void;
  progress: Progress;
}

const rowOf = ({ name, rows, checksum }: TableSum): string =>
  `${name.padEnd(36)} ${String(rows).padStart(10)} ${checksum}`;
const heading = `${'table'.padEnd(36)} ${'rows'.padStart(10)} checksum`;

function sayCompared(sums: readonly { source: TableSum; target: TableSum }[], { say }: Printer): void {
  say(heading);
  for (const { source } of sums) say(rowOf(source));
  const rows = sums.reduce((total, { target }) => total + target.rows, 0);
  say(`compared: ${sums.length} tables, ${rows} rows, every checksum equal`);
}

async function using<T>(
  configuration: DatabaseConfiguration,
  hold: 'shared' | 'alone',
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(configuration, hold);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

async function status({ kysely }: Database, { say }: Printer): Promise<void> {
  for (const { module, applied, pending } of await migrationStatus(kysely, knownModules)) {
    say(`${module.padEnd(12)} applied ${applied.length}, pending ${pending.length}`);
    for (const name of applied) say(`  ${name}`);
    for (const name of pending) say(`  ${name} (pending)`);
  }
}

async function fill(
  configuration: DatabaseConfiguration,
  source: CopySource,
  replace: boolean,
  printer: Printer,
): Promise<void> {
  const { progress } = printer;
  const sums = await using(configuration, 'alone', ({ kysely }) =>
    loadCopy(kysely, knownModules, source, { replace, progress }),
  );
  sayCompared(sums, printer);
}

const isServer = (target: string): boolean => /^postgres(ql)?:/.test(target);
const databaseAt = (target: string): DatabaseConfiguration =>
  isServer(target) ? { dataDirectory: '', databaseUrl: target } : { dataDirectory: target };

/**
 * Does what `npm run -s database` was asked for.
 * @throws DatabaseError
 */
export async function runDatabaseCommand(
  { data, run }: DatabaseOptions,
  databaseUrl: string | undefined,
  printer: Printer,
): Promise<void> {
  const own = { dataDirectory: data, databaseUrl };
  switch (run.command) {
    case 'status':
      return using(own, 'shared', (database) => status(database, printer));
    case 'migrate':
      return using(own, 'alone', ({ kysely }) => migrateToLatest(kysely, knownModules));
    case 'migrate-down':
      return using(own, 'alone', ({ kysely }) => migrateDown(kysely, knownModules, () => true));
    case 'migrate-to':
      return using(own, 'alone', ({ kysely }) => migrateModuleTo(kysely, knownModules, run.target));
    case 'export': {
      const sums = await using(own, 'shared', ({ kysely }) =>
        withSnapshot(kysely, (source) => writeArchive(run.folder, source, printer.progress)),
      );
      printer.say(heading);
      for (const sum of sums) printer.say(rowOf(sum));
      return;
    }
    case 'import':
      return fill(own, readArchive(run.folder), run.replace, printer);
    case 'move':
      return using(own, 'alone', ({ kysely }) =>
        withSnapshot(kysely, (source) => fill(databaseAt(run.target), source, run.replace, printer)),
      );
  }
}
