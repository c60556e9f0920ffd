import * as z from 'zod/mini';
import type { Clock } from '../server/context.ts';
import { isSignedBy, publicP256, readJws, thumbprintOf } from '../server/jws.ts';
import { PlatformError } from '../server/platform-error.ts';
import type { ReplayStore } from './replay.ts';

/** A proof may be this old, and clocks this far apart, seconds (RFC 9449 §11.1). */
const WINDOW_SECONDS = 300;
/** How long a used proof must be remembered, milliseconds. */
export const proofsRememberedMs = 2 * WINDOW_SECONDS * 1000;

const Proof = z.object({
  htm: z.string(),
  htu: z.string(),
  ath: z.string(),
  iat: z.number(),
  exp: z.optional(z.number()),
  nbf: z.optional(z.number()),
  jti: z.string().check(z.minLength(8), z.maxLength(200)),
});

export interface ProvenRequest {
  method: string;
  /** Base URL and path, without query. */
  htu: string;
  /** SHA-256 of the access token, base64url. */
  tokenHash: string;
  /** Thumbprint that the token is bound to (`cnf.jkt`). */
  jkt: string;
}

const refused = (why: string) => new PlatformError(401, 'token.proof', why);

/** Checks DPoP proofs (RFC 9449 §4.3); each counts once. */
export class ProofChecker {
  constructor(
    private readonly clock: Clock,
    private readonly used: ReplayStore,
  ) {}

  /** @throws PlatformError 401 `token.proof` */
  async check(proof: string | string[] | undefined, request: ProvenRequest): Promise<void> {
    if (typeof proof !== 'string') throw refused('exactly one DPoP header is needed');
    const payload = read(proof, request.jkt);
    const now = this.clock();
    const seconds = now.getTime() / 1000;
    if (Math.abs(seconds - payload.iat) > WINDOW_SECONDS) throw refused('iat is not recent');
    if ((payload.exp ?? seconds + 1) <= seconds || (payload.nbf ?? 0) > seconds)
      throw refused('not valid now');
    if (payload.htm !== request.method) throw refused('htm is another method');
    if (payload.htu.split(/[?#]/)[0] !== request.htu) throw refused('htu is another address');
    if (payload.ath !== request.tokenHash) throw refused('ath is another token');
    if (!(await this.used.add(`${request.jkt}/${payload.jti}`, now)))
      throw refused('the proof was used before');
  }
}

/** The payload of a proof that the key of this thumbprint signed; strangers' keys are not even made ready. */
function read(proof: string, jkt: string): z.infer<typeof Proof> {
  const jws = readJws(proof);
  const jwk = jws && publicP256(jws.header.jwk);
  if (!jws || !jwk || jws.header.typ !== 'dpop+jwt') throw refused('the proof is not a valid DPoP proof');
  if (thumbprintOf(jwk) !== jkt) throw refused('the token is bound to another key');
  if (!isSignedBy(jws, jwk)) throw refused('the proof is not signed by its key');
  const payload = Proof.safeParse(jws.payload);
  if (!payload.success) throw refused('the proof is not a valid DPoP proof');
  return payload.data;
}
