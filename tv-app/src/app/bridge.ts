import type { FromTelevision } from '../../../mock-platform/src/protocol/living-room.ts';
import { isKeyName, type KeyName } from './keys/names.ts';

export type Showing = FromTelevision['showing'];

/** The part of `window` used here. */
export interface BridgeWindow {
  parent: BridgeParent;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

interface BridgeParent {
  postMessage(message: unknown, origin: string): void;
}

/**
 * The remote control drawn on the demo page: takes its keys and tells what the screen shows, never what it contains. Only
 * pages of the given origins are heard and told; with none (a real box) nothing happens at all. `framedBy`: origin of the page
 * around this one, where the browser tells it.
 */
export function startBridge(
  window: BridgeWindow,
  origins: readonly string[],
  press: (key: KeyName) => void,
  framedBy?: string,
): (showing: Showing) => void {
  if (origins.length === 0 || window.parent === (window as unknown)) return () => {};
  const listeners = framedBy && origins.includes(framedBy) ? [framedBy] : origins;
  window.addEventListener('message', (event) => {
    if (!origins.includes(event.origin) || event.source !== (window.parent as unknown)) return;
    const message: unknown = event.data;
    if (typeof message !== 'object' || message === null) return;
    const { type, key } = message as { type?: unknown; key?: unknown };
    if (type === 'chanoma:key' && isKeyName(key)) press(key);
  });
  let told: Showing | undefined;
  return (showing) => {
    if (showing === told) return;
    told = showing;
    const message: FromTelevision = { type: 'chanoma:showing', showing };
    for (const origin of listeners) window.parent.postMessage(message, origin);
  };
}
