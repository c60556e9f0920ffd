import { describe, expect, it } from 'vitest';
import { ia5, set } from '../../../../mock-platform/src/certification/der.ts';
import { verdict } from './judging.ts';
import {
  attribute,
  authority,
  day,
  extension,
  extensions,
  type ListEntry,
  type ListParts,
  leaf,
  list,
  names,
  newKey,
  type Party,
  type Point,
  root,
} from './making.ts';

const anchor = root();
const sub = authority(anchor, 'O=Test, CN=Sub');
const ofAnchor = list(anchor);
const { directory, uri } = names;

const SERIAL = 77;
const me: ListEntry = { serial: SERIAL };
const good = 'good';
const revoked = 'certificate.revoked';
const unknown = 'revocation.unavailable';
const point = (name: string): Point => ({ full: [directory(name)] });

/** A person under `sub` with these distribution points, and these lists beside the anchor's. */
function judge(lists: Buffer[], points: Point[] = [], others: Party[] = [], change = {}) {
  const target = leaf(sub, points.length > 0 ? [extensions.points(...points)] : [], {
    serial: SERIAL,
    ...change,
  });
  return verdict({ anchors: [anchor], others: [sub, ...others], target, lists: [ofAnchor, ...lists] });
}
const by = (parts: ListParts = {}, party: Party = sub) => list(party, parts);

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

describe('Indirect lists', () => {
  const office = authority(anchor, 'O=Test, CN=List office', [], { extensions: [extensions.keyUsage(6)] });
  const named: Point = {
    ...point('O=Test, CN=All lists'),
    listIssuer: [directory('O=Test, CN=List office')],
  };
  const scope = { ...point('O=Test, CN=All lists'), indirect: true } as const;
  const mine = { ...me, issuer: 'O=Test, CN=Sub' };

  it.each([
    ['naming nobody', { scope }, good],
    ['naming it', { scope, entries: [mine] }, revoked],
    ['naming it in other letters', { scope, entries: [{ ...mine, issuer: 'O=TEST, CN=SUB' }] }, revoked],
    [
      'naming the number of another issuer',
      { scope, entries: [{ ...me, issuer: 'O=Test, CN=Other' }] },
      good,
    ],
    ['naming the office’s own number', { scope, entries: [me] }, good],
    ['an issuer counts for the entries after it', { scope, entries: [{ ...mine, serial: 1 }, me] }, revoked],
    [
      'until the next one',
      { scope, entries: [{ ...mine, serial: 1 }, { serial: 2, issuer: 'CN=X' }, me] },
      good,
    ],
    ['not said to be indirect', { scope: point('O=Test, CN=All lists') }, unknown],
    ['of another point', { scope: { ...point('O=Test, CN=Few lists'), indirect: true } }, unknown],
    ['signed by a stranger', { scope, signer: newKey() }, unknown],
  ] as [string, ListParts, string][])('%s', (_what, parts, expected) => {
    expect(judge([by(parts, office)], [named], [office])).toBe(expected);
  });

  it('count only where the certificate names their issuer', () => {
    expect(judge([by({ scope }, office)], [point('O=Test, CN=All lists')], [office])).toBe(unknown);
    const elsewhere = { ...named, listIssuer: [directory('O=Test, CN=Another office')] };
    expect(judge([by({ scope }, office)], [elsewhere], [office])).toBe(unknown);
  });

  it('without a name of the point match the name of their issuer', () => {
    const only: Point = { listIssuer: [directory('O=Test, CN=List office')] };
    const own = { ...point('O=Test, CN=List office'), indirect: true } as const;
    expect(judge([by({ scope: own }, office)], [only], [office])).toBe(good);
    expect(judge([by({ scope: { indirect: true } }, office)], [only], [office])).toBe(good);
    expect(judge([by({ scope }, office)], [only], [office])).toBe(unknown);
  });

  it('of the issuer itself count for its own certificates', () => {
    expect(judge([by({ scope: { indirect: true } })])).toBe(good);
    expect(judge([by({ scope: { indirect: true }, entries: [me] })])).toBe(revoked);
    const other = { serial: 1, issuer: 'O=Test, CN=Other' };
    expect(judge([by({ scope: { indirect: true }, entries: [other, me] })])).toBe(good);
  });

  it('need a signer with a path to the same anchor that is not revoked', () => {
    const foreign = root('O=Foreign, CN=Root');
    const stray = authority(foreign, 'O=Test, CN=List office', [], { extensions: [extensions.keyUsage(6)] });
    const target = leaf(sub, [extensions.points(named)], { serial: SERIAL });
    const question = { anchors: [anchor, foreign], others: [sub, stray], target };
    expect(verdict({ ...question, lists: [ofAnchor, list(foreign), by({ scope }, stray)] })).toBe(unknown);
    const serial = 9;
    const gone = authority(anchor, 'O=Test, CN=List office', [], {
      serial,
      extensions: [extensions.keyUsage(6)],
    });
    const lists = [list(anchor, { entries: [{ serial }] }), by({ scope }, gone)];
    expect(verdict({ ...question, others: [sub, gone], lists })).toBe(unknown);
  });

  it('entries of other issuers in a list that is not indirect spoil it', () => {
    expect(judge([by({ entries: [{ serial: 1, issuer: 'O=Test, CN=Other' }] })])).toBe(unknown);
  });
});

