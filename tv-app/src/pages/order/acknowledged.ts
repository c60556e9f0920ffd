const storageKey = 'chanoma:acknowledged';
/** Far more than are in force at a time; the oldest fall out. */
const most = 50;

/** Where the page may write; null in a browser that forbids it. */
export function browserStorage(): Pick<Storage, 'getItem' | 'setItem'> | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** Identifiers of the cancellations that the viewer has seen: 取消 does not come again after the box was started anew. */
export function readAcknowledged(storage: Pick<Storage, 'getItem'> | null): readonly string[] {
  try {
    const found: unknown = JSON.parse(storage?.getItem(storageKey) ?? '[]');
    return Array.isArray(found) ? found.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function keepAcknowledged(storage: Pick<Storage, 'setItem'> | null, orders: readonly string[]): void {
  try {
    storage?.setItem(storageKey, JSON.stringify(orders.slice(-most)));
  } catch {
    // Without storage 取消 is shown once more after a restart, which harms nobody.
  }
}
