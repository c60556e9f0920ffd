import { verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { readCard } from '../../../reader-agent/src/card/read.ts';
import { proveWithSurface } from '../../../reader-agent/src/card/surface.ts';
import { CardFailure } from '../../../reader-agent/src/readers/failure.ts';
import { publicKeyOf, testCard } from '../../mock-platform/card/fixture.ts';
import { type Between, scriptCard, verifications, word } from './script-card.ts';

const message = Buffer.from('chanoma-login-v1');
/** Commands of a login whose card behaves: certificate of three or four pieces included. */
const commands = 12;

let file: CardFile;
beforeAll(async () => {
  file = await testCard();
});

type Fault = (card: Buffer) => Buffer;
const fail = (code: ConstructorParameters<typeof CardFailure>[0]): Fault => {
  return () => {
    throw new CardFailure(code);
  };
};

/** What may happen to one command, and with which codes a login may then end (`done`: it may also succeed). */
const faults: [name: string, fault: Fault, ends: string[]][] = [
  ['card removed', fail('card.removed'), ['card.removed']],
  ['card reset', fail('card.unreadable'), ['card.unreadable']],
  ['service gone', fail('reader.service-missing'), ['reader.service-missing']],
  ['empty answer', () => Buffer.alloc(0), ['card.removed']],
  ['one byte', () => Buffer.from([0x90]), ['card.removed']],
  ['6F00', () => word(0x6f00), ['done', 'card.unreadable']],
  ['6982', () => word(0x6982), ['card.unreadable']],
  ['6984', () => word(0x6984), ['card.unreadable', 'card.birth-date-refused']],
  ['6D00', () => word(0x6d00), ['card.other', 'card.unreadable']],
  ['6A82', () => word(0x6a82), ['card.other', 'card.certificate-missing', 'card.unreadable']],
  ['6C00', () => word(0x6c00), ['done', 'card.unreadable']],
  ['6C10', () => word(0x6c10), ['done', 'card.unreadable']],
  ['6110 without anything behind it', () => word(0x6110), ['card.unreadable']],
  ['data lost', (answer) => answer.subarray(-2), ['done', 'card.unreadable', 'card.certificate-missing']],
  [
    'short piece',
    (answer) => Buffer.concat([answer.subarray(0, -2).subarray(0, 7), word(0x9000)]),
    ['done', 'card.unreadable'],
  ],
];
const indexes = Array.from({ length: commands }, (_, index) => index);

/** Ends with `done` or the code of the failure; anything else is thrown. */
async function login(between: Between, signal?: AbortSignal): Promise<{ end: string; sent: string[] }> {
  const connection = scriptCard(file, between);
  try {
    const { certificate } = await readCard(connection, signal);
    expect(Buffer.from(certificate).toString('base64')).toBe(file.authentication?.certificate);
    const signature = await proveWithSurface(connection, '190403', message, signal);
    // A signature cut short is the platform's to refuse; here it must only not be a hang or a throw of another kind.
    if (signature.length === 256) {
      expect(verify('sha256', message, publicKeyOf(file.surface!.privateKey), signature)).toBe(true);
    }
    return { end: 'done', sent: connection.sent };
  } catch (error) {
    if (!(error instanceof CardFailure)) throw error;
    return { end: error.code, sent: connection.sent };
  }
}

describe.each(faults)('%s', (_name, fault, ends) => {
  it.each(indexes)('at command %i ends with a stable code and never verifies twice', async (at) => {
    const { end, sent } = await login((apdu, index, card) => (index === at ? fault(card(apdu)) : card(apdu)));
    if (sent.length <= at) return expect(end).toBe('done');
    expect(ends).toContain(end);
    expect(verifications(sent).length).toBeLessThanOrEqual(1);
    expect(sent.length).toBeLessThanOrEqual(commands + 6);
  });
});

it('sends nothing more after the card or the service is gone', async () => {
  for (const at of indexes) {
    const { sent } = await login((apdu, index, card) => (index === at ? Buffer.alloc(0) : card(apdu)));
    expect(sent.length).toBeLessThanOrEqual(at + 1);
  }
});

it('always ends, also with a card that has more and more to say', async () => {
  const { end, sent } = await login((apdu, index, card) => (index === 0 ? card(apdu) : word(0x6110)));
  expect(end).toBe('card.unreadable');
  expect(sent.length).toBeLessThan(40);
});

describe('a cancelled login', () => {
  it.each(indexes)('stops before command %i', async (at) => {
    const cancel = new AbortController();
    if (at === 0) cancel.abort();
    const { end, sent } = await login((apdu, index, card) => {
      if (index === at - 1) cancel.abort();
      return card(apdu);
    }, cancel.signal);
    if (end === 'done') return expect(sent.length).toBeLessThanOrEqual(at);
    expect(end).toBe('login.cancelled');
    expect(sent).toHaveLength(at);
  });
});
