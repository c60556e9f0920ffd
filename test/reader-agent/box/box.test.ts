import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  readLastGood,
  removeUnfinished,
  replaceFile,
  replaceState,
} from '../../../reader-agent/src/box/durable-file.ts';
import { EncryptedFile } from '../../../reader-agent/src/box/encrypted-file.ts';
import { FileKeyStore } from '../../../reader-agent/src/box/file-key-store.ts';
import { Household } from '../../../reader-agent/src/box/household.ts';
import { StorageHealth } from '../../../reader-agent/src/box/storage-health.ts';
import { hana, isamu } from '../fake-platform.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chanoma-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keyIn = (name: string) => new FileKeyStore(join(folder, name, 'box-key.json')).open();
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('the box key', () => {
  it('is made once, readable by its owner only', async () => {
    const first = await keyIn('a');
    expect(modeOf(join(folder, 'a'))).toBe(0o700);
    expect(modeOf(join(folder, 'a', 'box-key.json'))).toBe(0o600);
    expect((await keyIn('a')).thumbprint).toBe(first.thumbprint);
    expect((await keyIn('b')).thumbprint).not.toBe(first.thumbprint);
  });

  it('closes a file that somebody opened to others', async () => {
    await keyIn('a');
    chmodSync(join(folder, 'a', 'box-key.json'), 0o644);
    await keyIn('a');
    expect(modeOf(join(folder, 'a', 'box-key.json'))).toBe(0o600);
  });

  it('signs what its public half verifies, which holds no private part', async () => {
    const key = await keyIn('a');
    expect(Object.keys(key.publicJwk).sort()).toEqual(['crv', 'kty', 'x', 'y']);
    const jws = await key.sign({ typ: 'test' }, { a: 1 });
    const { protectedHeader } = await compactVerify(jws, await importJWK({ ...key.publicJwk }, 'ES256'));
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'test' });
  });

  it('gives another secret for every purpose', async () => {
    const key = await keyIn('a');
    const [one, same, other] = await Promise.all([key.secret('one'), key.secret('one'), key.secret('other')]);
    expect(Buffer.from(one).equals(Buffer.from(same))).toBe(true);
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false);
  });
});

describe('an encrypted file', () => {
  const anything = (value: unknown) => value;

  it('can be read by this box only, whole only, and in its own place only', async () => {
    const key = await keyIn('a');
    const path = join(folder, 'a', 'secret.enc');
    const file = new EncryptedFile(path, key);
    expect(await file.read(anything)).toBeUndefined();
    await file.write({ name: 'はな' });
    expect(await file.read(anything)).toEqual({ name: 'はな' });
    const content = readFileSync(path);
    expect(content.includes('はな')).toBe(false);
    expect(modeOf(path)).toBe(0o600);
    const stranger = new EncryptedFile(join(folder, 'b', 'secret.enc'), await keyIn('b'));
    const elsewhere = new EncryptedFile(join(folder, 'a', 'other.enc'), key);
    const bent = (at: number) => content.map((byte, index) => (index === at ? byte ^ 1 : byte));
    for (const [reader, place, bytes] of [
      [stranger, 'b/secret.enc', content],
      [elsewhere, 'a/other.enc', content],
      ...[0, 15, content.length - 1].map((at) => [file, 'a/secret.enc', bent(at)] as const),
      [file, 'a/secret.enc', content.subarray(0, 20)],
    ] as const) {
      writeFileSync(join(folder, place), bytes);
      rmSync(join(folder, `${place}.previous`), { force: true });
      expect(await reader.read(anything)).toBeUndefined();
    }
  });
});

