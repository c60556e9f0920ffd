import { createHash } from 'node:crypto';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { ServiceName, Tier } from '../protocol/basics.ts';
import { AccessTokenClaims, audienceOf } from '../protocol/tokens.ts';
import type { Caller, CallerRequest, Callers, Clock } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { ProofChecker, proofsRememberedMs } from './dpop.ts';
import { ReplayCache, type ReplayStore } from './replay.ts';

export interface CallersOptions {
  /** OpenID provider whose tokens are accepted. */
  issuer: string;
  /** Its keys: `createLocalJWKSet` in the same process, `createRemoteJWKSet` elsewhere. */
  jwks: JWTVerifyGetKey;
  /** Tier that a person needs for a service under the policy in force. */
  policyOf: (service: ServiceName) => Tier;
  clock: Clock;
  /** Base URL under which boxes reach the relying party; its addresses stand in DPoP proofs. */
  htuBase: string;
  /** Remembers used proofs; in memory when left out, which is right for one process alone. */
  usedProofs?: ReplayStore;
}

/** Tokens that were found good are remembered, about 30 megabytes. */
const mostTokens = 20_000;

const order: readonly Tier[] = ['t0', 't1', 't2', 't3'];

/** Services where only a box speaks for itself, never a person. */
const boxOnly: ReadonlySet<ServiceName> = new Set(['boxes', 'identity']);

function tokenOf(authorization: string | undefined): string {
  const token = /^DPoP ([A-Za-z0-9_.-]+)$/i.exec(authorization ?? '')?.[1];
  if (!token) throw new PlatformError(401, 'token.missing', 'Authorization: DPoP … is needed');
  return token;
}

function isBoxItself(caller: Caller): boolean {
  return caller.tier === 't0' && caller.sub === caller.client_id;
}

/**
 * Checks who calls a relying party: access token of our provider (RFC 9068) for this service, bound to the box key by a
 * DPoP proof (RFC 9449). Refusals are PlatformErrors: 401 `token.missing`, `token.invalid`, `token.expired`,
 * `token.proof`; 403 `token.audience`, `token.tier`.
 */
export function createCallers(options: CallersOptions): Callers {
  const { issuer, jwks, policyOf, clock } = options;
  const base = options.htuBase.replace(/\/$/, '');
  const proofs = new ProofChecker(clock, options.usedProofs ?? new ReplayCache(proofsRememberedMs));

  const good = new Map<string, Caller>();

  /** A token's signature never changes: it is checked once, its time at every use. */
  async function readToken(token: string, tokenHash: string): Promise<Caller> {
    const known = good.get(tokenHash);
    if (known && known.exp > Math.floor(clock().getTime() / 1000)) return known;
    good.delete(tokenHash);
    const caller = await verifyToken(token);
    const [oldest] = good.size >= mostTokens ? good.keys() : [];
    if (oldest !== undefined) good.delete(oldest);
    good.set(tokenHash, caller);
    return caller;
  }

  async function verifyToken(token: string): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, jwks, {
        issuer,
        typ: 'at+jwt',
        algorithms: ['ES256'],
        currentDate: clock(),
      });
      return AccessTokenClaims.parse(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new PlatformError(401, 'token.expired');
      throw new PlatformError(401, 'token.invalid');
    }
  }

  async function check(request: CallerRequest, service: ServiceName): Promise<Caller> {
    const token = tokenOf(request.headers.authorization);
    const tokenHash = createHash('sha256').update(token).digest('base64url');
    const caller = await readToken(token, tokenHash);
    await proofs.check(request.headers.dpop, {
      method: request.method,
      htu: `${base}${request.url.split(/[?#]/)[0]}`,
      tokenHash,
      jkt: caller.cnf.jkt,
    });
    if (caller.aud !== audienceOf(service)) throw new PlatformError(403, 'token.audience');
    return caller;
  }

  return {
    async box(request, service) {
      const caller = await check(request, service);
      if (boxOnly.has(service) && !isBoxItself(caller)) throw new PlatformError(403, 'token.tier');
      return caller;
    },
    async person(request, service) {
      const caller = await check(request, service);
      const needed = Math.max(order.indexOf('t1'), order.indexOf(policyOf(service)));
      if (isBoxItself(caller) || order.indexOf(caller.tier) < needed)
        throw new PlatformError(403, 'token.tier');
      return caller;
    },
  };
}
