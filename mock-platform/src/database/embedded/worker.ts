import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { resultParsers } from '../types.ts';
import { DurableFiles } from './durable-files.ts';
import type { FromWorker, SqlFailure, ToWorker } from './messages.ts';

/**
 * Runs PGlite off the main thread (a long scan must not stall the sockets) and answers one query after the other.
 */
const port = parentPort!;
const { directory } = workerData as { directory: string | undefined };
const say = (message: FromWorker): void => port.postMessage(message);

// PGlite's own start parameters contain -F (fsync off); see the reason for real fsync in durable-files.ts.
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  directory === undefined ? 'fsync=off' : 'fsync=on',
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'shared_buffers=32MB',
  '-c',
  'max_wal_size=64MB',
];

function failureOf(error: unknown): SqlFailure {
  const { message, code, constraint, detail, table, schema } = error as SqlFailure;
  return { message, code, constraint, detail, table, schema };
}

async function answer(engine: PGlite, message: ToWorker): Promise<void> {
  try {
    if (message.type === 'query') {
      const { sql, parameters } = message;
      const result = await engine.query(sql, [...parameters], { parsers: resultParsers });
      const affectedRows = result.command === 'SELECT' ? 0 : (result.rowCount ?? result.affectedRows ?? 0);
      say({ type: 'done', id: message.id, outcome: { rows: result.rows, affectedRows } });
      return;
    }
    if (message.type === 'listen') {
      const { channel } = message;
      await engine.listen(channel, (payload) => say({ type: 'notification', channel, payload }));
    } else {
      await engine.close();
    }
    say({ type: 'done', id: message.id, outcome: { rows: [], affectedRows: 0 } });
    if (message.type === 'close') port.close();
  } catch (error) {
    say({ type: 'refused', id: message.id, failure: failureOf(error) });
  }
}

try {
  const engine = new PGlite({
    ...(directory === undefined ? {} : { fs: new DurableFiles(directory) }),
    extensions: { btree_gist },
    startParams,
  });
  await engine.waitReady;
  await engine.exec("set timezone to 'Asia/Tokyo'");
  port.on('message', (message: ToWorker) => void answer(engine, message));
  say({ type: 'ready' });
} catch (error) {
  say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}
