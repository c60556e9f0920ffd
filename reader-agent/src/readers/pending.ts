import type { FailureCode } from '../protocol/failures.ts';
import { CardFailure } from './failure.ts';

interface Waiting {
  resolve(response: Uint8Array): void;
  reject(failure: CardFailure): void;
  timer: NodeJS.Timeout;
}

/** Requests that wait for an answer by number. Each one ends: by an answer, a failure or its time limit. */
export class PendingRequests {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /**
   * Numbers a request, hands the number to `send` and waits. After `limit` ms it fails with `code`;
   * `late` is told, because what did not answer in time may never answer again.
   */
  start(send: (id: number) => void, limit: number, code: FailureCode, late: () => void): Promise<Uint8Array> {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new CardFailure(code, `no answer within ${limit} ms`));
        late();
      }, limit);
      this.waiting.set(id, { resolve, reject, timer });
      send(id);
    });
  }

  answer(id: number, response: Uint8Array): void {
    this.take(id)?.resolve(response);
  }

  fail(id: number, failure: CardFailure): void {
    this.take(id)?.reject(failure);
  }

  /** Ends everything that waits: card or reader is gone. */
  failAll(code: FailureCode): void {
    for (const id of [...this.waiting.keys()]) this.fail(id, new CardFailure(code));
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting !== undefined) clearTimeout(waiting.timer);
    return waiting;
  }
}
