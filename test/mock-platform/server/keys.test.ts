import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openKeyFolder } from '../../../mock-platform/src/server/key-folder.ts';
import { createLogHash } from '../../../mock-platform/src/server/log-hash.ts';
import { createPairwise } from '../../../mock-platform/src/server/pairwise.ts';

const folder = mkdtempSync(join(tmpdir(), 'chanoma-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('Pairwise identifiers', () => {
  it('are the same in one sector after a restart and unrelated in another', () => {
    const early = createPairwise(openKeyFolder(folder));
    const late = createPairwise(openKeyFolder(folder));
    expect(late('health', 'person')).toBe(early('health', 'person'));
    expect(late('booking', 'person')).not.toBe(late('health', 'person'));
    expect(late('health', 'other')).not.toBe(late('health', 'person'));
    expect(late('health', 'person')).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
  });

  it('hang on a secret that only the owner can read', () => {
    createPairwise(openKeyFolder(folder));
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'keys', 'pairwise')).mode & 0o777).toBe(0o600);
  });
});

describe('Hashes in logs', () => {
  it('are short, the same within a month, and cut from the past when the key is thrown away', () => {
    let now = new Date('2026-11-20T00:00:00Z');
    const hash = createLogHash(openKeyFolder(folder), () => now);
    const november = hash('serial');
    expect(november).toMatch(/^[0-9a-f]{8}$/);
    expect(hash('serial')).toBe(november);
    now = new Date('2026-12-01T00:00:00Z');
    expect(hash('serial')).not.toBe(november);
    expect(readdirSync(join(folder, 'keys')).filter((name) => name.startsWith('log-'))).toEqual([
      'log-2026-12',
    ]);
  });
});
