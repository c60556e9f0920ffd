import type { RemoteKey } from '../../protocol/living-room.ts';

const byKeyboard = new Map<string, RemoteKey>([
  ['ArrowUp', 'Up'],
  ['ArrowDown', 'Down'],
  ['ArrowLeft', 'Left'],
  ['ArrowRight', 'Right'],
  ['Enter', 'Enter'],
  ['Backspace', 'Back'],
  ['Escape', 'Back'],
  ['F1', 'Blue'],
  ['F2', 'Red'],
  ['F3', 'Green'],
  ['F4', 'Yellow'],
  ['b', 'Blue'],
  ['r', 'Red'],
  ['g', 'Green'],
  ['y', 'Yellow'],
  ['t', 'Tv'],
  ['PageUp', 'ChannelUp'],
  ['PageDown', 'ChannelDown'],
]);

const repeating = new Set<RemoteKey>(['Up', 'Down', 'Left', 'Right', 'ChannelUp', 'ChannelDown']);

export interface KeyStroke {
  key: string;
  repeat?: boolean;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
  isComposing?: boolean;
}

/**
 * The remote's key for a stroke on the computer's keyboard; undefined for strokes that belong to the browser.
 * Held-down keys repeat only where a real remote repeats.
 */
export function remoteKeyOf(stroke: KeyStroke): RemoteKey | undefined {
  if (stroke.ctrlKey || stroke.altKey || stroke.metaKey || stroke.isComposing) return undefined;
  const key = /^[0-9]$/.test(stroke.key)
    ? (`Digit${stroke.key}` as RemoteKey)
    : (byKeyboard.get(stroke.key) ?? byKeyboard.get(stroke.key.toLowerCase()));
  if (key && stroke.repeat && !repeating.has(key)) return undefined;
  return key;
}

/** The channel after a key, or undefined when the key does not switch: `count` channels, numbered from 1. */
export function channelAfter(key: RemoteKey, channel: number, count: number): number | undefined {
  if (key === 'ChannelUp') return (channel % count) + 1;
  if (key === 'ChannelDown') return ((channel + count - 2) % count) + 1;
  const digit = key.startsWith('Digit') ? Number(key.slice(5)) : 0;
  return digit >= 1 && digit <= count && digit !== channel ? digit : undefined;
}
