import { createRemoteJWKSet, importPKCS8, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { issuerOf } from '../../identity/index.ts';
import { callbackPath, type PortalClient } from './contract.ts';
import type { Stage, Visitor } from './visits.ts';

const scope = 'openid name birthdate';
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
/** So often a device asks whether the television has answered, seconds. */
const pollSeconds = 1;

type Device = Extract<Stage, { kind: 'device' }>;

/**
 * The portal's side of OpenID Connect, by an independent client library over HTTP: it stands for a service provider outside
 * and knows the platform by its addresses alone.
 */
export class PortalLogins {
  private found: Promise<{ config: client.Configuration; keys: JWTVerifyGetKey }> | undefined;

  constructor(private readonly own: PortalClient) {}

  /** Where a browser goes to log in, and what the answer must fit. */
  async toPlatform(): Promise<{ address: URL; stage: Stage }> {
    const { config } = await this.platform();
    const [verifier, state, nonce] = [
      client.randomPKCECodeVerifier(),
      client.randomState(),
      client.randomNonce(),
    ];
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: `${this.own.publicUrl}${callbackPath}`,
      scope,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { address, stage: { kind: 'browser', checks: { verifier, state, nonce } } };
  }

  /** The browser is back. @returns who came, or why nobody did */
  async fromPlatform(path: string, { checks }: Extract<Stage, { kind: 'browser' }>): Promise<Stage> {
    const { config } = await this.platform();
    try {
      const tokens = await client.authorizationCodeGrant(config, new URL(path, this.own.publicUrl), {
        pkceCodeVerifier: checks.verifier,
        expectedState: checks.state,
        expectedNonce: checks.nonce,
      });
      return { kind: 'inside', visitor: await this.visitorOf(tokens), since: new Date() };
    } catch (error) {
      return refused(error);
    }
  }

  /** A number for a device without browser (RFC 8628). `answered` hears what came of it, unless it was given up. */
  async onDevice(answered: (stage: Stage) => void): Promise<Device> {
    const { config } = await this.platform();
    const started = await client.initiateDeviceAuthorization(config, { scope });
    const stop = new AbortController();
    const waiting = client.pollDeviceAuthorizationGrant(
      config,
      { ...started, interval: pollSeconds },
      undefined,
      { signal: stop.signal },
    );
    void waiting
      .then(
        async (tokens): Promise<Stage> => ({
          kind: 'inside',
          visitor: await this.visitorOf(tokens),
          since: new Date(),
        }),
      )
      .catch(refused)
      .then((stage) => {
        if (!stop.signal.aborted) answered(stage);
      });
    const address = started.verification_uri_complete ?? started.verification_uri;
    return { kind: 'device', number: started.user_code, address, stop };
  }

  /** Whose visit a logout token ends (OpenID Connect Back-Channel Logout 1.0 §2.6). @throws Error when it is not good */
  async endedBy(logoutToken: string): Promise<{ sid?: string | undefined; sub?: string | undefined }> {
    const { keys } = await this.platform();
    const { payload } = await jwtVerify(logoutToken, keys, {
      issuer: issuerOf(this.own.publicUrl),
      audience: this.own.id,
      typ: 'logout+jwt',
    });
    const { sid, sub, nonce } = payload;
    const events = payload.events as Record<string, unknown> | undefined;
    if (events?.[logoutEvent] === undefined || nonce !== undefined) throw new Error('no logout token');
    return { sid: typeof sid === 'string' ? sid : undefined, sub };
  }

  private async visitorOf(
    tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>,
  ): Promise<Visitor> {
    const { config } = await this.platform();
    const claims = tokens.claims();
    if (!claims) throw new Error('no id token');
    const facts = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    return {
      sub: claims.sub,
      sid: typeof claims.sid === 'string' ? claims.sid : undefined,
      acr: String(claims.acr),
      amr: Array.isArray(claims.amr) ? claims.amr.map(String) : [],
      name: facts.name ?? '',
      birthdate: facts.birthdate ?? '',
    };
  }

  /** Found at the first login: the platform answers by then. */
  private platform() {
    this.found ??= this.discover().catch((error) => {
      this.found = undefined;
      throw error;
    });
    return this.found;
  }

  private async discover() {
    const { id, privateKey, publicUrl } = this.own;
    const config = await client.discovery(
      new URL(issuerOf(publicUrl)),
      id,
      { id_token_signed_response_alg: 'ES256' },
      client.PrivateKeyJwt(await importPKCS8(privateKey, 'ES256')),
      // The demo's platform answers on this machine alone.
      { execute: [client.allowInsecureRequests] },
    );
    return { config, keys: createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? '')) };
  }
}

function refused(error: unknown): Stage {
  const code = typeof error === 'object' && error !== null && 'error' in error ? error.error : undefined;
  if (code === 'access_denied') return { kind: 'refused', why: 'denied' };
  return { kind: 'refused', why: code === 'expired_token' ? 'expired' : 'failed' };
}
