import { verify, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { birthDateOf } from '../../../reader-agent/src/card/holder.ts';
import { signWithPin, triesLeft, verifyPin } from '../../../reader-agent/src/card/pin.ts';
import { readCard } from '../../../reader-agent/src/card/read.ts';
import { proveWithSurface } from '../../../reader-agent/src/card/surface.ts';
import { creditCard, publicKeyOf, testCard } from '../../mock-platform/card/fixture.ts';
import { holderCard } from '../login/holder-card.ts';
import { type Between, type ScriptCard, scriptCard, verifications, word } from './script-card.ts';

const message = Buffer.from('chanoma-login-v1');
const right = Buffer.from('1234');

/** A card that was recognised and read, as every PIN's use begins. */
async function opened(between?: Between, changes = {}): Promise<ScriptCard> {
  const connection = scriptCard(await testCard(changes), between);
  await readCard(connection);
  connection.sent.length = 0;
  return connection;
}

/** Answers the commands of one instruction with a status word. */
const answering =
  (instruction: number, status: number): Between =>
  (apdu, _index, card) =>
    apdu[1] === instruction ? word(status) : card(apdu);

describe('the tries of a PIN', () => {
  it('are asked for without using one, with two commands', async () => {
    const connection = await opened();
    for (let times = 0; times < 5; times += 1) {
      expect(await triesLeft(connection, 'authentication')).toBe(3);
      expect(await triesLeft(connection, 'signature')).toBe(5);
    }
    expect(connection.sent.slice(0, 2)).toEqual(['00A4020C020018', '00200080']);
    expect(verifications(connection.sent)).toEqual([]);
  });

  it.each([
    [0x63c1, 1],
    [0x63c0, 0],
    [0x6983, 0],
    [0x6984, 0],
  ])('%i means %i left', async (status, left) => {
    expect(await triesLeft(await opened(answering(0x20, status)), 'authentication')).toBe(left);
  });

  it.each([0x9000, 0x6700, 0x6c00, 0x6d00, 0x6f00])('%i is no count', async (status) => {
    const connection = await opened(answering(0x20, status));
    await expect(triesLeft(connection, 'authentication')).rejects.toMatchObject({ code: 'card.unreadable' });
  });

  it('of a card without signature certificate are none', async () => {
    const connection = await opened(undefined, { signature: undefined });
    await expect(triesLeft(connection, 'signature')).rejects.toMatchObject({
      code: 'card.signature-missing',
    });
  });
});

describe('a PIN', () => {
  it('opens its key, and the command that carried it is zeroed', async () => {
    const seen: Buffer[] = [];
    const connection = await opened((apdu, _index, card) => card(apdu));
    const { transmit } = connection;
    connection.transmit = (apdu) => {
      if (apdu[1] === 0x20) seen.push(apdu as Buffer);
      return transmit(apdu);
    };
    expect(await verifyPin(connection, 'authentication', right)).toEqual({ right: true });
    expect(seen).toHaveLength(1);
    expect(seen[0]!.every((byte) => byte === 0)).toBe(true);
  });

  it('is sent once and no more, whatever the card answers', async () => {
    for (const status of [0x6c04, 0x6104, 0x6f00, 0x6700, 0x6982]) {
      const connection = await opened(answering(0x20, status));
      await expect(verifyPin(connection, 'authentication', right)).rejects.toMatchObject({
        code: 'card.unreadable',
      });
      expect(verifications(connection.sent)).toHaveLength(1);
    }
  });

  it('is not called wrong for what the card says to GET RESPONSE', async () => {
    const connection = await opened((apdu, _index, card) => {
      if (apdu[1] === 0x20) return word(0x6104);
      return apdu[1] === 0xc0 ? word(0x63c2) : card(apdu);
    });
    await expect(verifyPin(connection, 'authentication', right)).rejects.toMatchObject({
      code: 'card.unreadable',
    });
  });

  it('that is wrong comes with the tries left', async () => {
    const connection = await opened();
    const wrong = Buffer.from('9999');
    expect(await verifyPin(connection, 'authentication', wrong)).toEqual({ right: false, triesLeft: 2 });
    await expect(
      signWithPin(connection, 'authentication', message, (await readCard(connection)).algorithm),
    ).rejects.toMatchObject({ code: 'card.unreadable' });
  });
});

describe('a next-generation card', () => {
  it('signs the SHA-384 digest with P-384, with and without PIN', async () => {
    const file = await testCard({ generation: 'next' });
    const connection = scriptCard(file);
    const { algorithm, certificate } = await readCard(connection);
    await verifyPin(connection, 'authentication', right);
    const bySigning = await signWithPin(connection, 'authentication', message, algorithm);
    const { publicKey } = new X509Certificate(certificate);
    const ieee = { dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha384', message, { key: publicKey, ...ieee }, bySigning)).toBe(true);
    const proof = await proveWithSurface(connection, '190403', message, undefined, algorithm);
    const surfaceKey = publicKeyOf(file.surface!.privateKey);
    expect(verify('sha384', message, { key: surfaceKey, ...ieee }, proof)).toBe(true);
  });
});

describe('other cards', () => {
  it('a credit card and a phone are named', async () => {
    await expect(readCard(scriptCard(creditCard))).rejects.toMatchObject({ code: 'card.other' });
    const phone = scriptCard(await testCard({ kind: 'phone' }));
    await expect(readCard(phone)).rejects.toMatchObject({ code: 'card.phone' });
  });
});

describe('the birth date in a signature certificate', () => {
  it.each([
    ['118680125', '010125'],
    ['119120729', '450729'],
    ['219120730', '010730'],
    ['319261225', '011225'],
    ['319440403', '190403'],
    ['319890107', '640107'],
    ['419890108', '010108'],
    ['520190501', '010501'],
    ['520240229', '060229'],
  ])('%s is %s to 券面事項確認AP', async (birth, era) => {
    const { signature } = await holderCard(birth);
    expect(birthDateOf(Buffer.from(signature!.certificate, 'base64'))).toBe(era);
  });

  it.each(['', '319440230', '419440403', '619440403', '0', '19440403'])('“%s” is none', async (birth) => {
    const { signature } = await holderCard(birth);
    const certificate = Buffer.from(signature!.certificate, 'base64');
    expect(() => birthDateOf(certificate)).toThrow(
      expect.objectContaining({ code: 'card.birth-date-unknown' }),
    );
  });

  it('is never found by accident in bytes that are something else', async () => {
    const { signature, authentication } = await holderCard();
    const whole = Buffer.from(signature!.certificate, 'base64');
    for (let length = 0; length < whole.length; length += 7) {
      expect(() => birthDateOf(whole.subarray(0, length))).toThrow();
    }
    expect(() => birthDateOf(Buffer.from(authentication!.certificate, 'base64'))).toThrow();
  });
});
