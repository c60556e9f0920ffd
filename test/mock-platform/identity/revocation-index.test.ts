import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signRevocationList } from '../../../mock-platform/src/certification/crl.ts';
import { newKey, spki } from '../../../mock-platform/src/certification/keys.ts';
import type {
  IssuedCertificate,
  RevocationReason,
} from '../../../mock-platform/src/certification/register.ts';
import { parseCertificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { DerError } from '../../../mock-platform/src/identity/der/reader.ts';
import type { IndexedList } from '../../../mock-platform/src/identity/revocation/list.ts';
import { ListReader } from '../../../mock-platform/src/identity/revocation/list-reader.ts';
import { indexEntries, SerialIndex } from '../../../mock-platform/src/identity/revocation/serial-index.ts';
import { RevocationUnavailable } from '../../../mock-platform/src/identity/revocation/status.ts';
import { entryBytes, listEntries, octetsOf, tlv } from '../../bench/revocation/entries.ts';
import { TestRoot } from './odd-certificates.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

const indexOf = (entries: Buffer): SerialIndex => {
  const bytes = new Uint8Array(entries);
  return new SerialIndex(indexEntries(bytes, 0, bytes.length));
};

describe('An index of revoked serials', () => {
  it('finds every one of 100,000 with its date and reason, and no other', () => {
    const count = 100_000;
    const { bytes, length, serialOf } = listEntries(count);
    const index = new SerialIndex(indexEntries(bytes, 0, length));
    expect(index.size).toBe(count);
    let [found, strangers] = [0, 0];
    for (let number = 0; number < count; number += 1) {
      if (index.has(octetsOf(serialOf(number)))) found += 1;
      if (index.has(octetsOf(serialOf(count + number)))) strangers += 1;
    }
    expect([found, strangers]).toEqual([count, 0]);
    expect(index.find(octetsOf(serialOf(3)))).toEqual({
      at: new Date('2026-11-01T00:00:00Z'),
      reason: 'superseded',
    });
    expect(index.find(octetsOf(serialOf(0)))).toMatchObject({ reason: undefined });
  });

  const serials = fc.bigInt({ min: 1n, max: (1n << 159n) - 1n });
  const reasons = fc.constantFrom(0, 1, 3, 4, 5, 6, 9);
  const times = fc.date({ min: new Date('1950-01-01'), max: new Date('2120-01-01'), noInvalidDate: true });
  it('holds serials up to 20 octets, old and far dates, and every reason', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(serials, times, reasons), { maxLength: 60, selector: ([serial]) => serial }),
        fc.array(serials, { maxLength: 20 }),
        (entries, others) => {
          const index = indexOf(Buffer.concat(entries.map(([...parts]) => entryBytes(...parts))));
          for (const [serial, at] of entries) {
            const seconds = Math.floor(at.getTime() / 1000) * 1000;
            expect(index.find(octetsOf(serial))?.at.getTime()).toBe(seconds);
          }
          const known = new Set(entries.map(([serial]) => serial));
          for (const other of others) expect(index.has(octetsOf(other))).toBe(known.has(other));
        },
      ),
      { numRuns: 100 },
    );
  });

  const good = entryBytes(0x12345678n, new Date('2026-11-01T00:00:00Z'), 1);
  const hex = good.toString('hex');
  const time = '170d3236313130313030303030305a';
  /** An entry of these parts (hexadecimal), whatever they are. */
  const entry = (...parts: string[]) => tlv(0x30, Buffer.from(parts.join(''), 'hex')).toString('hex');
  const critical = '300e 300c 0603 2a0304 0101ff 0402 0500'.replaceAll(' ', '');
  it.each([
    ['that is cut off', hex.slice(0, -2), /truncated/],
    ['with one octet behind it', `${hex}00`, /truncated/],
    ['with a padded serial', entry('02050012345678', time), /padded/],
    ['with a serial of 21 octets', entry(`0215${'7f'.repeat(21)}`, time), /serial/],
    ['with a date that no month has', hex.replace('323631313031', '323630323330'), /time/],
    ['with letters in its date', hex.replace('323631313031', '323641313031'), /time/],
    ['without its date', entry('020412345678'), /truncated|time/],
    ['with something else than a date', entry('020412345678', '040d3236313130313030303030305a'), /time/],
    ['with an unknown critical extension', entry('020412345678', time, critical), /critical/],
    ['with a reason that does not exist', `${hex.slice(0, -2)}0b`, /reason/],
    ['that is no sequence', hex.replace(/^30/, '31'), /tag/],
    ['with an indefinite length', hex.replace(/^30../, '3080'), /length/],
    ['with a length that is not minimal', hex.replace(/^30/, '3081'), /length/],
  ])('refuses a list with an entry %s', (_name, bad, fault) => {
    const list = Buffer.concat([good, Buffer.from(bad, 'hex')]);
    expect(() => indexOf(list)).toThrow(fault);
    expect(() => indexOf(list)).toThrow(DerError);
  });

  it('never reads anything else than an entry or a refusal out of changed octets', () => {
    const entries = Buffer.concat([good, entryBytes(1n << 150n, new Date('2060-01-01T00:00:00Z'), 4)]);
    fc.assert(
      fc.property(fc.nat(entries.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(entries);
        changed[at]! ^= by;
        try {
          const index = indexOf(changed);
          expect(index.size).toBeLessThanOrEqual(2);
          index.find(octetsOf(0x12345678n));
          index.find(octetsOf(1n << 150n));
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('A big list', () => {
  const reader = new ListReader();
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-list-'));
  const start = new Date('2026-11-20T03:00:00Z');
  const reasons: RevocationReason[] = ['unspecified', 'keyCompromise', 'superseded', 'affiliationChanged'];
  let root: TestRoot;
  let other: TestRoot;
  let der: Buffer;
  let partition: Buffer;
  let entries: IssuedCertificate[];

  afterAll(async () => {
    await reader.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeAll(async () => {
    [root, other] = await Promise.all([TestRoot.make('authentication'), TestRoot.make('authentication')]);
    entries = Array.from({ length: 20_000 }, (_, number) => ({
      authority: 'authentication',
      serial: (0x01000000 + (Math.imul(number, 214_013) >>> 1)).toString(16),
      municipality: '990019',
      notAfter: '2029-01-01T00:00:00Z',
      revoked: { at: '2026-11-01T09:30:00Z', reason: reasons[number % 4]! },
    }));
    const authority = { key: root.key, spki: spki(root.key) };
    der = signRevocationList('authentication', '990019', entries, authority, start);
    const certificate = await root.leaf(await newKey('current'));
    partition = parseCertificate(certificate).facts.distributionPoints[0]!;
  }, 60_000);

  const read = (bytes: Uint8Array, by = root): Promise<IndexedList> =>
    reader.read(new Uint8Array(bytes), by.anchor.certificate, { partition });

  it('is read by the worker and says the same as one read in place', async () => {
    expect(der.length).toBeGreaterThan(600_000);
    const { table, thisUpdate, number } = await read(der);
    const index = new SerialIndex(table);
    expect([index.size, thisUpdate]).toEqual([entries.length, start]);
    expect(number).toBeGreaterThan(1n << 40n);
    const found = entries.filter(({ serial }) => index.has(octetsOf(BigInt(`0x${serial}`))));
    expect(found).toHaveLength(entries.length);
  });

  it('with another signer or a changed octet is refused by the worker, which goes on', async () => {
    await expect(read(der, other)).rejects.toThrow(RevocationUnavailable);
    const changed = Buffer.from(der);
    changed[300_000]! ^= 1;
    await expect(read(changed)).rejects.toThrow(RevocationUnavailable);
    await expect(read(der)).resolves.toMatchObject({ thisUpdate: start });
  });

  it.skipIf(!hasOpenssl)('says of a sample what OpenSSL reads in it', async () => {
    writeFileSync(join(folder, 'list.crl'), der);
    const text = execFileSync('openssl', ['crl', '-in', 'list.crl', '-inform', 'DER', '-noout', '-text'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    const index = new SerialIndex((await read(der)).table);
    const said = [
      ...text.matchAll(
        /Serial Number: ([0-9A-F]+)\n\s+Revocation Date: (.+)\n(?:(?:\s+CRL entry.*\n\s+X509v3 CRL Reason Code: \n)\s+(.+)\n)?/g,
      ),
    ];
    expect(said).toHaveLength(entries.length);
    const words: Record<string, string> = {
      'Key Compromise': 'keyCompromise',
      Superseded: 'superseded',
      'Affiliation Changed': 'affiliationChanged',
    };
    for (const [, serial = '', date = '', reason] of said.filter((_, number) => number % 97 === 0)) {
      expect(index.find(octetsOf(BigInt(`0x${serial}`)))).toEqual({
        at: new Date(date),
        reason: reason && words[reason],
      });
    }
  });
});
