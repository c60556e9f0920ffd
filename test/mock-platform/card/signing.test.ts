import { constants, createHash, publicDecrypt, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SimulatedCard } from '../../../mock-platform/src/card/card.ts';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { digestInfo, publicKeyOf, testCard } from './fixture.ts';

const message = Buffer.from('watch over');
const sha256 = createHash('sha256').update(message).digest();
const sha384 = createHash('sha384').update(message).digest();

/** A card with both PINs verified and the JPKI application selected. */
function openCard(file: CardFile) {
  const card = new SimulatedCard(file);
  const send = (command: string): Buffer => Buffer.from(card.transmit(Buffer.from(command, 'hex')));
  for (const command of ['00A4040C0AD392F000260100000001', '002000980431323334', '0020009B06414243313233']) {
    expect(send(command).toString('hex')).toBe('9000');
  }
  const signed = (p1: number, key: number, data: Uint8Array, le = '00') =>
    send(
      [0x80, 0x2a, p1, 0x80 | key, data.length].reduce(
        (text, byte) => text + byte.toString(16).padStart(2, '0'),
        '',
      ) +
        Buffer.from(data).toString('hex') +
        le,
    );
  return { send, signed };
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

describe('an RSA key', () => {
  it.each([
    [0, 'a DigestInfo as it is', Buffer.from(digestInfo('watch over'), 'hex'), {}],
    [2, 'a given hash', sha256, {}],
    [3, 'the message itself', message, {}],
    [4, 'a given hash with PSS', sha256, pss],
    [5, 'the message itself with PSS', message, pss],
  ])('signs by P1 0%i %s', async (p1, _name, data, options) => {
    const file = await testCard();
    const { signed } = openCard(file);
    for (const [which, key] of [
      ['authentication', 0x17],
      ['signature', 0x1a],
    ] as const) {
      const answer = signed(p1, key, data);
      expect(answer.subarray(-2).toString('hex')).toBe('9000');
      const publicKey = { key: publicKeyOf(file[which]!.privateKey), ...options };
      expect(verify('sha256', message, publicKey, answer.subarray(0, -2))).toBe(true);
    }
  });

  it('signs by P1 01 the bare hash of the message', async () => {
    const file = await testCard();
    const answer = openCard(file).signed(1, 0x17, message);
    const key = publicKeyOf(file.authentication!.privateKey);
    expect(publicDecrypt(key, answer.subarray(0, -2))).toEqual(sha256);
  });

  it('knows no other P1, and refuses lengths that a way of signing does not take', async () => {
    const { signed, send } = openCard(await testCard());
    expect(signed(6, 0x17, sha256).toString('hex')).toBe('6a86');
    expect(signed(2, 0x17, sha256.subarray(1)).toString('hex')).toBe('6700');
    expect(signed(4, 0x17, sha384).toString('hex')).toBe('6700');
    expect(signed(3, 0x17, message, 'ff').toString('hex')).toBe('6700');
    expect(send('802A039700').toString('hex')).toBe('6700');
  });
});

describe('a P-384 key of the next generation', () => {
  it('signs a SHA-384 digest as r‖s', async () => {
    const file = await testCard({ generation: 'next' });
    const { signed } = openCard(file);
    for (const [which, key] of [
      ['authentication', 0x17],
      ['signature', 0x1a],
    ] as const) {
      const answer = signed(0, key, sha384);
      expect(answer).toHaveLength(98);
      const publicKey = { key: publicKeyOf(file[which]!.privateKey), dsaEncoding: 'ieee-p1363' as const };
      expect(verify('sha384', message, publicKey, answer.subarray(0, -2))).toBe(true);
      expect(signed(0, key, sha384)).not.toEqual(answer);
    }
  });

  it('proves itself by its surface key', async () => {
    const file = await testCard({ generation: 'next' });
    const { send } = openCard(file);
    send('00A4040C0AD3921000310001010402');
    const proof = `802A000030${sha384.toString('hex')}00`;
    expect(send(proof).toString('hex')).toBe('6982');
    expect(send('0020009106313930343033').toString('hex')).toBe('9000');
    const publicKey = {
      key: publicKeyOf(file.surface!.privateKey),
      dsaEncoding: 'ieee-p1363' as const,
    };
    expect(verify('sha384', message, publicKey, send(proof).subarray(0, -2))).toBe(true);
  });

  it('takes a digest of 48 bytes and nothing else', async () => {
    const { signed } = openCard(await testCard({ generation: 'next' }));
    expect(signed(0, 0x17, sha256).toString('hex')).toBe('6700');
    expect(signed(0, 0x17, sha384, '5f').toString('hex')).toBe('6700');
    expect(signed(0, 0x17, sha384, '60')).toHaveLength(98);
    for (const p1 of [1, 2, 3, 4, 5]) expect(signed(p1, 0x17, sha384).toString('hex')).toBe('6a86');
  });

  it('is not taken for a key of the other generation', async () => {
    const next = await testCard({ generation: 'next' });
    expect(() => new SimulatedCard({ ...next, generation: 'current' })).toThrow(TypeError);
    const current = await testCard();
    expect(() => new SimulatedCard({ ...current, generation: 'next' })).toThrow(TypeError);
  });
});
