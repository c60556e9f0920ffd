import { hkdfSync } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import * as z from 'zod/mini';
import type { BoxKey, KeyStore } from './box-key.ts';
import { readLastGood, replaceState } from './durable-file.ts';
import type { StorageHealth } from './storage-health.ts';

const PrivateJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/** Box key as an owner-only file in an owner-only folder, in two copies: without it the box would have to be registered anew. */
export class FileKeyStore implements KeyStore {
  constructor(
    private readonly path: string,
    private readonly health?: StorageHealth,
  ) {}

  async open(): Promise<BoxKey> {
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const stored = await readLastGood(
      this.path,
      async (content) => boxKey(PrivateJwk.parse(JSON.parse(content.toString('utf8')))),
      this.health,
    );
    if (stored === undefined) return this.make();
    await chmod(this.path, 0o600);
    return stored;
  }

  private async make(): Promise<BoxKey> {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = PrivateJwk.parse(await exportJWK(privateKey));
    await replaceState(this.path, `${JSON.stringify(jwk)}\n`);
    return boxKey(jwk);
  }
}

async function boxKey(jwk: z.infer<typeof PrivateJwk>): Promise<BoxKey> {
  const { kty, crv, x, y } = jwk;
  const privateKey = await importJWK({ ...jwk, alg: 'ES256' }, 'ES256');
  return {
    publicJwk: { kty, crv, x, y },
    thumbprint: await calculateJwkThumbprint({ kty, crv, x, y }),
    sign: (header, payload) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ ...header, alg: 'ES256' })
        .sign(privateKey),
    secret: async (purpose) =>
      new Uint8Array(hkdfSync('sha256', Buffer.from(jwk.d, 'base64url'), '', `chanoma ${purpose}`, 32)),
  };
}
