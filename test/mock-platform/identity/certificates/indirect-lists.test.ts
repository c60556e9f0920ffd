import { describe, expect, it } from 'vitest';
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
} from './listed.ts';
import {
  authority,
  day,
  extensions,
  type ListParts,
  leaf,
  list,
  newKey,
  type Point,
  root,
} from './making.ts';

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
