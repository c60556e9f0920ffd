import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  isCardSignature,
  readPublicKey,
} from '../../../mock-platform/src/identity/certificates/algorithms.ts';

const file = fileURLToPath(
  new URL('../../../../shared/data/wycheproof/rsa_signature_2048_sha256_test.json', import.meta.url),
);

interface Group {
  publicKeyDer?: string;
  publicKeyAsn?: string;
  keyDer?: string;
  publicKeyPem?: string;
  tests: { tcId: number; comment: string; msg: string; sig: string; result: string; flags: string[] }[];
}

describe.skipIf(!existsSync(file))('Wycheproof: RSA PKCS#1 v1.5 with SHA-256', () => {
  const groups: Group[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testGroups : [];

  it('every signature is judged as expected', () => {
    const wrong: string[] = [];
    let judged = 0;
    for (const group of groups) {
      const der = group.publicKeyDer ?? group.publicKeyAsn ?? group.keyDer;
      const spki = der ? Buffer.from(der, 'hex') : undefined;
      const key = spki ? readPublicKey(spki) : createPublicKey(group.publicKeyPem!);
      for (const { tcId, comment, msg, sig, result } of group.tests) {
        const valid =
          key !== undefined && isCardSignature(key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'));
        judged += 1;
        if (result !== 'acceptable' && valid !== (result === 'valid')) wrong.push(`${tcId} ${comment}`);
      }
    }
    expect(judged).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });
});
