import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { SimulatedCard } from '../../../mock-platform/src/card/card.ts';
import { MisbehavingCard } from '../../../mock-platform/src/card/misbehaving-card.ts';
import { type CardFile, Misbehaviour } from '../../../mock-platform/src/protocol/card-reader.ts';
import { testCard } from './fixture.ts';

let file: CardFile;
beforeAll(async () => {
  file = await testCard();
});

const secrets = ['1234', 'ABC123', '190403'];
const byte = fc.integer({ min: 0, max: 255 });

/** Half noise, half commands that a card knows, with parameters that are nearly right. */
const noise = fc.uint8Array({ maxLength: 300 });
const select = fc
  .constantFrom(
    '00A4040C0AD392F000260100000001',
    '00A4040C0AD3921000310001010402',
    ...['0001', '0002', '0006', '0008', '000A', '000B', '0011', '0017', '0018', '001A', '001B'].map(
      (id) => `00A4020C02${id}`,
    ),
  )
  .map((text) => Uint8Array.from(Buffer.from(text, 'hex')));
const known = fc
  .tuple(
    fc.constantFrom([0x00, 0x20], [0x00, 0x24], [0x00, 0xb0], [0x80, 0x2a], [0x00, 0xa4], [0x80, 0x20]),
    fc.oneof(fc.constantFrom(0x00, 0x01), byte),
    fc.oneof(fc.constantFrom(0x00, 0x80, 0x97, 0x98, 0x9a, 0x9b, 0x91), byte),
    fc.uint8Array({ maxLength: 250 }),
    fc.boolean(),
  )
  .map(([header, p1, p2, data, le]) =>
    Uint8Array.from([...header, p1, p2, ...(data.length ? [data.length, ...data] : []), ...(le ? [0] : [])]),
  );
/** Signing as it should be, but for the PIN. */
const signing = fc
  .tuple(fc.constantFrom(0x00, 0x80, 0x97, 0x9a), fc.uint8Array({ minLength: 1, maxLength: 60 }))
  .map(([p2, data]) => Uint8Array.from([0x80, 0x2a, 0x00, p2, data.length, ...data, 0x00]));
/** Begins with one of the two applications: without one, nothing is reached at all. */
const commands = fc
  .tuple(
    fc.constantFrom('00A4040C0AD392F000260100000001', '00A4040C0AD3921000310001010402'),
    fc.array(fc.oneof(noise, select, known, signing), { maxLength: 40 }),
  )
  .map(([first, rest]) => [Uint8Array.from(Buffer.from(first, 'hex')), ...rest]);

it('answers anything with a status word, never throws, and never uses a key without its PIN', () => {
  fc.assert(
    fc.property(commands, (sequence) => {
      const card = new SimulatedCard(structuredClone(file));
      for (const command of sequence) {
        const text = Buffer.from(command).toString('latin1');
        if (secrets.some((secret) => text.includes(secret))) continue;
        const answer = card.transmit(command);
        expect(answer.length).toBeGreaterThanOrEqual(2);
        expect(answer.length).toBeLessThanOrEqual(258);
        // Of the data on the card only certificates and the label may come: the answer to 2A never holds data.
        if (command[1] === 0x2a) expect(answer).toHaveLength(2);
      }
    }),
    { numRuns: 300 },
  );
});

