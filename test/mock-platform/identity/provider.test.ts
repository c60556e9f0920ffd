import { createLocalJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { AccessTokenClaims, audienceOf } from '../../../mock-platform/src/protocol/tokens.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';

let scene: Scene;
let box: TestBox;
let other: TestBox;
let hana: IssuedCard;
let person: string;

beforeAll(async () => {
  scene = await Scene.open();
  [box, other, hana] = await Promise.all([scene.box('hana'), scene.box('hana'), scene.issue()]);
  person = await scene.enrol(hana, 'hana');
}, 60_000);
afterAll(() => scene?.close());
beforeEach(() => {
  scene.offsetMs = 0;
});

const result = async (at = box): Promise<string> => (await at.login(hana)).body.result;
const pairwise = (sector: string, id: string) => scene.platform.context.pairwise(sector, id);

async function verified(token: string): Promise<AccessTokenClaims> {
  const jwks = await (await fetch(`${box.issuer}/jwks`)).json();
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
    issuer: box.issuer,
  });
  expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  return AccessTokenClaims.parse(payload);
}

describe('Discovery', () => {
  it('names the issuer and what boxes can do', async () => {
    const response = await fetch(`${box.issuer}/.well-known/openid-configuration`);
    expect(response.status).toBe(200);
    await expect(response.json()).resolves.toMatchObject({
      issuer: box.issuer,
      token_endpoint: `${box.issuer}/token`,
      jwks_uri: `${box.issuer}/jwks`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      dpop_signing_alg_values_supported: ['ES256'],
    });
  });

  it('publishes public keys only', async () => {
    const { keys } = await (await fetch(`${box.issuer}/jwks`)).json();
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256' });
    expect(keys[0].d).toBeUndefined();
  });
});

describe('A box’s own token', () => {
  it('says which box, of which operator and town, and nothing about persons', async () => {
    const claims = await verified(await box.ownToken('alerts'));
    expect(claims).toMatchObject({
      aud: audienceOf('alerts'),
      sub: box.id,
      client_id: box.id,
      tier: 't0',
      operator: 'hiyori-cable',
      municipality: '990019',
      household: pairwise('alerts', 'hana'),
    });
    expect(claims.exp - claims.iat).toBe(600);
    expect(claims.cnf.jkt).toMatch(/^[\w-]{43}$/);
  });

  const own = { grant_type: 'client_credentials', resource: audienceOf('alerts') };

  it('needs a DPoP proof', async () => {
    expect(await box.tokenRequest(own, null)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('is bound to the registered key of the box and to no other', async () => {
    const foreign = await other.proof('POST', '/oidc/token');
    expect(await box.tokenRequest(own, foreign)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('needs a service that there is', async () => {
    for (const resource of ['urn:chanoma:nothing', 'http://localhost/']) {
      expect(await box.tokenRequest({ ...own, resource })).toMatchObject({
        status: 400,
        body: { error: 'invalid_target' },
      });
    }
    expect(await box.tokenRequest({ grant_type: 'client_credentials' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    });
  });

  it('is refused to a box that does not hold the registered key', async () => {
    const client_assertion = await new SignJWT({ jti: 'x'.repeat(20) })
      .setIssuer(box.id)
      .setSubject(box.id)
      .setAudience(box.issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .setProtectedHeader({ alg: 'ES256' })
      .sign(other.key);
    expect(await box.tokenRequest({ ...own, client_assertion })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('is refused to a blocked box', async () => {
    const blocked = await scene.box('kenji');
    await scene.tables.updateTable('boxes.box').set({ blocked: true }).where('id', '=', blocked.id).execute();
    expect(await blocked.tokenRequest(own)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});

describe('The exchange of a login result', () => {
  it('gives a token for one service, with another name of the person in each', async () => {
    const login = await result();
    const health = await box.exchange(login, 'health');
    expect(health.body).toMatchObject({
      token_type: 'DPoP',
      expires_in: 600,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
    const booking = await box.exchange(login, 'booking');
    const [inHealth, inBooking] = await Promise.all([
      verified(health.body.access_token),
      verified(booking.body.access_token),
    ]);
    expect(inHealth).toMatchObject({
      aud: audienceOf('health'),
      sub: pairwise('health', person),
      household: pairwise('health', 'hana'),
      client_id: box.id,
      tier: 't1',
    });
    expect(inBooking.sub).toBe(pairwise('booking', person));
    expect(inBooking.sub).not.toBe(inHealth.sub);
    expect(Object.keys(decodeJwt(health.body.access_token)).sort()).toEqual(
      [
        'aud',
        'client_id',
        'cnf',
        'exp',
        'household',
        'iat',
        'iss',
        'jti',
        'municipality',
        'operator',
        'sub',
        'tier',
      ].sort(),
    );
  });

  it('happens once per service, even when asked several times at once', async () => {
    const login = await result();
    const answers = await Promise.all([1, 2, 3, 4].map(() => box.exchange(login, 'health')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(3);
  });

  it('happens only at the box where the login was', async () => {
    const login = await result();
    expect(await other.exchange(login, 'health')).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await box.exchange(login, 'health')).toMatchObject({ status: 200 });
  });

  it('is possible for one minute', async () => {
    const login = await result();
    scene.offsetMs = 61_000;
    expect(await box.exchange(login, 'health')).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('is refused for an invented result, without DPoP proof, and for services where only boxes speak', async () => {
    expect(await box.exchange('invented', 'health')).toMatchObject({ body: { error: 'invalid_grant' } });
    const login = await result();
    expect(await box.exchange(login, 'health', null)).toMatchObject({ body: { error: 'invalid_request' } });
    expect(await box.exchange(login, 'boxes')).toMatchObject({ body: { error: 'invalid_target' } });
    expect(await box.exchange(login, 'identity')).toMatchObject({ body: { error: 'invalid_target' } });
  });

  it('cannot be tried twice with one DPoP proof', async () => {
    const login = await result();
    const proof = await box.proof('POST', '/oidc/token');
    expect(await box.exchange(login, 'health', proof)).toMatchObject({ status: 200 });
    expect(await box.exchange(login, 'booking', proof)).toMatchObject({ body: { error: 'invalid_grant' } });
  });
});

describe('One DPoP proof', () => {
  it('sent several times at once is good for exactly one token', async () => {
    const own = { grant_type: 'client_credentials', resource: audienceOf('alerts') };
    const proof = await box.proof('POST', '/oidc/token');
    const answers = await Promise.all([1, 2, 3, 4].map(() => box.tokenRequest(own, proof)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
  });
});

describe('The provider', () => {
  it('is closed to pages of other origins', async () => {
    for (const path of ['/jwks', '/token', '/.well-known/openid-configuration']) {
      const response = await fetch(`${box.issuer}${path}`, { headers: { origin: 'http://evil.example' } });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('has no pages of its own and loads nothing from third parties', async () => {
    for (const path of ['/auth', '/auth?client_id=x&response_type=code', '/nothing', '/session/end']) {
      const response = await fetch(`${box.issuer}${path}`);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toMatch(/https?:\/\/(?!localhost)/);
    }
  });
});
