import type { TextSize } from '../theme/tokens.ts';

/** What a household sets for its television: nothing personal. */
export interface Settings {
  textSize: TextSize;
  /** Reads the focused thing aloud without 赤. */
  readAloud: boolean;
  sound: boolean;
}

export const defaultSettings: Settings = { textSize: 'normal', readAloud: false, sound: true };

const storageKey = 'chanoma:settings';

/** Settings that survive a restart of the box; works in memory where there is no storage. */
export class SettingsStore {
  #settings: Settings;
  readonly #listeners = new Set<(settings: Settings) => void>();

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#settings = { ...defaultSettings, ...read(storage) };
  }

  get current(): Settings {
    return this.#settings;
  }

  set(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    try {
      this.storage?.setItem(storageKey, JSON.stringify(this.#settings));
    } catch {
      // A full or forbidden storage must not keep anybody from large letters.
    }
    for (const listener of this.#listeners) listener(this.#settings);
  }

  subscribe(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function read(storage: Pick<Storage, 'getItem'> | null): Partial<Settings> {
  try {
    const found: unknown = JSON.parse(storage?.getItem(storageKey) ?? '{}');
    if (typeof found !== 'object' || found === null) return {};
    const { textSize, readAloud, sound } = found as Record<string, unknown>;
    return {
      ...(textSize === 'normal' || textSize === 'large' ? { textSize } : {}),
      ...(typeof readAloud === 'boolean' ? { readAloud } : {}),
      ...(typeof sound === 'boolean' ? { sound } : {}),
    };
  } catch {
    return {};
  }
}
