import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { trustFindings } from '../../../mock-platform/src/identity/certificates/trust.ts';
import { refuseUnsafeDirectory } from '../../../mock-platform/src/operations/unsafe-directory.ts';
import { settingCodes } from '../../../mock-platform/src/protocol/problem-codes.ts';
import { configurationFrom } from '../../../mock-platform/src/server/environment.ts';
import { ConfigurationError, settings, settingsPage } from '../../../mock-platform/src/server/settings.ts';
import { root as makeRoot } from '../identity/certificates/making.ts';

const good = {
  CHANOMA_PUBLIC_URL: 'https://tv.example',
  CHANOMA_CERTIFICATION_URL: 'https://certification.example/',
  CHANOMA_DATA: '/srv/chanoma',
};

/** Codes and places of what a start refuses. */
function refused(start: () => void): string[] {
  try {
    start();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ code, at }) => `${code} ${at}`);
  }
}

describe('Configuration of a production platform', () => {
  it('has the strict profile and no demo', () => {
    expect(configurationFrom(good)).toEqual({
      port: 8080,
      dataDirectory: '/srv/chanoma',
      databaseUrl: undefined,
      profile: 'statute',
      demo: false,
      publicUrl: 'https://tv.example',
      certificationUrl: 'https://certification.example',
      revocation: 'responder-first',
      logLevel: 'info',
      drainMilliseconds: 10_000,
    });
  });

  it.each([
    [{ CHANOMA_PUBLIC_URL: 'http://tv.example' }, 'config.public-url-plain CHANOMA_PUBLIC_URL: plain HTTP'],
    [{ CHANOMA_PUBLIC_URL: 'http://localhost.evil.example' }, 'config.public-url-plain CHANOMA_PUBLIC_URL'],
    [{ CHANOMA_PUBLIC_URL: 'http://127.0.0.1.evil.example' }, 'config.public-url-plain CHANOMA_PUBLIC_URL'],
    [{ CHANOMA_PUBLIC_URL: 'tv' }, 'config.malformed CHANOMA_PUBLIC_URL: "tv" is no URL'],
    [{ CHANOMA_PUBLIC_URL: 'https://me:secret@tv.example' }, 'config.malformed CHANOMA_PUBLIC_URL'],
    [
      { CHANOMA_CERTIFICATION_URL: 'http://ca.example' },
      'config.certification-plain CHANOMA_CERTIFICATION_URL',
    ],
    [{ CHANOMA_CERTIFICATION_URL: undefined }, 'config.missing CHANOMA_CERTIFICATION_URL: give'],
    [{ CHANOMA_PROFILE: 'trial' }, 'CHANOMA_ALLOW_TRIAL_PROFILE=yes'],
    [{ CHANOMA_PROFILE: 'none' }, 'config.malformed CHANOMA_PROFILE: "none"'],
    [{ CHANOMA_PORT: '70000' }, 'config.malformed CHANOMA_PORT: "70000"'],
    [{ CHANOMA_PORT: '' }, 'config.malformed CHANOMA_PORT: is empty'],
    [{ CHANOMA_LOG_LEVEL: 'loud' }, 'config.malformed CHANOMA_LOG_LEVEL: "loud"'],
    [{ CHANOMA_DRAIN_SECONDS: '1e9' }, 'config.malformed CHANOMA_DRAIN_SECONDS'],
    [{ CHANOMA_PROFLE: 'trial' }, 'config.unknown-setting CHANOMA_PROFLE'],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'config.tls-verification-off NODE_TLS_REJECT_UNAUTHORIZED'],
    [{ DATABASE_URL: 'mysql://x' }, 'config.malformed DATABASE_URL'],
    [{ DATABASE_URL: 'postgresql://a:q8Ff3vz@db.example/x' }, 'config.database-plain DATABASE_URL'],
    [{ DATABASE_URL: 'postgresql://a:q8Ff3vz@db.example/x?sslmode=no-verify' }, 'config.database-plain'],
    [{ DATABASE_URL: 'postgresql://a:q8Ff3vz@/x?host=db.example' }, 'config.database-plain DATABASE_URL'],
    [{ DATABASE_URL: 'postgresql://a@db.example/x?sslmode=verify-full' }, 'config.database-password'],
    [{ DATABASE_URL: 'postgresql://a:a@localhost/x' }, 'config.database-password DATABASE_URL'],
    [{ DATABASE_URL: 'postgresql://a:Postgres@localhost/x' }, 'config.database-password DATABASE_URL'],
  ])('refuses %j and says what to do', (change, message) => {
    expect(() => configurationFrom({ ...good, ...change })).toThrow(message);
  });

  it.each([
    'postgresql://chanoma@/chanoma?host=/run/postgresql',
    'postgresql://chanoma:q8Ff3vz@localhost/chanoma',
    'postgres://chanoma:q8Ff3vz@db.example/chanoma?sslmode=verify-full',
  ])('takes the database %s', (databaseUrl) => {
    expect(configurationFrom({ ...good, DATABASE_URL: databaseUrl })).toMatchObject({ databaseUrl });
  });

  it('names everything that is wrong at once, and never a password', () => {
    const bad = {
      CHANOMA_PORT: 'x',
      CHANOMA_PROFILE: 'trial',
      DATABASE_URL: 'postgresql://a:hunter2:@db.example:x/y',
    };
    expect(refused(() => configurationFrom(bad))).toEqual([
      'config.malformed CHANOMA_PORT',
      'config.missing CHANOMA_CERTIFICATION_URL',
      'config.malformed DATABASE_URL',
      'config.trial-profile CHANOMA_PROFILE',
    ]);
    expect(() => configurationFrom(bad)).not.toThrow('hunter2');
  });

  it('takes the trial profile when it is asked for twice, and plain HTTP on this machine', () => {
    const configuration = configurationFrom({
      ...good,
      CHANOMA_PROFILE: 'trial',
      CHANOMA_ALLOW_TRIAL_PROFILE: 'yes',
      CHANOMA_PUBLIC_URL: 'http://localhost:9000',
    });
    expect(configuration).toMatchObject({ profile: 'trial', publicUrl: 'http://localhost:9000' });
  });

  it('is described whole, in --help and in the README', () => {
    const readme = readFileSync('mock-platform/src/operations/README.md', 'utf8');
    for (const { name } of settings) {
      expect(settingsPage()).toContain(`  ${name} `);
      expect(readme).toContain(`| \`${name}\``);
    }
    for (const code of Object.keys(settingCodes)) {
      expect(settingsPage()).toContain(`  ${code} `);
      expect(readme).toContain(`| \`${code}\``);
    }
  });
});

