import type { Age } from '../clients/services.ts';
import { browserStorage } from '../pages/order/acknowledged.ts';

/** The last public data with the time it came: shown, dated, when the network is gone. Never personal. */
export interface Dated<T> extends Age {
  value: T;
}

const storageKey = 'chanoma:public';
const kept = new Map<string, { value: unknown; at: Date }>();

/**
 * Asks, and falls back to what the same key last answered, also before the box was started anew; `valid` checks what comes from
 * the storage. Throws the request's error when there is nothing to show.
 */
export async function freshOrLast<T>(
  key: string,
  now: () => Date,
  request: (aged: (age: Age) => void) => Promise<T>,
  valid?: (value: unknown) => T | undefined,
): Promise<Dated<T>> {
  try {
    let age: Age = { at: now(), fresh: true };
    const value = await request((told) => {
      age = told;
    });
    kept.set(key, { value, at: age.at });
    store(key, value, age.at);
    return { value, ...age };
  } catch (error) {
    const last = kept.get(key) ?? stored(key, valid);
    if (!last) throw error;
    return { value: last.value as T, at: last.at, fresh: false };
  }
}

/** Forgets everything; for tests. */
export function forgetPublic(): void {
  kept.clear();
}

function store(key: string, value: unknown, at: Date): void {
  try {
    const entries = { ...storedEntries(), [key]: { value, at: at.toISOString() } };
    browserStorage()?.setItem(storageKey, JSON.stringify(entries));
  } catch {
    // A full or forbidden storage costs only what would be shown after a restart without network.
  }
}

function storedEntries(): Record<string, { value: unknown; at: string }> {
  try {
    const found: unknown = JSON.parse(browserStorage()?.getItem(storageKey) ?? '{}');
    return typeof found === 'object' && found !== null ? (found as ReturnType<typeof storedEntries>) : {};
  } catch {
    return {};
  }
}

function stored<T>(
  key: string,
  valid: ((value: unknown) => T | undefined) | undefined,
): { value: T; at: Date } | undefined {
  const entry = storedEntries()[key];
  const checked = valid?.(entry?.value);
  const time = new Date(entry?.at ?? '');
  return checked === undefined || Number.isNaN(time.getTime()) ? undefined : { value: checked, at: time };
}
