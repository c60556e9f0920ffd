import { type DeviceSetting, domKeyNames } from './devices.ts';
import { type KeyMap, keyMapFor } from './key-map.ts';
import { readLearned, writeLearned } from './learned.ts';
import type { KeyName, RawKey } from './names.ts';

export interface RemoteOptions {
  device: DeviceSetting;
  /** `window`, whose `VK_…` constants go before the table. */
  constants?: Readonly<Record<string, unknown>>;
  storage: Pick<Storage, 'getItem' | 'setItem'> | null;
}

/** So many keys that nobody knows, and never one that is known: this remote control must be taught first. */
const strangeEnough = 4;

/** The remote control of this television: what its keys mean, and what the household taught. */
export class Remote {
  #learned: KeyMap;
  #map: KeyMap;
  #borrower: ((key: RawKey, name: KeyName | undefined) => void) | undefined;
  #strange = 0;

  constructor(private readonly options: RemoteOptions) {
    this.#learned = readLearned(options.storage);
    this.#map = this.#mapWith(this.#learned);
  }

  /** Codes in force. */
  get map(): KeyMap {
    return this.#map;
  }
  get learned(): KeyMap {
    return this.#learned;
  }

  /** Which key it is; undefined for one that nobody knows. */
  nameOf({ code, domKey, name }: RawKey): KeyName | undefined {
    if (name) return name;
    return (code === undefined ? undefined : this.#map[code]) ?? domKeyNames[domKey ?? ''];
  }

  /** Keeps what was taught in the place of what was taught before; nothing at all forgets it. */
  teach(learned: KeyMap): void {
    this.#learned = learned;
    this.#map = this.#mapWith(learned);
    writeLearned(this.options.storage, learned);
  }

  /** Until the returned function is called every key goes to the borrower first, known or not. */
  borrow(borrower: (key: RawKey, name: KeyName | undefined) => void): () => void {
    this.#borrower = borrower;
    return () => {
      if (this.#borrower === borrower) this.#borrower = undefined;
    };
  }
  /** Hands a key to whoever borrowed the remote control; false when nobody did. */
  lend(key: RawKey): boolean {
    const borrower = this.#borrower;
    // It may give the remote control back with this very key, which is its own all the same.
    borrower?.(key, this.nameOf(key));
    return borrower !== undefined;
  }

  /** Counts keys that nobody knows. True when it seems that no key of this remote control is known. */
  strange(known: boolean): boolean {
    if (known) this.#strange = Number.NEGATIVE_INFINITY;
    else this.#strange += 1;
    return this.#strange === strangeEnough;
  }

  #mapWith(learned: KeyMap): KeyMap {
    return keyMapFor(this.options.device, this.options.constants, learned);
  }
}
