import type * as z from 'zod/mini';
import { AuthenticationLink, RenewalLink } from '../../protocol/certification.ts';
import { type KeyFolder, randomSecret } from '../../server/key-folder.ts';
import type { Fetch } from '../revocation/fetch.ts';
import { RevocationUnavailable } from '../revocation/status.ts';
import { type LinkService, LinksUnavailable, type SerialName } from './source.ts';

/**
 * Asks the certification service's endpoints for links over HTTP. Only approved verifiers may: the secret of the contract
 * is `certification-verifier` in the key folder.
 */
export function createLinkService(baseUrl: string, fetch: Fetch, keys: KeyFolder): LinkService {
  async function ask<T>(path: string, name: SerialName, schema: z.ZodMiniType<T>): Promise<T> {
    const secret = keys.readOrCreate('certification-verifier', randomSecret);
    try {
      const { status, body } = await fetch(`${baseUrl}/links/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${Buffer.from(secret).toString('base64url')}`,
        },
        body: Buffer.from(JSON.stringify(name)),
      });
      if (status !== 200) throw new LinksUnavailable(`status ${status}`);
      return schema.parse(JSON.parse(Buffer.from(body).toString('utf8')));
    } catch (error) {
      if (error instanceof RevocationUnavailable) throw new LinksUnavailable(error.reason);
      if (error instanceof LinksUnavailable) throw error;
      throw new LinksUnavailable('not an answer about links');
    }
  }
  return {
    authenticationOf: async ({ issuerKey, serial }) =>
      (await ask('authentication', { issuerKey, serial }, AuthenticationLink)).authentication ?? undefined,
    predecessorOf: async ({ issuerKey, serial }) =>
      (await ask('renewal', { issuerKey, serial }, RenewalLink)).predecessor ?? undefined,
    successorOf: async ({ issuerKey, serial }) =>
      (await ask('renewal', { issuerKey, serial }, RenewalLink)).successor ?? undefined,
  };
}
