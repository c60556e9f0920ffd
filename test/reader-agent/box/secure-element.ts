import { createHmac, createSecretKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import type { BoxKey, KeyStore } from '../../../reader-agent/src/box/box-key.ts';

/**
 * A key store as a TPM or a secure element is one: it signs digests and derives secrets, and its two keys cannot be read
 * out. It proves that the agent needs no more than that.
 */
export class SecureElement implements KeyStore {
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly storageKey = createSecretKey(randomBytes(32));
  /** What it was asked to do, in order. */
  readonly commands: string[] = [];

  async open(): Promise<BoxKey> {
    const { x = '', y = '' } = this.pair.publicKey.export({ format: 'jwk' });
    const publicJwk = { kty: 'EC', crv: 'P-256', x, y } as const;
    return {
      publicJwk,
      thumbprint: await calculateJwkThumbprint(publicJwk),
      sign: async (header, payload) => {
        this.commands.push('sign');
        const parts = [{ ...header, alg: 'ES256' }, payload].map((part) =>
          Buffer.from(JSON.stringify(part)).toString('base64url'),
        );
        const signed = parts.join('.');
        const key = { key: this.pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
        return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
      },
      secret: async (purpose) => {
        this.commands.push(`derive ${purpose}`);
        return createHmac('sha256', this.storageKey).update(purpose).digest();
      },
    };
  }
}
