import { describe, expect, it } from 'vitest';
import { ia5, sequence, utf8 } from '../../../../mock-platform/src/certification/der.ts';
import { verdict } from './judging.ts';
import {
  attribute,
  authority,
  authorityUsage,
  certificate,
  day,
  dn,
  extension,
  extensions,
  leaf,
  newKey,
  root,
} from './making.ts';

const anchor = root();

describe('Names', () => {
  const chain = (subject: Buffer, issuer: Buffer) => {
    const between = authority(anchor, subject);
    return verdict({ anchors: [anchor], others: [between], target: leaf(between, [], { issuer }) });
  };

  it.each([
    ['case', dn('O=Test, CN=Sub'), dn('O=TEST, CN=sUB')],
    ['white space', dn('O=Test, CN=Sub Authority'), dn('O=Test, CN=  Sub   Authority ')],
    ['the type of the string', dn('O=Test, CN=Sub'), dn('O=Test, CN=Sub', utf8)],
    ['case of letters beyond ASCII', dn('O=Test, CN=Ünter Ärzte'), dn('O=Test, CN=ünter ärzte')],
    ['width', dn('O=Test, CN=ＡＢＣ　局'), dn('O=Test, CN=abc 局')],
    ['case in domain components', dn('DC=example, CN=Sub'), dn('DC=EXAMPLE, CN=Sub')],
    ['case in mail addresses', dn('CN=Sub, emailAddress=a@b.org'), dn('CN=Sub, emailAddress=A@B.ORG')],
    [
      'the order within a set',
      sequence(setOf(attribute('CN', 'Sub'), attribute('OU', 'Unit'))),
      sequence(setOf(attribute('OU', 'Unit'), attribute('CN', 'sub', utf8))),
    ],
  ])('chain although they differ in %s', (_what, subject, issuer) => {
    expect(chain(subject, issuer)).toBe('good');
  });

  it.each([
    ['order', dn('O=Test, OU=Unit, CN=Sub'), dn('OU=Unit, O=Test, CN=Sub')],
    ['a part more', dn('O=Test, CN=Sub'), dn('O=Test, CN=Sub, CN=Sub')],
    ['a part less', dn('O=Test, CN=Sub'), dn('O=Test')],
    ['the type of an attribute', dn('O=Test, CN=Sub'), dn('O=Test, OU=Sub')],
    ['a word that is split', dn('O=Test, CN=Sub Authority'), dn('O=Test, CN=SubAuthority')],
    ['a letter', dn('O=Test, CN=Sub'), dn('O=Test, CN=Suc')],
    ['one set for two', sequence(setOf(attribute('O', 'a'), attribute('CN', 'b'))), dn('O=a, CN=b')],
  ])('do not chain when they differ in %s', (_what, subject, issuer) => {
    expect(chain(subject, issuer)).toBe('certificate.untrusted');
  });

  it('an authority without a name issues nothing', () => {
    expect(chain(dn(''), dn(''))).toBe('certificate.untrusted');
  });
});

function setOf(...attributes: Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.from([0x31, attributes.reduce((sum, { length }) => sum + length, 0)]),
    ...attributes,
  ]);
}

describe('Validity', () => {
  it.each([
    ['before', '2025-12-31T23:59:59Z', 'certificate.not-yet-valid'],
    ['in its first second', '2026-01-01T00:00:00Z', 'good'],
    ['in its last second', '2026-12-31T23:59:59.999Z', 'good'],
    ['after', '2027-01-01T00:00:00Z', 'certificate.expired'],
  ])('%s', (_when, at, expected) => {
    const target = leaf(anchor, [], { from: day('2026-01-01'), to: new Date('2026-12-31T23:59:59Z') });
    expect(verdict({ anchors: [anchor], target, at: new Date(at) })).toBe(expected);
  });

  it('reaches from 1950 to 9999', () => {
    const target = leaf(anchor, [], { from: day('1950-01-01'), to: new Date('9999-12-31T23:59:59Z') });
    expect(verdict({ anchors: [anchor], target })).toBe('good');
  });

  it('is asked of authorities and anchors too', () => {
    const old = authority(anchor, 'O=Test, CN=Old', [], { to: day('2025-01-01') });
    expect(verdict({ anchors: [anchor], others: [old], target: leaf(old) })).toBe('certificate.expired');
    const late = day('2036-01-01');
    const target = leaf(anchor, [], { to: day('2040-01-01') });
    expect(verdict({ anchors: [anchor], target, at: late })).toBe('certificate.expired');
  });
});

