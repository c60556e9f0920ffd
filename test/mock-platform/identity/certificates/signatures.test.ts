import { constants, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  bitString,
  context,
  integer,
  nothing,
  oid,
  sequence,
} from '../../../../mock-platform/src/certification/der.ts';
import { readDer } from '../../../../mock-platform/src/identity/der/reader.ts';
import { verdict } from './judging.ts';
import { authority, leaf, list, newKey, root } from './making.ts';

const anchor = root();

describe('Signatures', () => {
  it('of RSA and of the curves are checked the same way', () => {
    for (const curve of ['P-256', 'P-384']) {
      const top = root('O=Test, CN=Curve', newKey(curve));
      expect(verdict({ anchors: [top], target: leaf(top, [], { key: newKey(curve) }) })).toBe('good');
    }
    const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const rsa = root('O=Test, CN=RSA', rsaKey);
    expect(verdict({ anchors: [rsa], target: leaf(rsa) })).toBe('good');
  });

  it('by another key are refused, whatever the names say', () => {
    const target = leaf(anchor, [], { signer: newKey() });
    expect(verdict({ anchors: [anchor], target })).toBe('path.signature');
    const between = authority(anchor, 'O=Test, CN=Between', [], { signer: newKey() });
    expect(verdict({ anchors: [anchor], others: [between], target: leaf(between) })).toBe('path.signature');
  });

  it('of short RSA keys, unknown curves and DSA are refused', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const weak = authority(anchor, 'O=Test, CN=Weak', [], { key: short });
    expect(verdict({ anchors: [anchor], others: [weak], target: leaf(weak) })).toBe('path.signature');
    const koblitz = authority(anchor, 'O=Test, CN=Koblitz', [], { key: newKey('secp256k1') });
    expect(verdict({ anchors: [anchor], others: [koblitz], target: leaf(koblitz) })).toBe('path.signature');
  });
});

describe('RSASSA-PSS', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const top = root('O=Test, CN=PSS', key);
  const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing());
  const sha384 = sequence(oid('2.16.840.1.101.3.4.2.2'), nothing());
  const parameters = (hash: Buffer, mask: Buffer, salt: number) =>
    sequence(
      context(0, hash),
      context(1, sequence(oid('1.2.840.113549.1.1.8'), mask)),
      context(2, integer(salt.toString(16))),
    );

  const judge = (written: Buffer, saltLength = 32) => {
    const algorithm = sequence(oid('1.2.840.113549.1.1.10'), written);
    const person = leaf(top, [], { key: newKey() });
    const plain = readDer(person.der).items().next().items();
    const [version, serial] = [plain.next().whole, plain.next().whole];
    plain.next();
    const inner = sequence(version, serial, algorithm, ...[...plain.rest()].map(({ whole }) => whole));
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const signature = sign('sha256', inner, { key, padding, saltLength });
    return verdict({ anchors: [top], target: sequence(inner, algorithm, bitString(signature)) });
  };

  it('counts with the parameters that were signed with, and no others', () => {
    expect(judge(parameters(sha256, sha256, 32))).toBe('good');
    expect(judge(parameters(sha256, sha256, 20), 20)).toBe('good');
    expect(judge(parameters(sha256, sha256, 32), 20)).toBe('path.signature');
    expect(judge(parameters(sha384, sha384, 32))).toBe('path.signature');
    expect(judge(parameters(sha256, sha384, 32))).toBe('path.signature');
    expect(judge(sequence())).toBe('path.signature');
    expect(judge(nothing())).toBe('path.signature');
  });
});

describe('DSA in the check command', () => {
  const first = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
  // The second key has the parameters of the first and leaves them out.
  const second = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
  const authorityOne = authority(anchor, 'O=Test, CN=DSA', [], { key: first.privateKey });

  it('counts there and nowhere else', () => {
    const target = leaf(authorityOne);
    const question = { anchors: [anchor], others: [authorityOne], target };
    expect(verdict({ ...question, dsa: true })).toBe('good');
    expect(verdict(question)).toBe('path.signature');
    const lists = [list(anchor), list(authorityOne)];
    expect(verdict({ ...question, lists, dsa: true })).toBe('good');
  });

  it('parameters that are left out are those of the issuer’s key', () => {
    // The issuer's own key again, without parameters: an heir with the same parameters.
    const full = createPublicKey(first.privateKey).export({ type: 'spki', format: 'der' });
    const parts = readDer(full).items();
    parts.next();
    const bits = parts.next().whole;
    const spki = sequence(sequence(oid('1.2.840.10040.4.1')), bits);
    const heir = authority(authorityOne, 'O=Test, CN=Heir', [], { key: first.privateKey, spki });
    const target = leaf(heir);
    const question = { anchors: [anchor], others: [authorityOne, heir], target, dsa: true };
    expect(verdict(question)).toBe('good');
    expect(verdict({ ...question, lists: [list(anchor), list(authorityOne), list(heir)] })).toBe('good');
    expect(verdict({ ...question, target: leaf(heir, [], { signer: second.privateKey }) })).toBe(
      'path.signature',
    );
    const orphan = authority(anchor, 'O=Test, CN=Heir', [], { key: first.privateKey, spki });
    expect(verdict({ anchors: [anchor], others: [orphan], target: leaf(orphan), dsa: true })).toBe(
      'path.signature',
    );
  });
});