describe('The data directory of a production platform', () => {
  const root = mkdtempSync(join(tmpdir(), 'chanoma-unsafe-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const refuse = (directory: string) => refused(() => refuseUnsafeDirectory(directory, trustFindings));
  const put = (path: string, content: Uint8Array | string, mode = 0o600): void => {
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(path, content);
    chmodSync(path, mode);
  };

  it('may be new, or its owner’s alone', () => {
    expect(refuse(join(root, 'new'))).toEqual([]);
    put(join(root, 'good/keys/pairwise'), randomBytes(32));
    expect(refuse(join(root, 'good'))).toEqual([]);
  });

  it('is refused when others can read it or a key, or a key is none', () => {
    const open = join(root, 'open');
    put(join(open, 'keys/pairwise'), randomBytes(32), 0o640);
    put(join(open, 'keys/short'), 'secret');
    put(join(open, 'keys/zero'), Buffer.alloc(32));
    chmodSync(open, 0o755);
    expect(refuse(open)).toEqual([
      `config.data-readable ${open}`,
      `config.data-readable ${join(open, 'keys/pairwise')}`,
      `config.key-weak ${join(open, 'keys/short')}`,
      `config.key-weak ${join(open, 'keys/zero')}`,
    ]);
  });

  it('is refused with what a demo or a test service left there', () => {
    const testRoot = makeRoot('C=JP, O=JPKI-TEST, OU=JPKI for user authentication').der;
    const demo = join(root, 'demo');
    put(join(demo, 'trust/demo/authentication/root.cer'), testRoot);
    put(join(demo, 'trust/authentication/test.cer'), testRoot);
    put(join(demo, 'trust/signature/broken.cer'), 'broken');
    expect(refuse(demo)).toEqual([
      `config.demo-data ${join(demo, 'trust/demo')}`,
      `config.test-roots ${join(demo, 'trust/authentication/test.cer')}`,
      `config.trust-unreadable ${join(demo, 'trust/signature/broken.cer')}`,
    ]);
  });
});
