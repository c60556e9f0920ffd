import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import * as client from 'openid-client';
import type { RelyingParty } from '../../../mock-platform/src/protocol/relying-parties.ts';
import type { Scene } from './scene.ts';
import { Staff } from './staff.ts';

/** What a service provider's own server was sent. */
export interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

/** A service provider outside, written with `openid-client`; its server takes logouts and pushed notices. */
export class SampleRelyingParty {
  readonly received: Received[] = [];
  /** How its server answers the next requests; 202 when nothing is planned. */
  readonly answers: { status: number; body?: unknown }[] = [];

  private constructor(
    readonly id: string,
    readonly contract: RelyingParty,
    readonly config: client.Configuration,
    private readonly server: Server,
  ) {}

  static async open(scene: Scene, change: Partial<RelyingParty> = {}): Promise<SampleRelyingParty> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const { kty, crv, x, y } = await exportJWK(publicKey);
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const contract: RelyingParty = {
      id: change.id ?? `clinic-${randomUUID().slice(0, 8)}`,
      name: 'ひよりクリニック',
      from: '2020-01-01',
      scopes: ['openid', 'name', 'address', 'changes'],
      tier: 't1',
      redirectUris: [`${url}/callback`],
      deviceGrant: true,
      jwks: { keys: [{ kty: kty as 'EC', crv: crv as 'P-256', x: x!, y: y! }] },
      sector: 'clinic.example',
      logoutUri: `${url}/logout`,
      signalsEndpoint: `${url}/signals`,
      ...change,
    };
    const staff = await Staff.of(scene.platform, 'hiyori-cable');
    const { status, body } = await staff.post('/identity/staff/relying-parties', contract);
    if (status !== 204) throw new Error(JSON.stringify(body));
    const config = await client.discovery(
      new URL(`${scene.platform.url}/oidc`),
      contract.id,
      { id_token_signed_response_alg: 'ES256' },
      client.PrivateKeyJwt(privateKey),
      { execute: [client.allowInsecureRequests] },
    );
    const party = new SampleRelyingParty(contract.id, contract, config, server);
    server.on('request', async (request, response) => {
      party.received.push({ path: request.url ?? '', headers: request.headers, body: await bodyOf(request) });
      const { status: answered, body: said } = party.answers.shift() ?? { status: 202 };
      response.writeHead(answered, { 'content-type': 'application/json' });
      response.end(said === undefined ? undefined : JSON.stringify(said));
    });
    return party;
  }

  /** Where a browser is sent to log in, and what the answer must fit. */
  async login(
    change: Record<string, string> = {},
  ): Promise<{ url: URL; checks: client.AuthorizationCodeGrantChecks }> {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expectedState = client.randomState();
    const expectedNonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(this.config, {
      redirect_uri: this.contract.redirectUris[0]!,
      scope: 'openid name address changes',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
      ...change,
    });
    return { url, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
  }

  /** Token for the platform's change notices. */
  async signalsToken(): Promise<string> {
    const { access_token } = await client.clientCredentialsGrant(this.config, {
      resource: 'urn:chanoma:signals',
    });
    return access_token;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}
