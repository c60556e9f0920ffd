import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { openDatabase } from '../../mock-platform/src/database/open-database.ts';

const require = createRequire(import.meta.url);
const engine = dirname(require.resolve('@electric-sql/pglite'));
const { version } = require(join(engine, '..', 'package.json')) as { version: string };
const template = join(tmpdir(), `chanoma-empty-database-${version}-${userInfo().uid}`);

/** An empty embedded database, made once on this machine: making one takes longer than most tests. */
async function makeTemplate(): Promise<void> {
  if (existsSync(template)) return;
  const own = mkdtempSync(`${template}-`);
  const database = await openDatabase({ dataDirectory: own });
  await database.close();
  try {
    renameSync(join(own, 'database'), template);
  } catch {
    // Another test process was faster.
  }
  rmSync(own, { recursive: true, force: true });
}

/** Puts an empty embedded database into a data directory. */
export async function prepareDataDirectory(directory: string): Promise<void> {
  await makeTemplate();
  cpSync(template, join(directory, 'database'), { recursive: true, mode: 0 });
}

/** A new data directory with an empty embedded database, and how to throw it away. */
export async function temporaryDataDirectory(): Promise<{ directory: string; remove(): void }> {
  const directory = mkdtempSync(join(tmpdir(), 'chanoma-test-'));
  await prepareDataDirectory(directory);
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
