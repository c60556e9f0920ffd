import { verify as verifySignature } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { SimulatedCard } from '../../../mock-platform/src/card/card.ts';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { digestInfo, publicKeyOf, testCard } from './fixture.ts';

const selectJpki = '00A4040C0AD392F000260100000001';
const selectSurface = '00A4040C0AD3921000310001010402';
const rightPin = '002000800431323334';
const wrongPin = '002000800439393939';
const signPin = '0020008006414243313233';
const birthDate = '0020008006313930343033';
const signature = `802A008033${digestInfo('message')}00`;
const proof = `802A000033${digestInfo('message')}00`;

let file: CardFile;
let card: SimulatedCard;
let saved: CardFile[];

/** Sends commands one after another; the last answer in hexadecimal. */
function send(...commands: string[]): string {
  let answer = '';
  for (const command of commands) {
    answer = Buffer.from(card.transmit(Buffer.from(command, 'hex')))
      .toString('hex')
      .toUpperCase();
  }
  return answer;
}

function lay(next: CardFile): void {
  file = next;
  saved = [];
  card = new SimulatedCard(file, (changed) => saved.push(structuredClone(changed)));
}

const selectFile = (id: string) => `00A4020C02${id}`;

function read(id: string): Buffer {
  expect(send(selectFile(id))).toBe('9000');
  const parts: Buffer[] = [];
  for (let offset = 0; ; ) {
    const answer = send(`00B0${offset.toString(16).padStart(4, '0')}00`);
    if (answer === '6B00') return Buffer.concat(parts);
    expect(answer.slice(-4)).toBe('9000');
    const part = Buffer.from(answer.slice(0, -4), 'hex');
    parts.push(part);
    offset += part.length;
  }
}

beforeEach(async () => lay(await testCard()));

describe('files of the JPKI application', () => {
  beforeEach(() => void send(selectJpki));

  it('gives the authentication certificate and both authorities to anybody', () => {
    expect(read('000A').toString('base64')).toBe(file.authentication?.certificate);
    expect(read('000B').toString('base64')).toBe(file.authentication?.issuer);
    expect(read('0002').toString('base64')).toBe(file.signature?.issuer);
  });

  it('gives the signature certificate only after the signature PIN', () => {
    expect(send(selectFile('0001'), '00B0000000')).toBe('6982');
    expect(send(selectFile('0018'), rightPin, selectFile('0001'), '00B0000000')).toBe('6982');
    expect(send(selectFile('001B'), signPin)).toBe('9000');
    expect(read('0001').toString('base64')).toBe(file.signature?.certificate);
  });

  it('names the token in 160 bytes with a padded label', () => {
    const token = read('0006');
    expect(token).toHaveLength(160);
    expect(token.subarray(0, 32).toString()).toBe('JPKIAPICCTOKEN2'.padEnd(32));
  });

  it('says which certificates it has', async () => {
    expect(read('0008').toString('hex')).toBe('8f8f00');
    lay(await testCard({ signature: undefined }));
    send(selectJpki);
    expect(read('0008').toString('hex')).toBe('008f00');
    for (const absent of ['0001', '0002', '001A', '001B']) expect(send(selectFile(absent))).toBe('6A82');
  });

  it('reads by short file identifier and makes that file the current one', () => {
    expect(send('00B0860020')).toBe(
      `${Buffer.from('JPKIAPICCTOKEN2'.padEnd(32)).toString('hex')}9000`.toUpperCase(),
    );
    expect(send('00B0000004')).toBe('4A504B499000');
    expect(send('00B08F0000')).toBe('6A82');
  });

  it('gives fewer bytes at the end, and 6B00 behind it', () => {
    send(selectFile('0006'));
    expect(send('00B0009E00')).toBe('00009000');
    expect(send('00B000A000')).toBe('6B00');
    expect(send('00B07FFF00')).toBe('6B00');
  });

  it('does not read PINs and keys as data', () => {
    for (const id of ['0017', '0018', '001A', '001B'])
      expect(send(selectFile(id), '00B0000000')).toBe('6981');
  });
});

