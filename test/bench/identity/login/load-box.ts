import { createHash, createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import { loginMessage } from '../../../../mock-platform/src/protocol/identity.ts';
import {
  audienceOf,
  loginResultType,
  tokenExchangeGrant,
} from '../../../../mock-platform/src/protocol/tokens.ts';
import type { Connection } from './connection.ts';

/** A registered box and the card of somebody of its household, as the parent hands them over. */
export interface BoxData {
  id: string;
  jwk: { kty: string; crv: string; x: string; y: string };
  /** PKCS #8, base64. */
  privateKey: string;
  card: { certificate: string; privateKey: string };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const readKey = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });

const FORM = 'application/x-www-form-urlencoded';
const SERVICE = 'health';
const TIER = 't1';

/** A box and its card on the sending side: what it signs is what a real box and a real card sign. */
export class LoadBox {
  private readonly key: KeyObject;
  private readonly cardKey: KeyObject;
  private readonly proofs = new Map<string, string[]>();
  private token = '';
  private ath = '';

  constructor(
    private readonly data: BoxData,
    private readonly publicUrl: string,
  ) {
    this.key = readKey(data.privateKey);
    this.cardKey = readKey(data.card.privateKey);
  }

  private jws(header: object, payload: object): string {
    const signed = `${encode({ alg: 'ES256', ...header })}.${encode(payload)}`;
    const signature = sign('sha256', Buffer.from(signed), { key: this.key, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  private newProof(path: string): string {
    const [jti, iat] = [randomUUID(), Math.floor(Date.now() / 1000)];
    const ath = path === '/oidc/token' ? {} : { ath: this.ath };
    const payload = { htm: 'POST', htu: `${this.publicUrl}${path}`, jti, iat, ...ath };
    return this.jws({ typ: 'dpop+jwt', jwk: this.data.jwk }, payload);
  }

  /** DPoP proofs do not depend on what the platform answers: they are made before the clock runs. */
  prepare(path: string, count: number): void {
    const proofs = this.proofs.get(path) ?? [];
    this.proofs.set(path, proofs);
    while (proofs.length < count) proofs.push(this.newProof(path));
  }

  private proof(path: string): string {
    return this.proofs.get(path)?.pop() ?? this.newProof(path);
  }

  private async tokenRequest(connection: Connection, parameters: Record<string, string>) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.data.id, sub: this.data.id, aud: `${this.publicUrl}/oidc`, jti: randomUUID() };
    const body = new URLSearchParams({
      client_id: this.data.id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: this.jws({}, { ...claims, iat: now, exp: now + 60 }),
      ...parameters,
    });
    const proof = `DPoP: ${this.proof('/oidc/token')}\r\n`;
    const answer = await connection.post('/oidc/token', FORM, proof, body.toString());
    if (answer.status !== 200) throw new Error(`no token: ${answer.body}`);
    return (JSON.parse(answer.body) as { access_token: string }).access_token;
  }

  /** Gets the box's own token, as every box does every few minutes. */
  async start(connection: Connection): Promise<void> {
    this.token = await this.tokenRequest(connection, {
      grant_type: 'client_credentials',
      resource: audienceOf('identity'),
    });
    this.ath = createHash('sha256').update(this.token).digest('base64url');
  }

  private async post(connection: Connection, path: string, status: number, body: object): Promise<string> {
    const headers = `Authorization: DPoP ${this.token}\r\nDPoP: ${this.proof(path)}\r\n`;
    const answer = await connection.post(path, 'application/json', headers, JSON.stringify(body));
    if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
    return answer.body;
  }

  private signByCard(message: Uint8Array): string {
    const key = this.cardKey;
    const signature =
      key.asymmetricKeyType === 'ec'
        ? sign('sha384', message, { key, dsaEncoding: 'ieee-p1363' })
        : sign('sha256', message, key);
    return signature.toString('base64url');
  }

  /** A login without PIN from challenge to verdict. @returns the login result */
  async login(connection: Connection): Promise<string> {
    const origin = 'http://localhost:8081';
    const asked = { service: SERVICE, tier: TIER, origin };
    const answer = await this.post(connection, '/identity/challenges', 201, asked);
    const { id, nonce } = JSON.parse(answer) as { id: string; nonce: string };
    const bound = { ...asked, nonce, box: this.data.id };
    const payload = {
      ...bound,
      challenge: id,
      certificate: this.data.card.certificate,
      proof: { kind: 'surface-authentication', signature: this.signByCard(loginMessage(bound)) },
      at: new Date().toISOString(),
    };
    const statement = this.jws({ typ: 'chanoma-login+jwt' }, payload);
    const verdict = await this.post(connection, '/identity/logins', 200, { statement });
    return (JSON.parse(verdict) as { result: string }).result;
  }

  /** Exchanges a login result for a token of the service. */
  async exchange(connection: Connection, result: string): Promise<void> {
    await this.tokenRequest(connection, {
      grant_type: tokenExchangeGrant,
      subject_token: result,
      subject_token_type: loginResultType,
      resource: audienceOf(SERVICE),
    });
  }
}
