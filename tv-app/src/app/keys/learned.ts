import type { KeyMap } from './key-map.ts';
import { isKeyName, type KeyName } from './names.ts';

const storageKey = 'chanoma:keys';

/** Keys that a household taught, kept on its box. Anything that is not a code with a key's name is left out. */
export function readLearned(storage: Pick<Storage, 'getItem'> | null): KeyMap {
  try {
    const found: unknown = JSON.parse(storage?.getItem(storageKey) ?? '{}');
    if (typeof found !== 'object' || found === null) return {};
    const known = Object.entries(found).filter(
      (entry): entry is [string, KeyName] => /^[1-9]\d{0,6}$/.test(entry[0]) && isKeyName(entry[1]),
    );
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}

/** A storage that is full or forbidden keeps nothing; the keys work until the box is started anew. */
export function writeLearned(storage: Pick<Storage, 'setItem'> | null, learned: KeyMap): void {
  try {
    storage?.setItem(storageKey, JSON.stringify(learned));
  } catch {
    // Said above.
  }
}