it('stays a card however it misbehaves: a short answer, silence or removal', () => {
  const fault = fc.record(
    { status: fc.constantFrom('6F00', '6984', '9000'), apdu: fc.integer({ min: 1, max: 9 }) },
    { requiredKeys: ['status'] },
  );
  const misbehaviour = fc.record(
    {
      mute: fc.constantFrom('reset' as const, 'commands' as const),
      removedAfterApdus: fc.integer({ min: 0, max: 9 }),
      statusWords: fc.array(fault, { maxLength: 3 }),
      firstCommandFails: fc.boolean(),
      shortAnswers: fc.integer({ min: 1, max: 255 }),
      certificateBytes: fc.integer({ min: 0, max: 900 }),
      lengths: fc.constantFrom('61xx' as const, '6Cxx' as const),
      garbage: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(misbehaviour, commands, (how, sequence) => {
      const card = new MisbehavingCard(structuredClone(file), undefined, Misbehaviour.parse(how));
      for (const command of sequence) {
        const outcome = card.transmit(command);
        if (outcome.type === 'answer') expect(outcome.response.length).toBeLessThanOrEqual(258);
        if (outcome.type === 'answer' && !how.garbage) {
          expect(outcome.response.length).toBeGreaterThanOrEqual(2);
        }
      }
    }),
    { numRuns: 100 },
  );
});

it('never opens what a PIN guards, whatever is read', () => {
  // A piece of the public key: names and dates are the same in both certificates.
  const guarded = Buffer.from(file.signature!.certificate, 'base64').subarray(320, 336);
  fc.assert(
    fc.property(commands, byte, (sequence, offset) => {
      const card = new SimulatedCard(structuredClone(file));
      for (const command of [...sequence, Uint8Array.of(0x00, 0xb0, 0x00, offset, 0x00)]) {
        const text = Buffer.from(command).toString('latin1');
        if (secrets.some((secret) => text.includes(secret))) continue;
        expect(Buffer.from(card.transmit(command)).includes(guarded)).toBe(false);
      }
    }),
    { numRuns: 100 },
  );
});

it('keeps PINs as a counter that only the right value fills again, and blocked for good', () => {
  const moves = fc.array(fc.constantFrom('right', 'wrong', 'ask', 'power-off', 'new file'), {
    maxLength: 30,
  });
  const secret = { right: '31323334', wrong: '39393939' };
  fc.assert(
    fc.property(moves, (sequence) => {
      let kept = structuredClone(file);
      const lay = () =>
        new SimulatedCard(structuredClone(kept), (changed) => {
          kept = structuredClone(changed);
        });
      let card = lay();
      const send = (text: string) => Buffer.from(card.transmit(Buffer.from(text, 'hex'))).toString('hex');
      let left = 3;
      let open = false;
      for (const move of sequence) {
        send('00A4040C0AD392F000260100000001');
        if (move === 'right' || move === 'wrong') {
          const answer = send(`0020009804${secret[move]}`);
          open = move === 'right' && left > 0;
          if (left === 0) expect(answer).toBe('6984');
          else left = open ? 3 : left - 1;
          if (open) expect(answer).toBe('9000');
          else expect(answer).toMatch(/^63c[0-2]$|^6984$/);
        } else if (move === 'power-off') {
          card.powerOff();
          open = false;
        } else if (move === 'new file') {
          // The process that held the card was killed: what it saved is all there is.
          card = lay();
          open = false;
        }
        send('00A4040C0AD392F000260100000001');
        expect(send('00200098')).toBe(`63c${left}`);
        expect(kept.pins?.authentication.triesLeft).toBe(left);
        expect(send('802A0097010000').length > 4).toBe(open);
      }
    }),
    { numRuns: 60 },
  );
});

it('reads any part of a file at any offset of 15 bits', () => {
  // A little longer than the highest offset reaches, then one that ends before it.
  for (const length of [0x8040, 0x5678]) readsEverywhere(randomBytes(length));
});

function readsEverywhere(content: Buffer): void {
  const authentication = { ...file.authentication!, certificate: content.toString('base64') };
  const card = new SimulatedCard({ ...structuredClone(file), authentication });
  for (const text of ['00A4040C0AD392F000260100000001', '00A4020C02000A']) {
    card.transmit(Buffer.from(text, 'hex'));
  }
  const end = Math.min(content.length, 0x7fff);
  const offset = fc.oneof(fc.integer({ min: 0, max: 0x7fff }), fc.integer({ min: end - 260, max: end }));
  fc.assert(
    fc.property(offset, byte, (at, le) => {
      const answer = Buffer.from(card.transmit(Uint8Array.of(0x00, 0xb0, at >> 8, at & 0xff, le)));
      if (at >= content.length) expect(answer.toString('hex')).toBe('6b00');
      else {
        expect(answer.subarray(0, -2)).toEqual(content.subarray(at, at + (le || 256)));
        expect(answer.subarray(-2).toString('hex')).toBe('9000');
      }
    }),
    { numRuns: 200 },
  );
}

it('never gives a counter tries back without the right value', () => {
  fc.assert(
    fc.property(commands, (sequence) => {
      const own = structuredClone(file);
      const card = new SimulatedCard(own);
      let last = [3, 5, 10];
      for (const command of sequence) {
        if (secrets.some((secret) => Buffer.from(command).toString('latin1').includes(secret))) continue;
        card.transmit(command);
        const { authentication, signature, birthDate } = own.pins!;
        const now = [authentication.triesLeft, signature!.triesLeft, birthDate.triesLeft];
        now.forEach((tries, index) => {
          expect(tries).toBeGreaterThanOrEqual(0);
          expect(tries).toBeLessThanOrEqual(last[index]!);
        });
        last = now;
      }
    }),
    { numRuns: 100 },
  );
});
