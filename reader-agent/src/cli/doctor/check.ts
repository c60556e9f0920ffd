/** Layers of a box, from the ground up. */
export type Layer =
  | 'node'
  | 'driver'
  | 'service'
  | 'reader'
  | 'card'
  | 'data'
  | 'key'
  | 'registration'
  | 'platform'
  | 'clock'
  | 'page'
  | 'port';

export interface Check {
  layer: Layer;
  /** `skipped`: cannot be said, or is not needed here; nothing is wrong with it as far as is known. */
  state: 'ok' | 'missing' | 'skipped';
  detail: string;
  /** What to do, in one line. */
  remedy?: string;
}

export const ok = (layer: Layer, detail: string): Check => ({ layer, state: 'ok', detail });
export const skipped = (layer: Layer, detail: string): Check => ({ layer, state: 'skipped', detail });
export const missing = (layer: Layer, detail: string, remedy: string): Check => ({
  layer,
  state: 'missing',
  detail,
  remedy,
});
