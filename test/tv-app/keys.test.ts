import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RemoteKind } from '../../reader-agent/src/protocol/local.ts';
import { type Device, deviceKeys, deviceSettings, devices } from '../../tv-app/src/app/keys/devices.ts';
import { KeyGate } from '../../tv-app/src/app/keys/gate.ts';
import { codesOf, contradictions, keyMapFor } from '../../tv-app/src/app/keys/key-map.ts';
import { arrowKeys, essentialKeys, type KeyName, keyNames } from '../../tv-app/src/app/keys/names.ts';
import { Remote } from '../../tv-app/src/app/keys/Remote.ts';

const auto = keyMapFor('auto');

describe('the table of key codes', () => {
  test('serves every kind of remote control that an agent may name', () => {
    expect(deviceSettings).toEqual(RemoteKind.options);
  });

  test('every key of the remote control has at least one code in auto', () => {
    const reached = new Set(Object.values(auto));
    expect(keyNames.filter((name) => !reached.has(name))).toEqual([]);
  });

  test.each(devices)('%s reaches every arrow, 決定, 戻る, the colours and the digits', (device) => {
    const reached = new Set(Object.values(keyMapFor(device)));
    const needed: KeyName[] = [...essentialKeys, 'Blue', 'Red', 'Green', 'Yellow', 'Digit0', 'Digit9'];
    expect(needed.filter((name) => !reached.has(name))).toEqual([]);
  });

  test('the kinds that auto mixes never contradict each other, and BML contradicts them', () => {
    expect(contradictions()).toEqual([]);
    expect(contradictions(['pc', 'bml'])).toEqual([8, 13]);
  });

  test.each([8, 27, 461, 10009, 166])('code %i is 戻る in auto', (code) => {
    expect(auto[code]).toBe('Back');
  });

  test.each<[code: number, device: Device, meaning: KeyName | undefined]>([
    [27, 'pc', 'Back'],
    [27, 'android', 'Back'],
    [27, 'rdk', undefined],
    [27, 'hbbtv', undefined],
    [18, 'bml', 'Enter'],
    [18, 'tizen', undefined],
    [18, 'pc', undefined],
    [19, 'bml', 'Back'],
    [19, 'webos', undefined],
    [8, 'bml', 'Digit3'],
    [8, 'rdk', 'Back'],
    [13, 'bml', 'Digit8'],
    [461, 'webos', 'Back'],
    [10009, 'tizen', 'Back'],
    [10009, 'webos', undefined],
  ])('code %i on %s is %s', (code, device, meaning) => {
    expect(keyMapFor(device)[code]).toBe(meaning);
  });

  test('no kind gives one of its own keys a code that it says is not ours', () => {
    for (const device of devices) {
      const { codes, notOurs } = deviceKeys[device];
      expect(notOurs.filter((code) => code in codes)).toEqual([]);
    }
  });

  test('the colour keys have the codes of television sets and of desks', () => {
    expect([403, 404, 405, 406].map((code) => auto[code])).toEqual(['Red', 'Green', 'Yellow', 'Blue']);
    expect([112, 113, 114, 115].map((code) => auto[code])).toEqual(['Blue', 'Red', 'Green', 'Yellow']);
  });

  test('digits come from both rows of a keyboard', () => {
    expect([48, 57, 96, 105].map((code) => auto[code])).toEqual(['Digit0', 'Digit9', 'Digit0', 'Digit9']);
  });

  test('what the box says of itself goes before the table, and what was taught before both', () => {
    const constants = { VK_BACK: 700, VK_RED: 461, VK_GREEN: 'no code', VK_UP: -1, VK_0: 2.5 };
    const map = keyMapFor('hbbtv', constants);
    expect([map[700], map[461], map[404], map[38]]).toEqual(['Back', 'Red', 'Green', 'Up']);
    expect(codesOf(map, 'Digit0')).toEqual([48]);
    expect(keyMapFor('hbbtv', constants, { 700: 'Blue' })[700]).toBe('Blue');
  });
});