describe('PINs', () => {
  beforeEach(() => void send(selectJpki, selectFile('0018')));

  it('tells the tries left without spending one, also after a good VERIFY', () => {
    expect(send('00200080')).toBe('63C3');
    expect(send(rightPin)).toBe('9000');
    expect(send('00200080')).toBe('63C3');
    expect(send('00200098', '0020009B')).toBe('63C5');
  });

  it('counts down to 63C0 and answers 6984 from then on, even to the right PIN', () => {
    expect([send(wrongPin), send(wrongPin), send(wrongPin)]).toEqual(['63C2', '63C1', '63C0']);
    expect([send(rightPin), send(wrongPin), send('00200080')]).toEqual(['6984', '6984', '63C0']);
    expect(send(selectFile('0017'), signature)).toBe('6982');
  });

  it('gives the tries back after the right PIN', () => {
    expect(send(wrongPin, wrongPin, rightPin, '00200080')).toBe('63C3');
  });

  it('has saved a try before it answers', () => {
    send(wrongPin);
    expect(saved.at(-1)?.pins?.authentication.triesLeft).toBe(2);
    send(rightPin);
    expect(saved.map((state) => state.pins?.authentication.triesLeft)).toEqual([2, 1, 3]);
  });

  it('opens nothing when a try cannot be saved', () => {
    card = new SimulatedCard(file, () => {
      throw new Error('disk full');
    });
    expect(send(selectJpki, selectFile('0018'), rightPin)).toBe('6F00');
    expect(send(selectFile('0017'), signature)).toBe('6982');
  });

  it('has five tries for the signature PIN and compares bytes, not letters', () => {
    send(selectFile('001B'));
    expect(send('0020008006616263313233')).toBe('63C4');
    expect(send(signPin)).toBe('9000');
  });

  it('loses a verified PIN by a wrong one', () => {
    expect(send(rightPin, wrongPin, selectFile('0017'), signature)).toBe('6982');
  });

  it('changes a PIN after it was verified, in its form only', () => {
    const change = '002401800435363738';
    expect(send(change)).toBe('6982');
    expect(send(rightPin, '0024018003353637')).toBe('6A80');
    expect(send(change)).toBe('9000');
    expect(saved.at(-1)?.pins?.authentication.value).toBe('5678');
    expect(send(rightPin)).toBe('63C2');
    expect(send('002000800435363738')).toBe('9000');
    expect(send(selectFile('001B'), signPin, '0024018006616263313233')).toBe('6A80');
    expect(send('0024018006444546343536')).toBe('9000');
  });
});

describe('keys', () => {
  it('signs a DigestInfo after the PIN', () => {
    send(selectJpki, selectFile('0018'), rightPin);
    const answer = send(selectFile('0017'), signature);
    const made = Buffer.from(answer.slice(0, -4), 'hex');
    expect(
      verifySignature('sha256', Buffer.from('message'), publicKeyOf(file.authentication!.privateKey), made),
    ).toBe(true);
    expect(send(`802A009733${digestInfo('message')}00`)).toBe(answer);
    expect(send(`802A009A33${digestInfo('message')}00`)).toBe('6982');
  });

  it('takes 1 to 245 bytes', () => {
    send(selectJpki, selectFile('0018'), rightPin, selectFile('0017'));
    expect(send(`802A0080F5${'00'.repeat(245)}00`)).toHaveLength(516);
    expect(send(`802A0080F6${'00'.repeat(246)}00`)).toBe('6700');
    expect(send('802A008000')).toBe('6700');
    expect(send(`802A008033${digestInfo('message')}`)).toBe('6700');
  });

  it('refuses other files', () => {
    send(selectJpki, selectFile('0018'), rightPin, selectFile('0017'));
    expect(send(`802A000033${digestInfo('message')}00`)).toBe('6A86');
    expect(send(selectFile('000A'), signature)).toBe('6981');
  });
});

