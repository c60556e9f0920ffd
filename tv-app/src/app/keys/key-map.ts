import { constantNames, type Device, type DeviceSetting, deviceKeys } from './devices.ts';
import type { KeyName } from './names.ts';

export type KeyMap = Readonly<Record<number, KeyName>>;

/** Kinds whose codes agree; later ones win where they do not. BML counts its keys from 1 and agrees with nobody. */
const mixable: readonly Device[] = ['rdk', 'android', 'webos', 'tizen', 'hbbtv', 'pc'];

/**
 * Which code means which key. A code that some kinds do not use and others use for 戻る is 戻る in `auto`: a way back
 * too many harms nobody. `constants` is `window`, whose `VK_…` outweigh the table; what a household taught outweighs both.
 */
export function keyMapFor(
  setting: DeviceSetting,
  constants: Readonly<Record<string, unknown>> = {},
  learned: KeyMap = {},
): KeyMap {
  const map: Record<number, KeyName> = {};
  for (const device of setting === 'auto' ? mixable : [setting]) Object.assign(map, deviceKeys[device].codes);
  for (const [constant, name] of Object.entries(constantNames)) {
    const code = constants[constant];
    if (typeof code === 'number' && Number.isInteger(code) && code > 0) map[code] = name;
  }
  return Object.assign(map, learned);
}

/** Codes for which two kinds name different keys: `auto` may be used only where there are none. */
export function contradictions(kinds: readonly Device[] = mixable): number[] {
  const meanings = new Map<number, Set<KeyName>>();
  for (const kind of kinds) {
    for (const [code, name] of Object.entries(deviceKeys[kind].codes)) {
      const known = meanings.get(Number(code)) ?? new Set();
      meanings.set(Number(code), known.add(name));
    }
  }
  return [...meanings].filter(([, names]) => names.size > 1).map(([code]) => code);
}

/** The codes of a key. */
export function codesOf(map: KeyMap, name: KeyName): number[] {
  return Object.keys(map)
    .map(Number)
    .filter((code) => map[code] === name);
}
