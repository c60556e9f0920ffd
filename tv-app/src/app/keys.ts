import { RemoteKey } from '../../../mock-platform/src/protocol/living-room.ts';

/** Names of the keys of a remote control, as the whole application knows them. */
export const keyNames = RemoteKey.options;
export type KeyName = RemoteKey;

/**
 * The one table of key codes. 戻る: 8 (Backspace and several sets), 27 (remotes that send Escape), 461 (HbbTV), 10009 (Tizen),
 * 166 (browsers' Back). Colours: 403–406 (HbbTV), F1–F4 on desks. テレビ: Home, Tizen's and Android's Home, `t`.
 */
export const keyCodes: Readonly<Record<number, KeyName>> = {
  37: 'Left',
  38: 'Up',
  39: 'Right',
  40: 'Down',
  13: 'Enter',
  8: 'Back',
  27: 'Back',
  461: 'Back',
  10009: 'Back',
  166: 'Back',
  403: 'Red',
  404: 'Green',
  405: 'Yellow',
  406: 'Blue',
  112: 'Blue',
  113: 'Red',
  114: 'Green',
  115: 'Yellow',
  36: 'Tv',
  84: 'Tv',
  172: 'Tv',
  10071: 'Tv',
  33: 'ChannelUp',
  34: 'ChannelDown',
  175: 'ChannelUp',
  174: 'ChannelDown',
  427: 'ChannelUp',
  428: 'ChannelDown',
  ...digits(48),
  ...digits(96),
};

function digits(from: number): Record<number, KeyName> {
  return Object.fromEntries(
    Array.from({ length: 10 }, (_, digit) => [from + digit, `Digit${digit}` as KeyName]),
  );
}

export function isKeyName(value: unknown): value is KeyName {
  return (keyNames as readonly unknown[]).includes(value);
}

/** The digit of a number key; undefined for every other key. */
export function digitOf(key: KeyName): string | undefined {
  return key.startsWith('Digit') ? key.slice('Digit'.length) : undefined;
}

const arrows: readonly KeyName[] = ['Up', 'Down', 'Left', 'Right'];
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
    if (press.repeat && !arrows.includes(key)) return false;
    if (digitOf(key) !== undefined) return this.#acceptsDigit(key, press.now);
    if (key !== 'Enter') return true;
    const trembling = press.now - this.#lastEnter < tremorLimit;
    this.#lastEnter = press.now;
    if (press.now - this.#lastCommit < calmAfterCommit || (trembling && (press.commit || press.typing)))
      return false;
    if (press.commit) this.#lastCommit = press.now;
    return true;
  }

  /** Remotes that do not tell a held key from one pressed often send it about nine times a second: only the first counts. */
  #acceptsDigit(key: KeyName, now: number): boolean {
    const trembling = key === this.#lastDigit.key && now - this.#lastDigit.at < tremorLimit;
    this.#lastDigit = { key, at: now };
    return !trembling;
  }

  /** Which digit was pressed is needed no longer than a hand trembles: it may belong to a PIN. */
  forgetDigit(): void {
    this.#lastDigit.key = undefined;
  }
}
