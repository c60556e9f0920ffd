import { Worker } from 'node:worker_threads';
import type { Certificate } from '../certificates/certificate.ts';
import { type IndexedList, type ListScope, readIndexedList } from './list.ts';
import type { FromListWorker, ToListWorker } from './list-worker.ts';
import { RevocationUnavailable } from './status.ts';

/** Lists from this size on are read by a worker: a smaller one takes some milliseconds at most. */
const WORKER_FROM_BYTES = 128 * 1024;

interface Waiting {
  resolve(list: IndexedList): void;
  reject(error: Error): void;
}

/** The bytes in a memory block of their own, which can be handed to a worker and is not kept alive by others. */
function alone(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = body;
  if (buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength) {
    return new Uint8Array(buffer);
  }
  return new Uint8Array(body);
}

/** Reads lists, big ones in a worker thread that is started for the first of them. */
export class ListReader {
  #worker: Worker | undefined;
  #next = 0;
  readonly #waiting = new Map<number, Waiting>();

  /**
   * Takes the bytes over: they must not be used afterwards.
   * @throws RevocationUnavailable when it is not a good list of this issuer and scope
   */
  async read(body: Uint8Array, issuer: Certificate, scope: ListScope): Promise<IndexedList> {
    const der = alone(body);
    if (der.length < WORKER_FROM_BYTES) return readIndexedList(der, issuer, scope);
    this.#worker ??= this.#start();
    const id = this.#next++;
    const message: ToListWorker = { id, der, issuer: issuer.der, scope };
    const done = new Promise<IndexedList>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#worker.ref();
    this.#worker.postMessage(message, [der.buffer]);
    return done;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    // The registration of a TypeScript loader does not reach worker threads, so the worker imports it itself.
    const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
    const file = JSON.stringify(new URL('./list-worker.ts', import.meta.url).href);
    const parent = JSON.stringify(import.meta.url);
    const start = `import(${loader}).then((loader) => loader.tsImport(${file}, ${parent}))`;
    const worker = new Worker(start, { eval: true, execArgv: [] });
    worker.on('message', (message: FromListWorker) => this.#settle(message));
    worker.on('error', (error) => this.#lose(worker, error.message));
    worker.on('exit', () => this.#lose(worker, 'ended'));
    return worker;
  }

  #settle(message: FromListWorker): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    // An idle worker does not keep the process alive.
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (message.type === 'read') waiting?.resolve(message.list);
    else waiting?.reject(new RevocationUnavailable(message.reason));
  }

  /** The next list starts another worker. */
  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) {
      reject(new RevocationUnavailable(`reader of lists: ${why}`));
    }
    this.#waiting.clear();
  }
}
