import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeUnfinished, replaceFile } from '../../../reader-agent/src/box/durable-file.ts';
import { EncryptedFile } from '../../../reader-agent/src/box/encrypted-file.ts';
import { FileKeyStore } from '../../../reader-agent/src/box/file-key-store.ts';
import { Household } from '../../../reader-agent/src/box/household.ts';
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
  it('can be read by this box only, whole only, and in its own place only', async () => {
    const key = await keyIn('a');
    const path = join(folder, 'a', 'secret.enc');
    const file = new EncryptedFile(path, key);
    expect(await file.read()).toBeUndefined();
    await file.write({ name: 'はな' });
    expect(await file.read()).toEqual({ name: 'はな' });
    const content = readFileSync(path);
    expect(content.includes('はな')).toBe(false);
    expect(modeOf(path)).toBe(0o600);
    await expect(new EncryptedFile(path, await keyIn('b')).read()).rejects.toThrow();
    writeFileSync(join(folder, 'a', 'other.enc'), content);
    await expect(new EncryptedFile(join(folder, 'a', 'other.enc'), key).read()).rejects.toThrow();
    for (const at of [0, 15, content.length - 1]) {
      const bent = Buffer.from(content);
      bent[at] = bent[at]! ^ 1;
      writeFileSync(path, bent);
      await expect(file.read()).rejects.toThrow();
    }
    writeFileSync(path, content.subarray(0, 20));
    await expect(file.read()).rejects.toThrow();
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
    expect(readdirSync(join(folder, 'a')).sort()).toEqual(['box-key.json', 'household.enc.broken']);
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