describe('券面事項確認AP', () => {
  it('proves itself after the birth date', () => {
    send(selectSurface, selectFile('0011'));
    expect(send(proof)).toBe('6982');
    expect(send(birthDate)).toBe('9000');
    const made = Buffer.from(send(proof).slice(0, -4), 'hex');
    expect(
      verifySignature('sha256', Buffer.from('message'), publicKeyOf(file.surface!.privateKey), made),
    ).toBe(true);
    expect(read('0001').toString('base64')).toBe(file.surface?.record);
  });

  it('counts wrong birth dates', () => {
    expect(send(selectSurface, selectFile('0011'), '0020008006303030303030')).toBe('63C9');
    expect(send(proof)).toBe('6982');
    expect(saved.at(-1)?.pins?.birthDate.triesLeft).toBe(9);
  });

  it('can be set not to ask for the birth date', async () => {
    lay(await testCard({ surfaceNeedsBirthDate: false }));
    expect(send(selectSurface, proof)).toHaveLength(516);
  });

  it('does not let the authentication PIN open it', () => {
    expect(send(selectJpki, selectFile('0018'), rightPin, selectSurface, proof)).toBe('6982');
  });
});

describe('security state', () => {
  beforeEach(() => void send(selectJpki, selectFile('0018'), rightPin));

  it('survives SELECT and warm reset', () => {
    expect(send(selectSurface, selectJpki, selectFile('0017'), signature)).toHaveLength(516);
    card.reset();
    expect(send(selectJpki, selectFile('0017'), signature)).toHaveLength(516);
  });

  it('ends with the power', () => {
    card.powerOff();
    expect(send('00B0860020')).toBe('6D00');
    expect(send(selectJpki, selectFile('0017'), signature)).toBe('6982');
  });

  it('keeps counters over power-off', () => {
    send(wrongPin);
    card.powerOff();
    expect(send(selectJpki, selectFile('0018'), '00200080')).toBe('63C2');
  });
});

describe('commands that are refused', () => {
  it.each([
    ['less than a header', '00A404', '6700'],
    ['a length that does not fit', '00A4040C0AD392', '6700'],
    ['extended length', '00B00000000100', '6700'],
    ['an application it does not have', '00A4040C06A00000006350', '6A82'],
    ['SELECT of the master file after power-on', '00A40000', '6A86'],
    ['SELECT by path', '00A4080C023F00', '6A86'],
    ['a file before any application', '00A4020C02000A', '6A82'],
    ['READ BINARY before any application', '00B0000000', '6D00'],
    ['a logical channel', '01A4040C0AD392F000260100000001', '6881'],
    ['a logical channel of the other class', '812A009701AA00', '6881'],
    ['secure messaging', '0CA4040C0AD392F000260100000001', '6882'],
    ['another class', 'FFCA000000', '6E00'],
  ])('%s', (_name, command, status) => {
    expect(send(command)).toBe(status);
  });

  it.each([
    ['a file it does not have', '00A4020C020042', '6A82'],
    ['a file name of the wrong length', '00A4020C0100', '6700'],
    ['READ BINARY without a file', '00B0000000', '6986'],
    ['READ BINARY without Le', '00B08600', '6700'],
    ['READ BINARY with an odd short identifier', '00B0E60000', '6A86'],
    ['VERIFY with another P1', '002001980431323334', '6A86'],
    ['VERIFY with another P2', '002000000431323334', '6A86'],
    ['COMPUTE DIGITAL SIGNATURE without a file', '802A0080010000', '6986'],
    ['VERIFY without a file', '002000800431323334', '6986'],
    ['VERIFY on a file that is no PIN', '0020008A0431323334', '6981'],
    ['a PIN longer than any', `0020009811${'31'.repeat(17)}`, '6700'],
    ['an instruction it does not know', '0084000008', '6D00'],
    ['an instruction of the other class', '80CA000000', '6D00'],
  ])('with the JPKI application: %s', (_name, command, status) => {
    send(selectJpki);
    expect(send(command)).toBe(status);
  });

  it('leaves the selection alone when a SELECT fails', () => {
    expect(
      send(selectJpki, selectFile('0006'), '00A4040C06A00000006350', selectFile('9999'), '00B0000004'),
    ).toBe('4A504B499000');
  });
});