describe('Lists by other keys of the issuer', () => {
  const usage = [extensions.keyUsage(6)];
  const second = authority(anchor, 'O=Test, CN=Sub', [], { extensions: usage });

  it('count when the key has a certificate of its own that stands by itself', () => {
    expect(judge([by({}, second)], [], [second])).toBe(good);
    expect(judge([by({ entries: [me] }, second)], [], [second])).toBe(revoked);
  });

  it('do not count when that certificate depends on them', () => {
    const helper = authority(sub, 'O=Test, CN=Sub', [], { extensions: usage });
    expect(judge([by({}, helper)], [], [helper])).toBe(unknown);
    expect(judge([by({}, helper), by({ scope: point('CN=A') })], [], [helper])).toBe(unknown);
    const placed = authority(sub, 'O=Test, CN=Sub', [], {
      extensions: [...usage, extensions.points(point('CN=A'))],
    });
    expect(judge([by({}, placed), by({ scope: point('CN=A') })], [], [placed])).toBe(good);
  });

  it('a signer named by its own issuer may vouch for itself, until it is on its own list', () => {
    const here: Point = { ...point('CN=Lists'), listIssuer: [directory('O=Test, CN=Office')] };
    const serial = 31;
    const office = authority(sub, 'O=Test, CN=Office', [], {
      serial,
      extensions: [...usage, extensions.points(here)],
    });
    const scope = { ...point('CN=Lists'), indirect: true } as const;
    expect(judge([list(office, { scope })], [here], [office])).toBe(good);
    const entries = [{ serial, issuer: 'O=Test, CN=Sub' }];
    expect(judge([list(office, { scope, entries })], [here], [office])).toBe(unknown);
  });
});

describe('Delta lists', () => {
  const base = (parts: ListParts = {}) => by({ number: 5, from: day('2026-11-01'), ...parts });
  const delta = (parts: ListParts = {}) => by({ number: 7, base: 5, from: day('2026-11-10'), ...parts });
  const old = { to: day('2026-11-05') };

  it.each([
    ['adds nothing', [base(), delta()], good],
    ['names it', [base(), delta({ entries: [me] })], revoked],
    ['leaves what the complete list says', [base({ entries: [me] }), delta()], revoked],
    [
      'takes it off',
      [base({ entries: [{ ...me, reason: 6 }] }), delta({ entries: [{ ...me, reason: 8 }] })],
      good,
    ],
    [
      'turns a hold into more',
      [base({ entries: [{ ...me, reason: 6 }] }), delta({ entries: [{ ...me, reason: 1 }] })],
      revoked,
    ],
    ['alone', [delta()], unknown],
    ['keeps a complete list going', [base(old), delta()], good],
    ['for a later complete list', [base(old), delta({ base: 6 })], unknown],
    ['for an earlier complete list', [base(old), delta({ base: 3 })], good],
    ['as old as the complete list', [base(old), delta({ number: 5, base: 3 })], unknown],
    ['past its time is passed over', [base(), delta({ entries: [me], to: day('2026-11-15') })], good],
    ['past its time keeps nothing going', [base(old), delta({ to: day('2026-11-15') })], unknown],
    ['of another scope', [base(old), delta({ scope: point('O=Test, CN=Sub') })], unknown],
    [
      'of the same scope',
      [base({ ...old, scope: point('O=Test, CN=Sub') }), delta({ scope: point('O=Test, CN=Sub') })],
      good,
    ],
    ['by another key', [base(old), delta({ signer: newKey() })], unknown],
    [
      'the newest counts',
      [base(), delta({ entries: [me] }), delta({ number: 8, entries: [{ ...me, reason: 8 }] })],
      good,
    ],
  ])('%s', (_what, lists, expected) => {
    expect(judge(lists)).toBe(expected);
  });
});
