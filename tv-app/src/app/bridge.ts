import type { FromTelevision } from '../../../mock-platform/src/protocol/living-room.ts';
import { isKeyName, type KeyName } from './keys.ts';

export type Showing = FromTelevision['showing'];

/** The part of `window` used here. */
export interface BridgeWindow {
  parent: { postMessage(message: unknown, origin: string): void };
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/**
 * The remote control drawn on the demo page: takes its keys and tells what the screen shows, never what it contains. Only
 * pages of the given origins are heard and told; with none (a real box) nothing happens at all.
 */
export function startBridge(
  window: BridgeWindow,
  origins: readonly string[],
  press: (key: KeyName) => void,
): (showing: Showing) => void {
  if (origins.length === 0) return () => {};
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
    for (const origin of origins) window.parent.postMessage(message, origin);
  };
}