describe('the remote control', () => {
  const memory = (text: string | null = null) => {
    const stored = { text };
    return {
      stored,
      getItem: () => stored.text,
      setItem: (_: string, value: string) => {
        stored.text = value;
      },
    };
  };

  test('keeps what it was taught for the next start, and forgets it again', () => {
    const storage = memory();
    const remote = new Remote({ device: 'auto', storage });
    remote.teach({ 700: 'Back' });
    expect(new Remote({ device: 'auto', storage }).nameOf({ code: 700, repeat: false })).toBe('Back');
    remote.teach({});
    expect(new Remote({ device: 'auto', storage }).nameOf({ code: 700, repeat: false })).toBeUndefined();
  });

  test.each(['{', '[1]', 'null', '{"700":"Boom","x":"Back","-1":"Up"}', '3'])(
    'starts with the table when the storage holds %s',
    (text) => {
      const remote = new Remote({ device: 'auto', storage: memory(text) });
      expect(remote.learned).toEqual({});
      expect(remote.nameOf({ code: 13, repeat: false })).toBe('Enter');
    },
  );

  test('a storage that is full costs nothing but the memory of it', () => {
    const full = {
      getItem: () => {
        throw new Error('forbidden');
      },
      setItem: () => {
        throw new Error('full');
      },
    };
    const remote = new Remote({ device: 'auto', storage: full });
    remote.teach({ 700: 'Back' });
    expect(remote.nameOf({ code: 700, repeat: false })).toBe('Back');
  });

  test('a key without a code is known by the name that the browser gives it', () => {
    const remote = new Remote({ device: 'android', storage: null });
    const named = (domKey: string) => remote.nameOf({ code: 0, domKey, repeat: false });
    expect(['ColorF0Red', 'GoBack', 'ChannelUp', 'Process'].map(named)).toEqual([
      'Red',
      'Back',
      'ChannelUp',
      undefined,
    ]);
  });

  test('it seems strange only when nothing but unknown keys came', () => {
    const fresh = new Remote({ device: 'auto', storage: null });
    expect([1, 2, 3, 4, 5].map(() => fresh.strange(false))).toEqual([false, false, false, true, false]);
    const known = new Remote({ device: 'auto', storage: null });
    known.strange(true);
    expect([1, 2, 3, 4, 5, 6].map(() => known.strange(false))).not.toContain(true);
  });
});

describe('the gate', () => {
  const press = (now: number, more: { repeat?: boolean; commit?: boolean; typing?: boolean } = {}) => ({
    repeat: false,
    commit: false,
    now,
    ...more,
  });

  test('held arrows move on, held 決定 and colour keys do not repeat', () => {
    const gate = new KeyGate();
    expect(gate.accepts('Down', press(0, { repeat: true }))).toBe(true);
    for (const key of ['Enter', 'Back', 'Blue', 'Red', 'Green', 'Yellow'] as const)
      expect(gate.accepts(key, press(1000, { repeat: true }))).toBe(false);
  });

  test('no arrow is ever dropped, however fast and whatever else is pressed', () => {
    const key = fc.constantFrom(...keyNames);
    const presses = fc.array(
      fc.record({
        key,
        after: fc.nat(400),
        repeat: fc.boolean(),
        commit: fc.boolean(),
        typing: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(presses, (all) => {
        const gate = new KeyGate();
        let now = 0;
        for (const { key, after, ...how } of all) {
          now += after;
          const taken = gate.accepts(key, { now, ...how });
          if (arrowKeys.includes(key)) expect(taken).toBe(true);
          else if (how.repeat) expect(taken).toBe(false);
        }
      }),
    );
  });

  test('an arrow held at eight a second counts each time', () => {
    const gate = new KeyGate();
    const taken = Array.from({ length: 80 }, (_, at) =>
      gate.accepts('Right', press(at * 125, { repeat: at > 0 })),
    );
    expect(taken).not.toContain(false);
  });

  test('a second 決定 within 150 ms is not taken on a button that sends something', () => {
    const gate = new KeyGate();
    expect(gate.accepts('Enter', press(0))).toBe(true);
    expect(gate.accepts('Enter', press(149, { commit: true }))).toBe(false);
    expect(gate.accepts('Enter', press(299, { commit: true }))).toBe(true);
  });

  test('nor on a key that types, where the next may follow at once', () => {
    const gate = new KeyGate();
    expect(gate.accepts('Enter', press(0, { typing: true }))).toBe(true);
    expect(gate.accepts('Enter', press(149, { typing: true }))).toBe(false);
    expect(gate.accepts('Enter', press(300, { typing: true }))).toBe(true);
  });

  test('for half a second after something was sent 決定 does nothing, so that the outcome is seen', () => {
    const gate = new KeyGate();
    expect(gate.accepts('Enter', press(0, { commit: true }))).toBe(true);
    expect(gate.accepts('Enter', press(300))).toBe(false);
    expect(gate.accepts('Left', press(310))).toBe(true);
    expect(gate.accepts('Enter', press(500))).toBe(true);
  });

  test('a digit that trembles counts once, two digits count twice', () => {
    const gate = new KeyGate();
    expect([0, 100, 200, 360].map((now) => gate.accepts('Digit4', press(now)))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(gate.accepts('Digit5', press(370))).toBe(true);
  });
});
