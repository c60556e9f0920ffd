import { describe, expect, it } from 'vitest';
import { ia5, set } from '../../../../mock-platform/src/certification/der.ts';
import { verdict } from './judging.ts';
import {
  anchor,
  by,
  directory,
  good,
  judge,
  me,
  ofAnchor,
  point,
  revoked,
  SERIAL,
  sub,
  unknown,
  uri,
} from './listed.ts';
import { attribute, authority, day, extension, extensions, leaf, list, newKey } from './making.ts';

describe('Complete lists', () => {
  it.each([
    ['empty', [by()], good],
    ['naming another', [by({ entries: [{ serial: 1 }, { serial: SERIAL + 256 }] })], good],
    ['naming it', [by({ entries: [{ serial: 1 }, me] })], revoked],
    ['naming it, on hold', [by({ entries: [{ ...me, reason: 6 }] })], revoked],
    ['missing', [], unknown],
    ['of another issuer', [by({}, anchor)], unknown],
    ['signed by a stranger', [by({ signer: newKey() })], unknown],
    ['past its next update', [by({ to: day('2026-11-19') })], unknown],
    ['from the future', [by({ from: day('2026-11-21') })], unknown],
    ['without next update', [by({ to: undefined })], unknown],
    [
      'with an unknown critical extension',
      [by({ extensions: [extension('1.2.3', true, ia5('?'))] })],
      unknown,
    ],
    ['with an unknown extension', [by({ extensions: [extension('1.2.3', false, ia5('?'))] })], good],
    [
      'with an unknown critical extension in an entry about somebody else',
      [by({ entries: [{ serial: 1, extensions: [extension('1.2.3', true, ia5('?'))] }] })],
      unknown,
    ],
    ['beside a broken one', [by({ signer: newKey(), entries: [me] }), by()], good],
    [
      'the newer one counts',
      [by({ entries: [{ ...me, reason: 6 }], from: day('2026-10-01') }), by({ number: 2 })],
      good,
    ],
    ['the newer one names it', [by({ from: day('2026-10-01') }), by({ number: 2, entries: [me] })], revoked],
  ])('%s', (_what, lists, expected) => {
    expect(judge(lists)).toBe(expected);
  });

  it('are needed for authorities as well', () => {
    const target = leaf(sub, [], { serial: SERIAL });
    const question = { anchors: [anchor], others: [sub], target };
    expect(verdict({ ...question, lists: [by()] })).toBe(unknown);
    const serial = 5;
    const lost = authority(anchor, 'O=Test, CN=Sub', [], { key: sub.key, serial });
    const lists = [list(anchor, { entries: [{ serial }] }), by()];
    expect(verdict({ ...question, others: [lost], lists })).toBe(revoked);
    expect(verdict({ ...question, others: [lost, sub], lists })).toBe(good);
  });

  it('must be signed by a key that may sign lists', () => {
    const mute = authority(anchor, 'O=Test, CN=Mute', [], {
      extensions: [extensions.authority(), extensions.keyUsage(5)],
    });
    const question = { anchors: [anchor], others: [mute], target: leaf(mute) };
    expect(verdict({ ...question, lists: [ofAnchor, list(mute)] })).toBe(unknown);
  });

  it('tell serial numbers apart that differ in sign or length', () => {
    const long = 2 ** 47 + 1;
    expect(judge([by({ entries: [{ serial: long }] })], [], [], { serial: long })).toBe(revoked);
    expect(judge([by({ entries: [{ serial: 255 }] })], [], [], { serial: 127 })).toBe(good);
  });
});

