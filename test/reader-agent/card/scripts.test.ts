import { verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { readAuthenticationCertificate } from '../../../reader-agent/src/card/certificate.ts';
import { readCard } from '../../../reader-agent/src/card/read.ts';
import { selectJpki } from '../../../reader-agent/src/card/select.ts';
import { proveWithSurface } from '../../../reader-agent/src/card/surface.ts';
import { publicKeyOf, residentCard, testCard, transitCard } from '../../mock-platform/card/fixture.ts';
import { type Between, scriptCard, verifications, word } from './script-card.ts';

const message = Buffer.from('chanoma-login-v1');
const birthDate = '190403';

let file: CardFile;
let certificate: Buffer;
beforeAll(async () => {
  file = await testCard();
  certificate = Buffer.from(file.authentication!.certificate, 'base64');
});

/** A whole login without PIN; the commands it took. */
async function login(between?: Between): Promise<string[]> {
  const connection = scriptCard(file, between);
  const read = await readCard(connection);
  expect(Buffer.from(read.certificate)).toEqual(certificate);
  const signature = await proveWithSurface(connection, birthDate, message);
  expect(verify('sha256', message, publicKeyOf(file.surface!.privateKey), signature)).toBe(true);
  return connection.sent;
}

/** A card that answers READ BINARY of the certificate file with other bytes. */
function withCertificateFile(content: Uint8Array): Between {
  let selected = false;
  return (apdu, _index, card) => {
    const text = apdu.toString('hex');
    if (text.startsWith('00a4')) selected = text === '00a4020c02000a';
    if (!selected || apdu[1] !== 0xb0) return card(apdu);
    const offset = apdu.readUInt16BE(2);
    if (offset >= content.length) return word(0x6b00);
    return Buffer.concat([content.subarray(offset, offset + (apdu[4] || 256)), word(0x9000)]);
  };
}

describe('a login without PIN', () => {
  it('takes at most eight commands besides the pieces of the certificate', async () => {
    const sent = await login();
    expect(sent.length).toBeLessThanOrEqual(8 + Math.ceil(certificate.length / 256));
    expect(verifications(sent)).toHaveLength(1);
  });

  it('sends no VERIFY and touches no PIN while it reads', async () => {
    const connection = scriptCard(file);
    await readCard(connection);
    expect(connection.sent.filter((command) => command.startsWith('0020'))).toEqual([]);
  });

  it('reads from a card that gives short pieces', async () => {
    await login((apdu, _index, card) =>
      apdu[1] === 0xb0
        ? Buffer.concat([card(apdu).subarray(0, -2).subarray(0, 100), word(0x9000)])
        : card(apdu),
    );
  });

  it('reads from a card that says 6282 with a short piece, and one with filler behind the certificate', async () => {
    await login((apdu, _index, card) =>
      apdu[1] === 0xb0
        ? Buffer.concat([card(apdu).subarray(0, -2).subarray(0, 100), word(0x6282)])
        : card(apdu),
    );
    await login(withCertificateFile(Buffer.concat([certificate, Buffer.alloc(700, 0xff)])));
  });

  it('follows 61xx', async () => {
    let rest: Buffer = Buffer.alloc(0);
    await login((apdu, _index, card) => {
      if (apdu[1] === 0xc0) {
        const part = rest.subarray(0, apdu[4] || 256);
        rest = rest.subarray(part.length);
        return Buffer.concat([part, word(rest.length ? 0x6100 | Math.min(rest.length, 255) : 0x9000)]);
      }
      const answer = card(apdu);
      if (answer.length <= 66) return answer;
      rest = answer.subarray(64, -2);
      return Buffer.concat([answer.subarray(0, 64), word(0x6100 | Math.min(rest.length, 255))]);
    });
  });

  it('repeats a read with the length that 6Cxx asks for', async () => {
    await login((apdu, _index, card) => {
      const answer = card(apdu);
      const got = answer.length - 2;
      return apdu[1] === 0xb0 && got > 0 && got !== (apdu[4] || 256) ? word(0x6c00 | got) : answer;
    });
    await login((apdu, _index, card) => (apdu[1] === 0xb0 && apdu[4] === 0 ? word(0x6cf0) : card(apdu)));
  });

  it('repeats the first command once after 6F00, and no more', async () => {
    await login((apdu, index, card) => (index === 0 ? word(0x6f00) : card(apdu)));
    const dead = scriptCard(file, () => word(0x6f00));
    await expect(readCard(dead)).rejects.toMatchObject({ code: 'card.unreadable' });
    expect(dead.sent).toHaveLength(2);
  });
});

describe('which card it is', () => {
  const label =
    (text: string): Between =>
    (apdu, _index, card) =>
      apdu[1] === 0xb0 ? Buffer.concat([Buffer.from(text.padEnd(32)), word(0x9000)]) : card(apdu);

  it.each([
    ['JPKIAPICCTOKEN', 'card.resident-card'],
    ['JPKIAPGPSETOKEN', 'card.phone'],
    ['JPKIAPIOSTOKEN', 'card.phone'],
    ['JPKIAPICCTOKEN3', 'card.other'],
    ['constructor', 'card.other'],
  ])('%s is %s', async (text, code) => {
    await expect(readCard(scriptCard(file, label(text)))).rejects.toMatchObject({ code });
  });

  it('knows the old 住基カード and a card without JPKI', async () => {
    await expect(readCard(scriptCard(residentCard))).rejects.toMatchObject({ code: 'card.resident-card' });
    await expect(readCard(scriptCard(transitCard))).rejects.toMatchObject({ code: 'card.other' });
    for (const status of [0x6d00, 0x6e00, 0x6a86]) {
      const other = scriptCard(file, () => word(status));
      await expect(readCard(other)).rejects.toMatchObject({ code: 'card.other' });
    }
  });
});

describe('a certificate that is not all right', () => {
  it.each([
    ['is missing', () => Buffer.alloc(0), 'card.certificate-missing'],
    ['is erased', () => Buffer.alloc(1500, 0xff), 'card.certificate-missing'],
    ['is truncated', () => certificate.subarray(0, 500), 'card.unreadable'],
    ['ends in its header', () => certificate.subarray(0, 3), 'card.unreadable'],
    ['is no DER', () => Buffer.alloc(1500, 0x41), 'card.unreadable'],
    ['says to be endless', () => Buffer.from('3082ffff00000000', 'hex'), 'card.unreadable'],
    ['has a length of four bytes', () => Buffer.from('308400000100', 'hex'), 'card.unreadable'],
  ])('%s', async (_name, content, code) => {
    const connection = scriptCard(file, withCertificateFile(content()));
    await selectJpki(connection);
    await expect(readAuthenticationCertificate(connection)).rejects.toMatchObject({ code });
    expect(connection.sent.length).toBeLessThan(12);
  });

  it('has no file', async () => {
    const without = await testCard({ authentication: undefined });
    await expect(readCard(scriptCard(without))).rejects.toMatchObject({ code: 'card.certificate-missing' });
  });
});

describe('the proof', () => {
  it.each([
    ['wrong', (tries: number) => tries, 10],
    ['wrong, the last try', (tries: number) => tries, 1],
    ['blocked', (tries: number) => tries, 0],
  ])('ends at a refused birth date (%s) after one VERIFY', async (_name, _tries, triesLeft) => {
    const pins = { ...file.pins!, birthDate: { triesLeft } };
    const connection = scriptCard(await testCard({ pins }));
    await expect(proveWithSurface(connection, '000000', message)).rejects.toMatchObject({
      code: 'card.birth-date-refused',
    });
    expect(verifications(connection.sent)).toHaveLength(1);
    expect(connection.sent.at(-1)).toContain('0020');
  });

  it.each([0x63c2, 0x63c0, 0x6983, 0x6984])('takes %i for a refusal', async (status) => {
    const connection = scriptCard(file, (apdu, _index, card) =>
      apdu[1] === 0x20 ? word(status) : card(apdu),
    );
    await expect(proveWithSurface(connection, birthDate, message)).rejects.toMatchObject({
      code: 'card.birth-date-refused',
    });
  });

  it.each([0x6f00, 0x6c05, 0x6700, 0x6d00])('does not send VERIFY again after %i', async (status) => {
    const connection = scriptCard(file, (apdu, _index, card) =>
      apdu[1] === 0x20 ? word(status) : card(apdu),
    );
    await expect(proveWithSurface(connection, birthDate, message)).rejects.toMatchObject({
      code: 'card.unreadable',
    });
    expect(verifications(connection.sent)).toHaveLength(1);
  });

  it('is not begun with something that is no birth date', async () => {
    const connection = scriptCard(file);
    await expect(proveWithSurface(connection, '19440403', message)).rejects.toThrow(RangeError);
    expect(connection.sent).toEqual([]);
  });

  it('says when the card has no 券面事項確認AP', async () => {
    const without = scriptCard(await testCard({ surface: undefined }));
    await expect(proveWithSurface(without, birthDate, message)).rejects.toMatchObject({ code: 'card.other' });
  });
});
