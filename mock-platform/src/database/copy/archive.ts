import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline as connect, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as z from 'zod/mini';
import { DatabaseError } from '../errors.ts';
import { RowSum } from './checksum.ts';
import {
  type CopySource,
  nameOf,
  type Progress,
  type Row,
  type TableShape,
  type TableSum,
} from './source.ts';

const Manifest = z.object({
  format: z.literal('chanoma-copy-1'),
  madeAt: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      schema: z.string(),
      table: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
      rows: z.number(),
      checksum: z.string(),
    }),
  ),
  sequences: z.array(z.object({ schema: z.string(), sequence: z.string(), value: z.string() })),
});
type Manifest = z.infer<typeof Manifest>;

const manifestFile = 'manifest.json';
const rowsAtOnce = 500;
const RowLine = z.array(z.nullable(z.string()));

const fileOf = (table: TableShape): string => `${nameOf(table)}.jsonl.gz`;
const unreadable = (message: string): DatabaseError => new DatabaseError('copy.unreadable', message);

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}

/**
 * Writes a copy into a new folder, readable by its owner only: a file of rows for each table and, last, the manifest.
 * @throws DatabaseError `copy.target-not-empty`
 */
export async function writeArchive(
  folder: string,
  source: CopySource,
  progress: Progress = () => undefined,
): Promise<TableSum[]> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new DatabaseError('copy.target-not-empty', `${folder} is not empty. Give a new folder.`);
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sums: TableSum[] = [];
  for (const table of source.tables) {
    const sum = new RowSum();
    const lines = async function* (): AsyncGenerator<string> {
      for await (const rows of source.rows(table)) {
        sum.add(rows);
        progress(nameOf(table), sum.rows);
        yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      }
    };
    const path = join(folder, fileOf(table));
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(path, { mode: 0o600 }));
    await sync(path);
    sums.push(sum.of(table));
  }
  const manifest: Manifest = {
    format: 'chanoma-copy-1',
    madeAt: new Date().toISOString(),
    migrations: [...source.migrations],
    tables: source.tables.map((table, index) => {
      const { rows, checksum } = sums[index]!;
      return { ...table, rows, checksum };
    }),
    sequences: [...source.sequences],
  };
  const unfinished = join(folder, `${manifestFile}.new`);
  await writeFile(unfinished, `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  await sync(unfinished);
  renameSync(unfinished, join(folder, manifestFile));
  await sync(folder);
  return sums;
}

function readManifest(folder: string): Manifest {
  const path = join(folder, manifestFile);
  if (!existsSync(path)) throw unreadable(`${folder} holds no finished copy (no ${manifestFile}).`);
  try {
    return Manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new DatabaseError('copy.unreadable', `${path} is not a manifest of a copy.`, { cause: error });
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const text = createGunzip();
  connect(createReadStream(path), text, () => undefined);
  let rest = '';
  for await (const chunk of text.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw new Error('the last line has no end');
}

/**
 * Reads a copy back. A table whose rows are not those that were written ends with `copy.unreadable`.
 * @throws DatabaseError `copy.unreadable`
 */
export function readArchive(folder: string): CopySource {
  const { migrations, tables, sequences } = readManifest(folder);
  async function* rows(table: TableShape): AsyncGenerator<Row[]> {
    const written = tables.find((one) => nameOf(one) === nameOf(table));
    const path = join(folder, fileOf(table));
    const sum = new RowSum();
    let batch: Row[] = [];
    try {
      for await (const line of linesOf(path)) {
        batch.push(RowLine.parse(JSON.parse(line)));
        if (batch.length < rowsAtOnce) continue;
        sum.add(batch);
        yield batch;
        batch = [];
      }
    } catch (error) {
      throw new DatabaseError('copy.unreadable', `${path} cannot be read.`, { cause: error });
    }
    sum.add(batch);
    if (batch.length > 0) yield batch;
    if (sum.rows !== written?.rows || sum.of(table).checksum !== written.checksum) {
      throw unreadable(`${path} is not as it was written.`);
    }
  }
  return { migrations, tables, sequences, rows };
}
