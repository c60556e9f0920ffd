import { codeOf } from '../failure.ts';
import { log } from '../log.ts';

/** What is wrong with the box's disk. */
export type StorageFault = 'storage.full' | 'storage.failed';

/** How the disk takes what the box must remember: a stated condition for screen, support and log, never a crash. */
export class StorageHealth {
  /** Files that were damaged at the start, by name. */
  readonly damagedFiles: string[] = [];
  private current: StorageFault | undefined;

  /** Why the last write failed; undefined while writes succeed. */
  get fault(): StorageFault | undefined {
    return this.current;
  }

  /** Notes how a write ended; passes on its result and its failure. */
  async watch<T>(write: Promise<T>): Promise<T> {
    try {
      const result = await write;
      if (this.current !== undefined) log.info('storage.good');
      this.current = undefined;
      return result;
    } catch (error) {
      const fault = codeOf(error, 'storage.failed') === 'storage.full' ? 'storage.full' : 'storage.failed';
      if (this.current !== fault) log.error('storage.failing', { code: fault });
      this.current = fault;
      throw error;
    }
  }

  /** Notes a file that could not be used. */
  damaged(name: string, previousUsed: boolean): void {
    this.damagedFiles.push(name);
    const instead = previousUsed ? 'the state before it is used' : 'nothing is there instead';
    log.error('storage.damaged', { file: name, putAside: `${name}.broken`, instead });
  }
}

/** For those who have nobody to report to. */
export const unwatched = new StorageHealth();
