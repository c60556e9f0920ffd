import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import type { Clock } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { ReplayCache } from './replay.ts';

/** A proof may be this old, and clocks this far apart, seconds (RFC 9449 §11.1). */
const WINDOW_SECONDS = 300;

const Proof = z.object({
  htm: z.string(),
  htu: z.string(),
  ath: z.string(),
  iat: z.number(),
  jti: z.string().check(z.minLength(8), z.maxLength(200)),
});

export interface ProvenRequest {
  method: string;
  /** Base URL and path, without query. */
  htu: string;
  token: string;
  /** Thumbprint that the token is bound to (`cnf.jkt`). */
  jkt: string;
}

const refused = (why: string) => new PlatformError(401, 'token.proof', why);

/** Checks DPoP proofs (RFC 9449 §4.3); each counts once. */
export class ProofChecker {
  private readonly used = new ReplayCache(2 * WINDOW_SECONDS * 1000);

  constructor(private readonly clock: Clock) {}

  /** @throws PlatformError 401 `token.proof` */
  async check(proof: string | string[] | undefined, request: ProvenRequest): Promise<void> {
    if (typeof proof !== 'string') throw refused('exactly one DPoP header is needed');
    const { payload, thumbprint } = await this.read(proof);
    const now = this.clock().getTime();
    if (Math.abs(now / 1000 - payload.iat) > WINDOW_SECONDS) throw refused('iat is not recent');
    if (payload.htm !== request.method) throw refused('htm is another method');
    if (payload.htu.split(/[?#]/)[0] !== request.htu) throw refused('htu is another address');
    if (payload.ath !== createHash('sha256').update(request.token).digest('base64url')) {
      throw refused('ath is another token');
    }
    if (thumbprint !== request.jkt) throw refused('the token is bound to another key');
    if (!this.used.add(`${thumbprint}/${payload.jti}`, now)) throw refused('the proof was used before');
  }

  private async read(proof: string): Promise<{ payload: z.infer<typeof Proof>; thumbprint: string }> {
    try {
      const verified = await jwtVerify(proof, EmbeddedJWK, {
        typ: 'dpop+jwt',
        algorithms: ['ES256'],
        currentDate: this.clock(),
      });
      const { jwk } = verified.protectedHeader;
      if (!jwk) throw refused('no key in the proof');
      return { payload: Proof.parse(verified.payload), thumbprint: await calculateJwkThumbprint(jwk) };
    } catch (error) {
      if (error instanceof PlatformError) throw error;
      throw refused('the proof is not a valid DPoP proof');
    }
  }
}