describe('a durable file', () => {
  it('keeps the old content when a write is torn, and what is left behind is swept away', async () => {
    const path = join(folder, 'state.json');
    await replaceFile(path, 'old');
    writeFileSync(join(folder, '.state.json.00aa11bb.unfinished'), 'ne');
    expect(readFileSync(path, 'utf8')).toBe('old');
    await removeUnfinished(folder);
    expect(readdirSync(folder)).toEqual(['state.json']);
    await replaceFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it.each([
    ['empty', ''],
    ['cut short', '{"count":'],
    ['full of zeros', '\0\0\0\0\0\0\0\0\0\0\0'],
    ['of another form', '{"sum":2}'],
  ])('that comes back %s gives the state before, and says so', async (_name, damage) => {
    const path = join(folder, 'state.json');
    const Count = z.object({ count: z.int() });
    const parse = (content: Buffer) => Count.parse(JSON.parse(content.toString()));
    const health = new StorageHealth();
    expect(await readLastGood(path, parse, health)).toBeUndefined();
    for (const count of [1, 2]) await replaceState(path, JSON.stringify({ count }));
    expect(await readLastGood(path, parse, health)).toEqual({ count: 2 });
    expect(health.damagedFiles).toEqual([]);
    writeFileSync(path, damage);
    expect(await readLastGood(path, parse, health)).toEqual({ count: 1 });
    expect(await readLastGood(path, parse, health)).toEqual({ count: 1 });
    expect(health.damagedFiles).toEqual(['state.json']);
    expect(readFileSync(`${path}.broken`, 'utf8')).toBe(damage);
    for (const file of [path, `${path}.previous`]) writeFileSync(file, damage);
    expect(await readLastGood(path, parse, health)).toBeUndefined();
    await replaceState(path, '{"count":3}');
    expect(await readLastGood(path, parse, health)).toEqual({ count: 3 });
  });

  it('that the disk does not take fails with a code and leaves the old content', async () => {
    const path = join(folder, 'state.json');
    await replaceFile(path, 'old');
    await expect(replaceFile(join(path, 'below.json'), 'new')).rejects.toMatchObject({
      code: 'storage.failed',
    });
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});

describe('the household', () => {
  const enrolled = { subject: hana, issuerKey: 'aa', serial: '4a2b', birthDate: '190403' };

  it('remembers enrolments and names over a restart', async () => {
    const key = await keyIn('a');
    const household = await Household.open(join(folder, 'a'), key);
    await Promise.all([
      household.enrol(enrolled),
      household.rename([{ subject: hana, callName: 'はな', fullName: '若葉 はな' }]),
    ]);
    const again = await Household.open(join(folder, 'a'), key);
    expect(again.residentOfCertificate('4a2b')).toEqual(enrolled);
    expect(again.callNameOf(hana)).toBe('はな');
    expect(again.callNameOf(isamu)).toBeUndefined();
  });

  it('starts empty when its file cannot be read, which is put aside', async () => {
    const key = await keyIn('a');
    writeFileSync(join(folder, 'a', 'household.enc'), 'no ciphertext of this box, whatever it may be');
    expect((await Household.open(join(folder, 'a'), key)).names).toEqual([]);
    expect(readdirSync(join(folder, 'a')).sort()).toEqual([
      'box-key.json',
      'box-key.json.previous',
      'household.enc.broken',
    ]);
  });

  it('replaces an earlier enrolment of the same certificate and forgets that its birth date was refused', async () => {
    const household = await Household.open(join(folder, 'a'), await keyIn('a'));
    await household.enrol({ ...enrolled, birthDate: '190404' });
    await household.refuseBirthDate('4a2b');
    await household.enrol({ ...enrolled, birthDate: '190404' });
    expect(household.birthDateRefused('4a2b')).toBe(true);
    await household.enrol(enrolled);
    expect(household.birthDateRefused('4a2b')).toBe(false);
    expect(household.residentOfCertificate('4a2b')).toEqual(enrolled);
  });

  it('offers nobody’s birth date when a serial number is not of one resident alone', async () => {
    const household = await Household.open(join(folder, 'a'), await keyIn('a'));
    await household.enrol(enrolled);
    await household.enrol({ ...enrolled, issuerKey: 'bb', subject: isamu });
    expect(household.residentOfCertificate('4a2b')).toBeUndefined();
    expect(household.residentOfCertificate('ffff')).toBeUndefined();
  });
});
