import { describe, expect, it } from 'vitest';
import { SimulatedCard } from '../../../mock-platform/src/card/card.ts';
import { kindOf } from '../../../mock-platform/src/card/kind.ts';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { creditCard, residentCard, testCard, transitCard } from './fixture.ts';

const selectJpki = '00A4040C0AD392F000260100000001';
const selectCommon = '00A4040C0AD3921000310001010100';
const firstByte = (id: string) => [`00A4020C02${id}`, '00B0000001'];

function send(file: CardFile, ...commands: string[]): string {
  const card = new SimulatedCard(structuredClone(file));
  const answers = commands.map((command) => card.transmit(Buffer.from(command, 'hex')));
  return Buffer.from(answers.at(-1)!).toString('hex').toUpperCase();
}

const label = (file: CardFile) =>
  Buffer.from(send(file, selectJpki, '00B0860020').slice(0, 64), 'hex')
    .toString()
    .trimEnd();

describe('a phone', () => {
  it('has a label of its own and wants a PIN before each certificate', async () => {
    const phone = await testCard({ name: 'phone', kind: 'phone', surface: undefined });
    expect(label(phone)).toBe('JPKIAPGPSETOKEN');
    expect(send(phone, selectJpki, ...firstByte('000A'))).toBe('6982');
    expect(send(phone, selectJpki, '002000980431323334', ...firstByte('000A'))).toBe('309000');
    expect(send(phone, selectJpki, '002000980431323334', ...firstByte('0001'))).toBe('6982');
    expect(send(phone, selectJpki, ...firstByte('000B'))).toBe('309000');
    expect(send(phone, '00A4040C0AD3921000310001010402')).toBe('6A82');
  });

  it('stands before its certificate with the PIN even when there is none', () => {
    const pins = { authentication: { value: '1234', triesLeft: 3 }, birthDate: { triesLeft: 0 } };
    const empty: CardFile = { ...transitCard, kind: 'phone', pins };
    expect(send(empty, selectJpki, ...firstByte('000A'))).toBe('6982');
    expect(send(empty, selectJpki, '00200098')).toBe('63C3');
  });
});

describe('an Individual Number Card', () => {
  it('tells serial, municipality and expiry as record 1 of 共通カードAP, to anybody', async () => {
    const common = { serial: '900000012345678', municipality: '99001', expiry: '20350503' };
    const card = await testCard({ common });
    const record = `011C${Buffer.from('9000000123456789900120350503').toString('hex')}9000`.toUpperCase();
    expect(send(card, selectCommon, '00A4020C020001', '00B2010400')).toBe(record);
    expect(send(card, selectCommon, '00B2010C00')).toBe(record);
    expect(send(card, selectCommon, '00B2020C00')).toBe('6A83');
    expect(send(card, selectCommon, '00B2010D00')).toBe('6A86');
    expect(send(card, selectCommon, '00B2010C')).toBe('6700');
    expect(send(card, selectCommon, '00A4020C020001', '00B0000000')).toBe('6981');
    expect(send(await testCard(), selectCommon)).toBe('6A82');
  });

  it('lets the master file be selected inside an application, without effect', async () => {
    const card = await testCard();
    expect(send(card, selectJpki, '00A4020C020006', '00A40000')).toBe('9000');
    expect(send(card, selectJpki, '00A4020C020006', '00A40000', '00B0000004')).toBe('4A504B499000');
  });

  it('is listed by its generation', async () => {
    expect(kindOf(await testCard())).toBe('individual-number-card');
    expect(kindOf(await testCard({ generation: 'next' }))).toBe('next-generation-card');
    expect(label(await testCard({ generation: 'next' }))).toBe('JPKIAPICCTOKEN2');
  });
});

describe('other cards', () => {
  it('an old 住基カード has its own label and no certificate', () => {
    expect(label(residentCard)).toBe('JPKIAPICCTOKEN');
    expect(send(residentCard, selectJpki, '00A4020C02000A')).toBe('6A82');
    expect(send(residentCard, '00A4040C0AD3921000310001010402')).toBe('6A82');
  });

  it('a transit card has no application at all', () => {
    expect(send(transitCard, selectJpki)).toBe('6A82');
    expect(send(transitCard, '00B0000000')).toBe('6D00');
  });

  it('a credit card answers the SELECT of a terminal and not ours', () => {
    const directory = '00A404000E325041592E5359532E444446303100';
    expect(send(creditCard, directory)).toBe(
      '6F23840E325041592E5359532E4444463031A511BF0C0E610C4F07F04348415247458701019000',
    );
    expect(send(creditCard, '00A4040007F043484152474500')).toContain(
      Buffer.from('CREDIT').toString('hex').toUpperCase(),
    );
    expect(send(creditCard, selectJpki)).toBe('6A82');
    expect(send(creditCard, directory, selectJpki)).toBe('6A82');
  });

  it('a card file with a broken key makes no card', async () => {
    const broken = await testCard();
    broken.authentication!.privateKey = 'AAAA';
    expect(() => new SimulatedCard(broken)).toThrow();
  });
});
