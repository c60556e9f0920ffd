import { RemoteKey } from '../../../../mock-platform/src/protocol/living-room.ts';

/** Names of the keys of a remote control, as the whole application knows them. */
export const keyNames = RemoteKey.options;
export type KeyName = RemoteKey;

/** Without these nobody gets about: every remote must reach them. */
export const essentialKeys = ['Enter', 'Back', 'Up', 'Down', 'Left', 'Right'] as const;

export const arrowKeys: readonly KeyName[] = ['Up', 'Down', 'Left', 'Right'];

export function isKeyName(value: unknown): value is KeyName {
  return (keyNames as readonly unknown[]).includes(value);
}

/** The digit of a number key; undefined for every other key. */
export function digitOf(key: KeyName): string | undefined {
  return key.startsWith('Digit') ? key.slice('Digit'.length) : undefined;
}

export const digitKey = (digit: number): KeyName => `Digit${digit}` as KeyName;

/** A key as the browser or the demo's drawn remote control tells it. */
export interface RawKey {
  /** `keyCode`; absent for a key that came by its name. */
  code?: number;
  /** `key` of the browser (UI Events), for sets that give their special keys no code. */
  domKey?: string;
  /** Name of a key that needs no table: the drawn remote control. */
  name?: KeyName;
  /** It is held down. */
  repeat: boolean;
}
