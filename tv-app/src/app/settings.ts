import { type Language, languages } from '../messages/language.ts';
import { type Contrast, contrasts, type TextSize, textSizes } from '../theme/tokens.ts';

/** How fast the voice speaks. */
export const voiceSpeeds = ['slow', 'normal', 'fast'] as const;
export type VoiceSpeed = (typeof voiceSpeeds)[number];

/** On which side of the keyboard あ stands: as print runs, or as old charts do. */
export const kanaOrders = ['from-left', 'from-right'] as const;
export type KanaOrder = (typeof kanaOrders)[number];

/** What a household sets for its television: nothing personal. */
export interface Settings {
  textSize: TextSize;
  contrast: Contrast;
  language: Language;
  /** Reads the focused thing aloud without 赤. */
  readAloud: boolean;
  voiceSpeed: VoiceSpeed;
  sound: boolean;
  kanaOrder: KanaOrder;
  /** The pictures of the first start have been shown. */
  firstRunSeen: boolean;
}

export const defaultSettings: Settings = {
  textSize: 'normal',
  contrast: 'normal',
  language: 'ja',
  readAloud: false,
  voiceSpeed: 'normal',
  sound: true,
  kanaOrder: 'from-left',
  firstRunSeen: false,
};

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
    return known(found as Record<string, unknown>);
  } catch {
    return {};
  }
}

/** The values this version understands; whatever else lies in the storage is left out. */
function known(found: Record<string, unknown>): Partial<Settings> {
  const allowed: { [K in keyof Settings]: readonly Settings[K][] } = {
    textSize: textSizes,
    contrast: contrasts,
    language: languages,
    readAloud: [true, false],
    voiceSpeed: voiceSpeeds,
    sound: [true, false],
    kanaOrder: kanaOrders,
    firstRunSeen: [true, false],
  };
  return Object.fromEntries(
    Object.entries(allowed)
      .filter(([name, values]) => (values as readonly unknown[]).includes(found[name]))
      .map(([name]) => [name, found[name]]),
  );
}
