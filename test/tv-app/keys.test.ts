import { expect, test } from 'vitest';
import { KeyGate, keyCodes, keyNames } from '../../tv-app/src/app/keys.ts';

test('every key of the remote control has at least one code', () => {
  const reached = new Set(Object.values(keyCodes));
  expect(keyNames.filter((name) => !reached.has(name))).toEqual([]);
});

test.each([8, 27, 461, 10009, 166])('code %i is 戻る', (code) => {
  expect(keyCodes[code]).toBe('Back');
});

test('the colour keys have the codes of television sets and of desks', () => {
  expect([403, 404, 405, 406].map((code) => keyCodes[code])).toEqual(['Red', 'Green', 'Yellow', 'Blue']);
  expect([112, 113, 114, 115].map((code) => keyCodes[code])).toEqual(['Blue', 'Red', 'Green', 'Yellow']);
});

test('digits come from both rows of a keyboard', () => {
  expect([48, 57, 96, 105].map((code) => keyCodes[code])).toEqual(['Digit0', 'Digit9', 'Digit0', 'Digit9']);
});

test('held arrows move on, held 決定 and colour keys do not repeat', () => {
  const gate = new KeyGate();
  expect(gate.accepts('Down', { repeat: true, now: 0, commit: false })).toBe(true);
  for (const key of ['Enter', 'Back', 'Blue', 'Red', 'Green', 'Yellow'] as const) {
    expect(gate.accepts(key, { repeat: true, now: 1000, commit: false })).toBe(false);
  }
});

test('a second 決定 within 150 ms is not taken on a button that sends something', () => {
  const gate = new KeyGate();
  expect(gate.accepts('Enter', { repeat: false, now: 0, commit: false })).toBe(true);
  expect(gate.accepts('Enter', { repeat: false, now: 149, commit: true })).toBe(false);
  expect(gate.accepts('Enter', { repeat: false, now: 299, commit: true })).toBe(true);
});

test('for half a second after something was sent 決定 does nothing, so that the outcome is seen', () => {
  const gate = new KeyGate();
  expect(gate.accepts('Enter', { repeat: false, now: 0, commit: true })).toBe(true);
  expect(gate.accepts('Enter', { repeat: false, now: 300, commit: false })).toBe(false);
  expect(gate.accepts('Left', { repeat: false, now: 310, commit: false })).toBe(true);
  expect(gate.accepts('Enter', { repeat: false, now: 500, commit: false })).toBe(true);
});