describe('Authorities', () => {
  const below = (...path: Parameters<typeof authority>[2][]) => {
    let above = anchor;
    const others = path.map((more, index) => {
      above = authority(above, `O=Test, CN=Level ${index}`, [], {
        extensions: [authorityUsage, ...(more ?? [])],
      });
      return above;
    });
    return { anchors: [anchor], others, above };
  };

  it('must say that they are authorities', () => {
    for (const more of [[], [extension('2.5.29.19', true, sequence())]]) {
      const { above, ...path } = below(more);
      expect(verdict({ ...path, target: leaf(above) })).toBe('path.not-authority');
    }
    const key = newKey();
    const old = certificate({ subject: 'CN=Old', issuer: anchor.name, key, signer: anchor.key, version: 1 });
    const target = leaf({ name: 'CN=Old', key, der: old });
    expect(verdict({ anchors: [anchor], others: [old], target })).toBe('path.not-authority');
  });

  it('must be allowed to sign certificates', () => {
    const wrong = authority(anchor, 'O=Test, CN=Wrong', [], {
      extensions: [extensions.authority(), extensions.keyUsage(0, 6)],
    });
    expect(verdict({ anchors: [anchor], others: [wrong], target: leaf(wrong) })).toBe('path.key-usage');
    const silent = authority(anchor, 'O=Test, CN=Silent', [], { extensions: [extensions.authority()] });
    expect(verdict({ anchors: [anchor], others: [silent], target: leaf(silent) })).toBe('good');
  });

  it.each([
    ['0, then a person', [0], 'good'],
    ['0, then an authority', [0, undefined], 'path.too-long'],
    ['1, then one authority', [1, undefined], 'good'],
    ['1, then two authorities', [1, undefined, undefined], 'path.too-long'],
    ['1, then 5 does not widen it', [1, 5, undefined], 'path.too-long'],
    ['6 and 0 below', [6, 0, undefined], 'path.too-long'],
  ])('path length %s', (_what, lengths, expected) => {
    const { above, ...path } = below(...lengths.map((length) => [extensions.authority(length)]));
    expect(verdict({ ...path, target: leaf(above) })).toBe(expected);
  });

  it('self-issued certificates do not count for the path length, except as target', () => {
    const key = newKey();
    const first = authority(anchor, 'O=Test, CN=Roll', [], {
      extensions: [extensions.authority(0), authorityUsage],
    });
    const again = authority(first, 'O=Test, CN=Roll', [], {
      key,
      extensions: [extensions.authority(0), authorityUsage],
    });
    const question = { anchors: [anchor], others: [first, again] };
    expect(verdict({ ...question, target: leaf(again) })).toBe('good');
    const sub = authority(again, 'O=Test, CN=Sub');
    expect(verdict({ ...question, others: [first, again, sub], target: leaf(sub) })).toBe('path.too-long');
    expect(verdict({ anchors: [anchor], others: [first], target: again })).toBe('good');
  });

  it('the anchor’s own constraints count (RFC 5937)', () => {
    const key = newKey();
    const short = root('O=Test, CN=Short', key);
    const der = certificate({
      subject: short.name,
      issuer: short.name,
      key,
      signer: key,
      extensions: [extensions.authority(0), authorityUsage],
    });
    const sub = authority(short, 'O=Test, CN=Sub');
    expect(verdict({ anchors: [der], target: leaf(short) })).toBe('good');
    expect(verdict({ anchors: [der], others: [sub], target: leaf(sub) })).toBe('path.too-long');
    const mute = certificate({
      subject: short.name,
      issuer: short.name,
      key,
      signer: key,
      extensions: [extensions.authority(), extensions.keyUsage(6)],
    });
    expect(verdict({ anchors: [mute], target: leaf(short) })).toBe('path.key-usage');
  });

  it('an anchor may be as old as version 1: it is trusted for its key', () => {
    const key = newKey();
    const der = certificate({ subject: 'CN=Old root', issuer: 'CN=Old root', key, signer: key, version: 1 });
    expect(verdict({ anchors: [der], target: leaf({ name: 'CN=Old root', key, der }) })).toBe('good');
  });
});

