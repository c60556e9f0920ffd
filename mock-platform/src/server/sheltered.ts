import type { PlatformContext } from './context.ts';

/** Somebody has come to a shelter, or left it. */
export interface Sheltered {
  municipality: string;
  /** As the sector `town` knows the person. */
  subject: string;
  sheltered: boolean;
  at: Date;
}

/** May hear the same twice. */
export type ShelteredListener = (change: Sheltered) => Promise<void>;

const listeners = new WeakMap<PlatformContext, ShelteredListener[]>();

/** Lets those who follow orders hear who is safe: a check-in closes the case of a resident. */
export function onSheltered(context: PlatformContext, listener: ShelteredListener): void {
  listeners.set(context, [...(listeners.get(context) ?? []), listener]);
}

/** Resolves when all have taken it; rejects when one could not. */
export async function tellSheltered(context: PlatformContext, change: Sheltered): Promise<void> {
  for (const listener of listeners.get(context) ?? []) await listener(change);
}
