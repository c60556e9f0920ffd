import { arrowKeys, digitOf, type KeyName } from './names.ts';

/** The same key again within this time comes from a trembling hand, wherever it sends or types something. */
export const tremorLimit = 150;
/** So long after something was sent 決定 does nothing: the outcome must be seen before it can be put away. */
const calmAfterCommit = 500;

/** Decides which key presses count: held keys repeat only where moving is meant. */
export class KeyGate {
  #lastEnter = Number.NEGATIVE_INFINITY;
  #lastCommit = Number.NEGATIVE_INFINITY;
  #lastDigit: { key: KeyName | undefined; at: number } = { key: undefined, at: Number.NEGATIVE_INFINITY };

  /**
   * `now` in milliseconds; `commit`: the focus stands on a button that sends or spends something; `typing`: on one that types
   * or erases.
   */
  accepts(key: KeyName, press: { repeat: boolean; now: number; commit: boolean; typing?: boolean }): boolean {
    if (press.repeat && !arrowKeys.includes(key)) return false;
    if (digitOf(key) !== undefined) return this.#acceptsDigit(key, press.now);
    if (key !== 'Enter') return true;
    const trembling = isWithin(tremorLimit, this.#lastEnter, press.now);
    this.#lastEnter = press.now;
    if (
      isWithin(calmAfterCommit, this.#lastCommit, press.now) ||
      (trembling && (press.commit || press.typing))
    )
      return false;
    if (press.commit) this.#lastCommit = press.now;
    return true;
  }

  /** Remotes that do not tell a held key from one pressed often send it about nine times a second: only the first counts. */
  #acceptsDigit(key: KeyName, now: number): boolean {
    const trembling = key === this.#lastDigit.key && isWithin(tremorLimit, this.#lastDigit.at, now);
    this.#lastDigit = { key, at: now };
    return !trembling;
  }

  /** Which digit was pressed is needed no longer than a hand trembles: it may belong to a PIN. */
  forgetDigit(): void {
    this.#lastDigit.key = undefined;
  }
}

/** A clock that was put back must not keep a key from counting. */
function isWithin(limit: number, before: number, now: number): boolean {
  return now >= before && now - before < limit;
}
