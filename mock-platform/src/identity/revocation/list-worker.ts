import { parentPort } from 'node:worker_threads';
import { parseCertificate } from '../certificates/certificate.ts';
import { type IndexedList, type ListScope, readIndexedList } from './list.ts';
import { RevocationUnavailable } from './status.ts';

/** A list to read; its bytes are handed over, not copied. */
export interface ToListWorker {
  id: number;
  der: Uint8Array<ArrayBuffer>;
  /** Certificate of the issuer, DER. */
  issuer: Uint8Array;
  scope: ListScope;
}

export type FromListWorker =
  | { id: number; type: 'read'; list: IndexedList }
  | { id: number; type: 'unavailable'; reason: string };

/** Reads big lists off the main thread, which would stall all sockets for seconds. */
const port = parentPort!;
port.on('message', ({ id, der, issuer, scope }: ToListWorker) => {
  try {
    const list = readIndexedList(der, parseCertificate(issuer), scope);
    const message: FromListWorker = { id, type: 'read', list };
    port.postMessage(message, [list.table.bytes.buffer, list.table.slots.buffer]);
  } catch (error) {
    if (!(error instanceof RevocationUnavailable)) throw error;
    const message: FromListWorker = { id, type: 'unavailable', reason: error.reason };
    port.postMessage(message);
  }
});