describe('Finding the way', () => {
  const sub = authority(anchor, 'O=Test, CN=Sub');
  const target = leaf(sub);

  it('an expired copy of an authority does no harm, in whatever order', () => {
    const expired = authority(anchor, 'O=Test, CN=Sub', [], { key: sub.key, to: day('2025-01-01') });
    for (const others of [
      [expired, sub],
      [sub, expired],
    ]) {
      expect(verdict({ anchors: [anchor], others, target })).toBe('good');
    }
    expect(verdict({ anchors: [anchor], others: [expired], target })).toBe('certificate.expired');
  });

  it('an authority of the same name with another key does no harm', () => {
    const plain = leaf(sub, [], { extensions: [extensions.keyUsage(0)] });
    const namesake = authority(anchor, 'O=Test, CN=Sub');
    expect(verdict({ anchors: [anchor], others: [namesake, sub], target: plain })).toBe('good');
  });

  it('anchors that share a name are told apart by key', () => {
    const stranger = root();
    expect(verdict({ anchors: [stranger, anchor], others: [sub], target })).toBe('good');
    expect(verdict({ anchors: [stranger], others: [sub], target })).not.toBe('good');
  });

  it('the other key identifier of an issuer is another issuer', () => {
    const other = leaf(sub, [], { extensions: [extensions.keyUsage(0), extensions.issuerKey(newKey())] });
    expect(verdict({ anchors: [anchor], others: [sub], target: other })).toBe('path.signature');
  });

  it('a cross certificate leads on where the direct way ends', () => {
    const newRoot = root('O=Test, CN=New root');
    const crossed = authority(anchor, newRoot.name, [], { key: newRoot.key });
    const person = leaf(newRoot);
    expect(verdict({ anchors: [anchor], others: [newRoot, crossed], target: person })).toBe('good');
    expect(verdict({ anchors: [anchor], others: [newRoot], target: person })).toBe('certificate.untrusted');
  });

  it('authorities that certify each other make no endless loop', () => {
    const [a, b] = [newKey(), newKey()];
    const ab = authority({ name: 'CN=A', key: a, der: anchor.der }, 'CN=B', [], { key: b });
    const ba = authority({ name: 'CN=B', key: b, der: anchor.der }, 'CN=A', [], { key: a });
    expect(verdict({ anchors: [anchor], others: [ab, ba], target: leaf(ab) })).toBe('certificate.untrusted');
    const entry = authority(anchor, 'CN=A', [], { key: a });
    expect(verdict({ anchors: [anchor], others: [ab, ba, entry], target: leaf(ab) })).toBe('good');
  });

  it('a heap of namesakes ends at the limit', () => {
    const key = newKey();
    const heap = Array.from({ length: 270 }, () =>
      authority({ ...sub, key: newKey() }, 'O=Test, CN=Sub', [], { key }),
    );
    const plain = leaf({ ...sub, key }, [], { extensions: [extensions.keyUsage(0)] });
    expect(verdict({ anchors: [anchor], others: heap, target: plain })).toBe('path.too-complex');
  });

  it('nothing but an anchor is trusted', () => {
    expect(verdict({ anchors: [], others: [anchor, sub], target })).toBe('certificate.untrusted');
    expect(verdict({ anchors: [sub], target: sub })).toBe('certificate.untrusted');
    expect(verdict({ anchors: [sub], target })).toBe('good');
  });
});

describe('What a certificate is for', () => {
  const uses = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2', any: '2.5.29.37.0' };
  const judge = (use: 'any' | 'serverAuth' | 'clientAuth', own: string[], above: string[] = []) => {
    const sub = authority(
      anchor,
      'O=Test, CN=Sub',
      above.length > 0 ? [extensions.extendedKeyUsage(...above)] : [],
    );
    const target = leaf(sub, own.length > 0 ? [extensions.extendedKeyUsage(...own)] : []);
    return verdict({ anchors: [anchor], others: [sub], target, use });
  };

  it.each([
    ['clientAuth', [uses.client], [], 'good'],
    ['clientAuth', [], [], 'good'],
    ['clientAuth', [uses.server], [], 'certificate.wrong-purpose'],
    ['clientAuth', [uses.server, uses.client], [], 'good'],
    ['clientAuth', [uses.any], [], 'certificate.wrong-purpose'],
    ['clientAuth', [uses.client], [uses.server], 'certificate.wrong-purpose'],
    ['clientAuth', [uses.client], [uses.client], 'good'],
    ['serverAuth', [uses.client], [], 'certificate.wrong-purpose'],
    ['any', [uses.server], [uses.client], 'good'],
  ] as const)('%s, own %j, above %j: %s', (use, own, above, expected) => {
    expect(judge(use, [...own], [...above])).toBe(expected);
  });

  it('needs the key usage that goes with it', () => {
    const target = leaf(anchor, [], { extensions: [extensions.keyUsage(1)] });
    expect(verdict({ anchors: [anchor], target, use: 'clientAuth' })).toBe('certificate.wrong-purpose');
    expect(verdict({ anchors: [anchor], target })).toBe('good');
  });
});

describe('Extensions', () => {
  it('that are unknown are passed over, unless they are critical', () => {
    const strange = (critical: boolean) => extension('1.2.3.4', critical, ia5('?'));
    expect(verdict({ anchors: [anchor], target: leaf(anchor, [strange(false)]) })).toBe('good');
    expect(verdict({ anchors: [anchor], target: leaf(anchor, [strange(true)]) })).toBe(
      'certificate.critical-extension',
    );
    const sub = authority(anchor, 'O=Test, CN=Sub', [strange(true)]);
    expect(verdict({ anchors: [anchor], others: [sub], target: leaf(sub) })).toBe(
      'certificate.critical-extension',
    );
  });

  it('that occur twice, are empty or say the default make the certificate malformed', () => {
    const cases = [
      [extensions.policies('1.2.3'), extensions.policies('1.2.3')],
      [extensions.policies('1.2.3', '1.2.3')],
      [extensions.policies()],
      [extensions.policyConstraints()],
      [extension('2.5.29.15', true, Buffer.from('0303000000', 'hex'))],
      [extension('2.5.29.19', true, Buffer.from('3003010100', 'hex'))],
    ];
    for (const more of cases) {
      const question = { anchors: [anchor], target: leaf(anchor, more, { extensions: more }) };
      expect(verdict(question)).toBe('certificate.malformed');
    }
  });
});