describe('Partitioned lists', () => {
  const north = { full: [directory('O=Test, CN=North')] };
  it.each([
    ['of the point', [by({ scope: north })], [point('O=Test, CN=North')], good],
    ['of the point, naming it', [by({ scope: north, entries: [me] })], [point('O=Test, CN=North')], revoked],
    ['in other letters', [by({ scope: north })], [point('O=TEST, CN=north')], good],
    ['of another city', [by({ scope: north })], [point('O=Test, CN=South')], unknown],
    ['where the certificate names none', [by({ scope: north })], [], unknown],
    [
      'named by the issuer where the certificate names none',
      [by({ scope: point('O=Test, CN=Sub') })],
      [],
      good,
    ],
    [
      'one of several names',
      [by({ scope: { full: [uri('http://a'), ...north.full] } })],
      [point('O=Test, CN=North')],
      good,
    ],
    ['an address', [by({ scope: { full: [uri('http://a/b')] } })], [{ full: [uri('http://a/b')] }], good],
    [
      'another address',
      [by({ scope: { full: [uri('http://a/b')] } })],
      [{ full: [uri('http://a/c')] }],
      unknown,
    ],
    [
      'relative to the issuer',
      [by({ scope: { relative: relative('North') } })],
      [{ relative: relative('North') }],
      good,
    ],
    [
      'relative on one side',
      [by({ scope: { relative: relative('North') } })],
      [point('O=Test, CN=Sub, CN=North')],
      good,
    ],
    [
      'relative and another',
      [by({ scope: { relative: relative('North') } })],
      [{ relative: relative('South') }],
      unknown,
    ],
    ['a list for everything', [by()], [point('O=Test, CN=North')], good],
    [
      'a list for everything, naming it',
      [by({ scope: north }), by({ entries: [me] })],
      [point('O=Test, CN=North')],
      revoked,
    ],
  ])('%s', (_what, lists, points, expected) => {
    expect(judge(lists, points)).toBe(expected);
  });

  it.each([
    ['for users only', { users: true }, good, unknown],
    ['for authorities only', { authorities: true }, unknown, good],
    ['for attributes only', { attributes: true }, unknown, unknown],
  ] as const)('%s', (_what, scope, forUser, forAuthority) => {
    expect(judge([by({ scope })])).toBe(forUser);
    const target = authority(sub, 'O=Test, CN=Below');
    expect(verdict({ anchors: [anchor], others: [sub], target, lists: [ofAnchor, by({ scope })] })).toBe(
      forAuthority,
    );
  });
});

function relative(name: string): Buffer {
  return set(attribute('CN', name));
}

describe('Reasons', () => {
  const compromise = { reasons: [1, 2] };
  const rest = { reasons: [3, 4, 5, 6, 7, 8] };
  it.each([
    ['only some', [by({ scope: compromise })], [], unknown],
    ['all in two lists', [by({ scope: compromise }), by({ scope: rest })], [], good],
    ['named in the first', [by({ scope: compromise, entries: [me] }), by({ scope: rest })], [], revoked],
    ['named in the second', [by({ scope: compromise }), by({ scope: rest, entries: [me] })], [], revoked],
    ['named where not all are covered', [by({ scope: compromise, entries: [me] })], [], revoked],
    ['some of the point', [by()], [{ full: [directory('O=Test, CN=Sub')], ...compromise }], good],
    [
      'two points for some each',
      [by({ scope: { ...point('CN=A'), ...compromise } }), by({ scope: { ...point('CN=B'), ...rest } })],
      [
        { ...point('CN=A'), ...compromise },
        { ...point('CN=B'), ...rest },
      ],
      good,
    ],
    [
      'two points, one list missing',
      [by({ scope: { ...point('CN=A'), ...compromise } })],
      [
        { ...point('CN=A'), ...compromise },
        { ...point('CN=B'), ...rest },
      ],
      unknown,
    ],
    [
      'a list for other reasons than the point’s',
      [by({ scope: { ...point('CN=A'), ...rest } })],
      [{ ...point('CN=A'), ...compromise }],
      unknown,
    ],
  ])('%s', (_what, lists, points, expected) => {
    expect(judge(lists, points)).toBe(expected);
  });
});
