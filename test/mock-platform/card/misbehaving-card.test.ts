import { beforeAll, describe, expect, it } from 'vitest';
import { MisbehavingCard } from '../../../mock-platform/src/card/misbehaving-card.ts';
import type { CardFile, Misbehaviour } from '../../../mock-platform/src/protocol/card-reader.ts';
import { damagedCard, testCard } from './fixture.ts';

const selectJpki = '00A4040C0AD392F000260100000001';
const pin = '002000980431323334';
const read = '00B08A0000';
const wrongPin = '002000980439393939';

let file: CardFile;
let certificate: string;
beforeAll(async () => {
  file = await testCard();
  certificate = Buffer.from(file.authentication!.certificate, 'base64').toString('hex').toUpperCase();
});

/** Lays a card that misbehaves so, sends the commands, and gives every outcome: an answer, `silence` or `removal`. */
function outcomes(how: Misbehaviour, ...commands: string[]): string[] {
  const card = new MisbehavingCard(structuredClone(file), undefined, how);
  return commands.map((command) => {
    if (command === 'power-off') {
      card.powerOff();
      return '';
    }
    const outcome = card.transmit(Buffer.from(command, 'hex'));
    if (outcome.type !== 'answer') return outcome.type;
    return Buffer.from(outcome.response).toString('hex').toUpperCase();
  });
}
const last = (how: Misbehaviour, ...commands: string[]) => outcomes(how, ...commands).at(-1) ?? '';

it('is a good card without misbehaviour', () => {
  expect(outcomes({}, selectJpki, pin, wrongPin)).toEqual(['9000', '9000', '63C2']);
});

describe('status words', () => {
  it.each([
    ['at the second command', { status: '6984', apdu: 2 }, ['9000', '6984', '9000', '9000']],
    ['at a VERIFY, once', { status: '6983', instruction: '20' }, ['9000', '6983', '9000', '9000']],
    [
      'at every VERIFY',
      { status: '6983', instruction: '20', always: true },
      ['9000', '6983', '6983', '9000'],
    ],
    ['at a file selected by name', { status: '6A82', file: '0006' }, ['9000', '9000', '9000', '6A82']],
    [
      'at a file meant by short identifier',
      { status: '6982', file: '0018' },
      ['9000', '6982', '9000', '9000'],
    ],
    ['at any command, always', { status: '6F00', always: true }, ['6F00', '6F00', '6F00', '6F00']],
    ['nowhere, when nothing fits', { status: '6F00', instruction: '24' }, ['9000', '9000', '9000', '9000']],
  ])('%s', (_name, fault, expected) => {
    const commands = [selectJpki, pin, pin, '00A4020C020006'];
    expect(outcomes({ statusWords: [fault] }, ...commands)).toEqual(expected);
  });

  it('spend no try, because the command is not carried out', () => {
    const how = { statusWords: [{ status: '63C0', instruction: '20' }] };
    expect(outcomes(how, selectJpki, wrongPin, '00200098')).toEqual(['9000', '63C0', '63C3']);
  });

  it('fit the file that was selected before', () => {
    const how = { statusWords: [{ status: '6581', instruction: 'B0', file: '000A' }] };
    expect(last(how, selectJpki, '00A4020C02000A', '00B0000000')).toBe('6581');
    expect(last(how, selectJpki, '00A4020C02000B', '00B0000001')).toBe('309000');
  });
});

it('answers 6F00 to the first command after each power-on', () => {
  const how = { firstCommandFails: true };
  expect(outcomes(how, selectJpki, selectJpki, 'power-off', selectJpki, selectJpki)).toEqual([
    '6F00',
    '9000',
    '',
    '6F00',
    '9000',
  ]);
});

it('gives short answers with 9000, from which the whole file can still be read', () => {
  expect(last({ shortAnswers: 3 }, selectJpki, read)).toBe(`${certificate.slice(0, 6)}9000`);
  expect(last({ shortAnswers: 3 }, selectJpki, read, '00B0000302')).toBe(`${certificate.slice(6, 10)}9000`);
  expect(last({ shortAnswers: 200 }, selectJpki, '00B08600A0').length).toBe(324);
});

it('cuts both certificates off, and not the authorities', () => {
  const how = { certificateBytes: 40 };
  expect(last(how, selectJpki, read)).toBe(`${certificate.slice(0, 80)}9000`);
  expect(last(how, selectJpki, read, '00B0002800')).toBe('6B00');
  expect(last(how, selectJpki, '0020009B06414243313233', '00B0810000')).toHaveLength(84);
  expect(last(how, selectJpki, '00B08B0000')).toHaveLength(516);
});

describe('lengths', () => {
  it('by 61xx: data only by GET RESPONSE, in as many pieces as asked for', () => {
    const how = { lengths: '61xx' } as const;
    expect(outcomes(how, selectJpki, read, '00C0000004', '00C0000000').map((text) => text.slice(-4))).toEqual(
      ['9000', '6100', '61FC', '9000'],
    );
    expect(outcomes(how, selectJpki, '00B08A0004', '00C0000004')).toEqual([
      '9000',
      '6104',
      `${certificate.slice(0, 8)}9000`,
    ]);
    expect(last(how, selectJpki, '00B08A0004', '00C0000005')).toBe('6C04');
    expect(last(how, selectJpki, '00B08A0004', selectJpki, '00C0000004')).toBe('6985');
    expect(last({}, selectJpki, '00C0000004')).toBe('6D00');
  });

  it('by 6Cxx: only with the right Le', () => {
    const how = { lengths: '6Cxx' } as const;
    expect(outcomes(how, selectJpki, '00B0860000', '00B08600A0').map((text) => text.slice(-4))).toEqual([
      '9000',
      '6CA0',
      '9000',
    ]);
  });
});

it('goes away instead of answering, and does not come back', () => {
  expect(outcomes({ removedAfterApdus: 1 }, selectJpki, pin, pin)).toEqual(['9000', 'removal', 'removal']);
});

describe('a mute card', () => {
  it('is told by its answer to reset, or is recognised and says nothing more', () => {
    expect(new MisbehavingCard(structuredClone(damagedCard)).atr).toBeUndefined();
    expect(last({ mute: 'reset' }, selectJpki)).toBe('silence');
    expect(new MisbehavingCard(structuredClone(file), undefined, { mute: 'commands' }).atr).toHaveLength(13);
    expect(last({ mute: 'commands' }, selectJpki)).toBe('silence');
  });

  it('can be told to behave in spite of its file', () => {
    expect(new MisbehavingCard(structuredClone(damagedCard), undefined, {}).atr).toHaveLength(13);
  });
});

it('answers garbage, which is never a success', () => {
  for (let command = 0; command < 256; command += 1) {
    const answer = last({ garbage: true }, `00A4${command.toString(16).padStart(2, '0')}0C00`);
    expect(answer.slice(-4)).not.toBe('9000');
    expect(answer.length).toBeLessThan(64);
  }
});
