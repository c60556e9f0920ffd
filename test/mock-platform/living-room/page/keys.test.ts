import { describe, expect, it } from 'vitest';
import { channelAfter, remoteKeyOf } from '../../../../mock-platform/src/living-room/page/keys.ts';
import { RemoteKey } from '../../../../mock-platform/src/protocol/living-room.ts';

describe('the keyboard as a remote control', () => {
  it.each([
    ['ArrowUp', 'Up'],
    ['Enter', 'Enter'],
    ['Backspace', 'Back'],
    ['Escape', 'Back'],
    ['F1', 'Blue'],
    ['B', 'Blue'],
    ['y', 'Yellow'],
    ['7', 'Digit7'],
    ['t', 'Tv'],
    ['PageUp', 'ChannelUp'],
    ['PageDown', 'ChannelDown'],
  ] as const)('%s presses %s', (key, expected) => {
    expect(remoteKeyOf({ key })).toBe(expected);
  });

  it('reaches every key of the remote', () => {
    const strokes = [
      'ArrowUp',
      'ArrowDown',
      'ArrowLeft',
      'ArrowRight',
      'Enter',
      'Backspace',
      'b',
      'r',
      'g',
      'y',
      't',
    ];
    const all = [...strokes, 'PageUp', 'PageDown', ...'0123456789'].map((key) => remoteKeyOf({ key }));
    expect(new Set(all)).toEqual(new Set(RemoteKey.options));
  });

  it('leaves shortcuts, composing and unknown strokes to the browser', () => {
    expect(remoteKeyOf({ key: 'r', ctrlKey: true })).toBeUndefined();
    expect(remoteKeyOf({ key: 'ArrowLeft', altKey: true })).toBeUndefined();
    expect(remoteKeyOf({ key: 't', metaKey: true })).toBeUndefined();
    expect(remoteKeyOf({ key: 'Enter', isComposing: true })).toBeUndefined();
    expect(remoteKeyOf({ key: 'Tab' })).toBeUndefined();
    expect(remoteKeyOf({ key: 'constructor' })).toBeUndefined();
  });

  it('repeats a held arrow and not a held 決定', () => {
    expect(remoteKeyOf({ key: 'ArrowDown', repeat: true })).toBe('Down');
    expect(remoteKeyOf({ key: 'Enter', repeat: true })).toBeUndefined();
  });
});

describe('channels', () => {
  it('go round in both directions', () => {
    expect(channelAfter('ChannelUp', 3, 3)).toBe(1);
    expect(channelAfter('ChannelDown', 1, 3)).toBe(3);
  });

  it('are chosen by digits that exist, and by nothing else', () => {
    expect(channelAfter('Digit2', 1, 3)).toBe(2);
    expect(channelAfter('Digit4', 1, 3)).toBeUndefined();
    expect(channelAfter('Digit0', 1, 3)).toBeUndefined();
    expect(channelAfter('Enter', 1, 3)).toBeUndefined();
  });
});
