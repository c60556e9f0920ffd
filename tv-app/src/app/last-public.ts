/** The last public data with the time it came: shown, dated, when the network is gone. Never personal. */
export interface Dated<T> {
  value: T;
  at: Date;
  /** Whether it is what the platform said just now. */
  fresh: boolean;
}

const kept = new Map<string, { value: unknown; at: Date }>();

/** Asks, and falls back to what the same key last answered. Throws the request's error when there is nothing to show. */
export async function freshOrLast<T>(
  key: string,
  now: () => Date,
  request: () => Promise<T>,
): Promise<Dated<T>> {
  try {
    const value = await request();
    const at = now();
    kept.set(key, { value, at });
    return { value, at, fresh: true };
  } catch (error) {
    const last = kept.get(key);
    if (!last) throw error;
    return { value: last.value as T, at: last.at, fresh: false };
  }
}

/** Forgets everything; for tests. */
export function forgetPublic(): void {
  kept.clear();
}
