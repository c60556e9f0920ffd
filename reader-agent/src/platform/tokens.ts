import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import {
  audienceOf,
  loginResultType,
  tokenExchangeGrant,
} from '../../../mock-platform/src/protocol/tokens.ts';
import type { BoxKey } from '../box/box-key.ts';
import type { Registrations } from '../box/registrations.ts';
import type { BoxClock } from '../clock.ts';
import { AgentFailure } from '../failure.ts';
import { failureOf, type PlatformClient } from './http.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** A cached token is used until so long before it expires, milliseconds. */
const marginMs = 30_000;

const TokenAnswer = z.object({
  access_token: z.string(),
  expires_in: z.number(),
});

export interface AccessToken {
  value: string;
  /** By the box's corrected clock, milliseconds since the epoch. */
  expiresAt: number;
}

/** Gets access tokens of the platform's OpenID provider for this box (D5). */
export class Tokens {
  private readonly ofBox = new Map<ServiceName, Promise<AccessToken>>();

  constructor(
    private readonly client: PlatformClient,
    private readonly key: BoxKey,
    private readonly registrations: Registrations,
    private readonly clock: BoxClock,
  ) {}

  /** The box's own token for a service (client credentials), from the cache while it is good. */
  async box(service: ServiceName): Promise<string> {
    const cached = this.ofBox.get(service);
    if (cached !== undefined) {
      const token = await cached.catch(() => undefined);
      if (token !== undefined && token.expiresAt - marginMs > this.clock.now()) return token.value;
    }
    if (this.ofBox.get(service) !== cached) return this.box(service);
    const fresh = this.request(service, { grant_type: 'client_credentials' });
    this.ofBox.set(service, fresh);
    fresh.catch(() => this.ofBox.delete(service));
    return (await fresh).value;
  }

  /** Forgets a token that the platform did not take. */
  forget(service: ServiceName): void {
    this.ofBox.delete(service);
  }

  /** A person's token for a service, in exchange for a login result (RFC 8693). Never cached here. */
  exchange(service: ServiceName, loginResult: string): Promise<AccessToken> {
    return this.request(service, {
      grant_type: tokenExchangeGrant,
      subject_token: loginResult,
      subject_token_type: loginResultType,
    });
  }

  private async request(service: ServiceName, grant: Record<string, string>): Promise<AccessToken> {
    const registration = this.registrations.current;
    if (registration === undefined) throw new AgentFailure('box.unregistered');
    const askedAt = this.clock.now();
    const seconds = Math.floor(askedAt / 1000);
    const assertion = await this.key.sign(
      {},
      {
        // RFC 7523 §3: issuer and subject are the client, the audience is the provider.
        iss: registration.box,
        sub: registration.box,
        aud: registration.issuer,
        jti: randomUUID(),
        iat: seconds,
        exp: seconds + 60,
      },
    );
    const answer = await this.client.send({
      method: 'POST',
      path: '/oidc/token',
      proof: true,
      body: {
        form: {
          ...grant,
          resource: audienceOf(service),
          client_id: registration.box,
          client_assertion_type: assertionType,
          client_assertion: assertion,
        },
      },
    });
    if (answer.status !== 200) throw tokenFailure(answer.status, answer.body) ?? failureOf(answer);
    const token = TokenAnswer.safeParse(safeJson(answer.body));
    if (!token.success) throw new AgentFailure('platform.failed', 'token answer does not fit its schema');
    return {
      value: token.data.access_token,
      expiresAt: askedAt + token.data.expires_in * 1000,
    };
  }
}

/** OAuth errors (RFC 6749 §5.2) carry no code of ours; a refused client is a box the platform does not take. */
function tokenFailure(status: number, body: Buffer): AgentFailure | undefined {
  const error = z.object({ error: z.string() }).safeParse(safeJson(body));
  if (!error.success || status >= 500) return undefined;
  if (error.data.error === 'invalid_client') return new AgentFailure('box.unknown');
  return new AgentFailure('platform.failed', `token endpoint: ${error.data.error}`);
}

function safeJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
