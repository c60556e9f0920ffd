import { EventEmitter } from 'node:events';
import type { ReaderInfo, ReaderStatus } from './reader.ts';

/** The part of every backend that tells its state: `changed` is announced only when something really changed. */
export class StatusHolder extends EventEmitter<{ changed: [ReaderStatus] }> {
  private current: ReaderStatus = { state: 'missing', code: 'reader.none', card: false };

  get status(): ReaderStatus {
    return this.current;
  }

  get readers(): readonly ReaderInfo[] {
    return [];
  }

  protected setStatus(next: ReaderStatus): void {
    if (JSON.stringify(next) === JSON.stringify(this.current)) return;
    this.current = next;
    this.emit('changed', next);
  }
}
