import type { FastifyRequest } from 'fastify';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { RelyingPartyEntry } from '../../protocol/relying-parties.ts';
import { signalsAudience } from '../../protocol/signals.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { contractFault, findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';

/** The service provider that calls, under a contract that is in force. */
export type SignalsCaller = (request: FastifyRequest) => Promise<RelyingPartyEntry>;

async function clientOf(token: string, issuer: string, jwks: JWTVerifyGetKey, now: Date): Promise<string> {
  try {
    const { payload } = await jwtVerify(token, jwks, {
      issuer,
      audience: signalsAudience,
      typ: 'at+jwt',
      algorithms: ['ES256'],
      currentDate: now,
    });
    // Bound tokens need their proof, and only the client's own token says which client speaks.
    const isOwn = payload.cnf === undefined && payload.sub !== undefined && payload.sub === payload.client_id;
    if (isOwn) return payload.sub ?? '';
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new PlatformError(401, 'token.expired');
  }
  throw new PlatformError(401, 'token.invalid');
}

/**
 * Who calls with a token of the service provider's own (client credentials, resource `urn:chanoma:signals`, RFC 6750).
 * Refusals are PlatformErrors: 401 `token.missing`, `token.invalid`, `token.expired`; 403 `contract.ended`,
 * `contract.not-begun`.
 */
export const signalsCaller =
  (context: PlatformContext, issuer: string, jwks: JWTVerifyGetKey): SignalsCaller =>
  async ({ headers }) => {
    const token = /^Bearer ([\w.-]+)$/i.exec(headers.authorization ?? '')?.[1];
    if (!token) throw new PlatformError(401, 'token.missing', 'Authorization: Bearer … is needed');
    const id = await clientOf(token, issuer, jwks, context.clock());
    const contract = await findRelyingParty(context.tables<IdentityTables>(), id, context.clock());
    if (!contract) throw new PlatformError(401, 'token.invalid');
    const fault = contractFault(contract);
    if (fault) throw new PlatformError(403, fault);
    return contract;
  };
