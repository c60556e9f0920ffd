import type { RawKey } from '../../app/keys/names.ts';

/** The next press of a held key comes within this time, also where a set does not say that it is held. */
export const nextWithin = 700;

/** How long a key is being held: some sets mark the repeats, others send the same key again and again. */
export class Hold {
  #same: { id: string; since: number; last: number } | undefined;

  /** Milliseconds since the key went down, as far as can be told at `now`. */
  press(key: RawKey, now: number): number {
    const id = `${key.name ?? ''}/${key.code ?? ''}/${key.domKey ?? ''}`;
    const same = this.#same;
    if (same?.id === id && (key.repeat || now - same.last < nextWithin)) {
      same.last = now;
      return now - same.since;
    }
    this.#same = { id, since: now, last: now };
    return 0;
  }
}
