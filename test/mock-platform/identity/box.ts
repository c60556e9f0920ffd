import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { CompactSign, exportJWK, type JWK, SignJWT } from 'jose';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import type { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import { loginMessage } from '../../../mock-platform/src/protocol/identity.ts';
import {
  audienceOf,
  loginResultType,
  tokenExchangeGrant,
} from '../../../mock-platform/src/protocol/tokens.ts';
import { cardSignature } from './card-signature.ts';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the platform answers; tests look at it
  body: any;
}

interface Challenge {
  id: string;
  nonce: string;
}

/** A box as the platform meets it: a key, and the requests that a box sends. */
export class TestBox {
  readonly id = randomUUID();
  readonly key: KeyObject;
  readonly jwk: JWK;
  origin = 'http://localhost:8081';
  /** Added to the real time in proofs to the platform (the provider goes by the real time). */
  offsetMs = 0;

  private constructor(
    readonly url: string,
    key: KeyObject,
    jwk: JWK,
  ) {
    this.key = key;
    this.jwk = jwk;
  }

  static async make(url: string): Promise<TestBox> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { kty, crv, x, y } = await exportJWK(publicKey);
    return new TestBox(url, privateKey, { kty: kty!, crv: crv!, x: x!, y: y! });
  }

  get issuer(): string {
    return `${this.url}/oidc`;
  }

  proof(method: string, path: string, token?: string, change: Record<string, unknown> = {}, key = this.key) {
    const ath = token && createHash('sha256').update(token).digest('base64url');
    return new SignJWT({
      htm: method,
      htu: `${this.url}${path}`,
      jti: randomUUID(),
      ...(ath ? { ath } : {}),
      ...change,
    })
      .setIssuedAt(typeof change.iat === 'number' ? change.iat : undefined)
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk })
      .sign(key);
  }

  private assertion(): Promise<string> {
    return new SignJWT({ jti: randomUUID() })
      .setIssuer(this.id)
      .setSubject(this.id)
      .setAudience(this.issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .setProtectedHeader({ alg: 'ES256' })
      .sign(this.key);
  }

  async tokenRequest(parameters: Record<string, string>, proof?: string | null): Promise<Answer> {
    const dpop = proof === undefined ? await this.proof('POST', '/oidc/token') : proof;
    const response = await fetch(`${this.url}/oidc/token`, {
      method: 'POST',
      headers: dpop === null ? {} : { dpop },
      body: new URLSearchParams({
        client_id: this.id,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await this.assertion(),
        ...parameters,
      }),
    });
    return { status: response.status, body: await response.json() };
  }

  async ownToken(service: ServiceName): Promise<string> {
    const { status, body } = await this.tokenRequest({
      grant_type: 'client_credentials',
      resource: audienceOf(service),
    });
    if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`);
    return body.access_token;
  }

  exchange(result: string, service: ServiceName, proof?: string | null): Promise<Answer> {
    return this.tokenRequest(
      {
        grant_type: tokenExchangeGrant,
        subject_token: result,
        subject_token_type: loginResultType,
        resource: audienceOf(service),
      },
      proof,
    );
  }

  async post(path: string, body: unknown, ownToken?: string): Promise<Answer> {
    const token = ownToken ?? (await this.ownToken('identity'));
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `DPoP ${token}`,
        dpop: await this.proof('POST', path, token, {
          iat: Math.floor((Date.now() + this.offsetMs) / 1000),
        }),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  async challenge(change: Record<string, unknown> = {}): Promise<Challenge> {
    const asked = { service: 'health', tier: 't1', origin: this.origin, ...change };
    const { status, body } = await this.post('/identity/challenges', asked);
    if (status !== 201) throw new Error(`no challenge: ${JSON.stringify(body)}`);
    return body;
  }

  /** What the box says about a card that lies on its reader; `change` makes it lie. */
  statement(challenge: Challenge, card: IssuedCard, change: Record<string, unknown> = {}) {
    const said = {
      challenge: challenge.id,
      nonce: challenge.nonce,
      box: this.id,
      origin: this.origin,
      service: 'health',
      tier: 't1',
      certificate: Buffer.from(card.file.authentication!.certificate, 'base64').toString('base64url'),
      at: new Date().toISOString(),
      ...change,
    };
    const signature = cardSignature(card.file.surface!.privateKey, loginMessage(said as never));
    return { proof: { kind: 'surface-authentication', signature }, ...said };
  }

  sign(statement: unknown, typ = 'chanoma-login+jwt', key = this.key): Promise<string> {
    return new CompactSign(new TextEncoder().encode(JSON.stringify(statement)))
      .setProtectedHeader({ alg: 'ES256', typ })
      .sign(key);
  }

  async sendStatement(statement: unknown, typ?: string, key?: KeyObject): Promise<Answer> {
    return this.post('/identity/logins', { statement: await this.sign(statement, typ, key) });
  }

  async login(card: IssuedCard, change: Record<string, unknown> = {}): Promise<Answer> {
    const { service, tier } = { service: 'health', tier: 't1', ...change };
    return this.sendStatement(this.statement(await this.challenge({ service, tier }), card, change));
  }
}
