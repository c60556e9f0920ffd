import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { element } from '../../../mock-platform/src/identity/der/writer.ts';
import { eraDateOf } from '../../../mock-platform/src/identity/enrolment/eras.ts';
import { isChild } from '../../../mock-platform/src/identity/enrolment/guardian.ts';
import { readHolderFacts } from '../../../mock-platform/src/identity/enrolment/holder-facts.ts';
import { differingFields, saysTheSame } from '../../../mock-platform/src/identity/enrolment/match.ts';

const holder = {
  facts: { name: '渡邉　一', address: 'ひより町1丁目2−3', birthDate: '1944-05-03', gender: '2' as const },
  substituted: { name: '0100', address: '0000000000' },
};

describe('Facts of the card and of the form', () => {
  it.each([
    ['渡邉一', true],
    ['渡邊 一', true],
    ['渡　辺　一', true],
    ['渡邉二', false],
    ['渡一', false],
    ['渡邉一郎', false],
    ['', false],
  ])('say the same: 渡邉 (a substitute character) 一 and “%s”: %s', (written, same) => {
    expect(saysTheSame(holder.facts.name, holder.substituted.name, written)).toBe(same);
  });

  it('differ in nothing that the form leaves out, and not in width or dashes', () => {
    expect(differingFields(holder, {})).toEqual([]);
    expect(differingFields(holder, { address: 'ひより町１丁目２－３', birthDate: '1944-05-03' })).toEqual([]);
    expect(
      differingFields(holder, { address: 'ひより町1丁目2-4', birthDate: '1944-05-04', gender: '1' }),
    ).toEqual(['address', 'birthDate', 'gender']);
  });

  it('always say the same as themselves, whatever characters are in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (text) => {
        const kept = text.normalize('NFC');
        expect(saysTheSame(kept, '0'.repeat([...kept].length), kept)).toBe(true);
        expect(saysTheSame(kept, '0'.repeat([...kept].length), `${kept}ん`)).toBe(false);
      }),
    );
  });
});

const ARC = Buffer.from('2a83088c9b55080505', 'hex');
const name = (last: number, text: string, tag = 0x0c): Buffer =>
  element(0xa0, element(0x06, ARC, Buffer.from([last])), element(0xa0, element(tag, Buffer.from(text))));
const certificateWith = (value: Buffer): Certificate =>
  ({ extensions: new Map([['2.5.29.17', { critical: false, value }]]) }) as unknown as Certificate;
const good: Record<number, string> = { 1: '若葉', 2: '01', 3: '2', 4: '319440503', 5: 'ひより町', 6: '0000' };
const holderWith = (change: Record<number, string>, ...more: Buffer[]) => {
  const names = Object.entries({ ...good, ...change }).map(([last, text]) => name(Number(last), text));
  return readHolderFacts(certificateWith(element(0x30, ...names, ...more)));
};

describe('The facts in a signature certificate', () => {
  it('are read with the places of substitute characters', () => {
    expect(holderWith({})).toEqual({
      facts: { name: '若葉', address: 'ひより町', birthDate: '1944-05-03', gender: '2' },
      substituted: { name: '01', address: '0000' },
    });
  });

  it.each([
    ['an era that is not the one of the day', { 4: '419440503' }],
    ['a day that does not exist', { 4: '319440230' }],
    ['no such gender', { 3: '9' }],
    ['fewer marks than characters', { 2: '0' }],
    ['marks that are none', { 6: '00x0' }],
    ['an empty name', { 1: '', 2: '' }],
    ['a seventh name', { 7: 'more' }],
  ])('are not read with %s', (_what, change) => expect(holderWith(change)).toBeUndefined());

  it('are not read when one comes twice, is of another type, or anything follows', () => {
    expect(holderWith({}, name(1, '若葉'))).toBeUndefined();
    expect(holderWith({}, name(7, '若葉', 0x13))).toBeUndefined();
    expect(holderWith({}, element(0x82, Buffer.from('mail@example.jp')))).toBeUndefined();
    expect(readHolderFacts(certificateWith(Buffer.from('3000', 'hex')))).toBeUndefined();
    expect(readHolderFacts(certificateWith(Buffer.from('30', 'hex')))).toBeUndefined();
    expect(readHolderFacts({ extensions: new Map() } as unknown as Certificate)).toBeUndefined();
  });
});

describe('Days', () => {
  it.each([
    ['1989-01-07', '640107'],
    ['1989-01-08', '010108'],
    ['2019-04-30', '310430'],
    ['2019-05-01', '010501'],
    ['1944-05-03', '190503'],
  ])('%s is %s in the era', (day, era) => expect(eraDateOf(day)).toBe(era));

  it('a child is one until the fifteenth birthday in Japan', () => {
    expect(isChild('2011-11-21', new Date('2026-11-20T14:59:59Z'))).toBe(true);
    expect(isChild('2011-11-21', new Date('2026-11-20T15:00:00Z'))).toBe(false);
  });
});
