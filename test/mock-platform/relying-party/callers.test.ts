import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, type JWK, SignJWT } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audienceOf } from '../../../mock-platform/src/protocol/tokens.ts';
import { createCallers } from '../../../mock-platform/src/relying-party/callers.ts';
import type { CallerRequest, Callers } from '../../../mock-platform/src/server/context.ts';

const ISSUER = 'http://localhost:8080/oidc';
const BASE = 'http://localhost:8080';
const BOX = '3f2a7a3e-7d0e-4b8e-9a55-3f1f5f1d2a11';

interface Pair {
  key: KeyObject;
  jwk: JWK;
  jkt: string;
}
async function pair(): Promise<Pair> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = await exportJWK(publicKey);
  return { key: privateKey, jwk, jkt: await calculateJwkThumbprint(jwk) };
}

let provider: Pair;
let box: Pair;
let stranger: Pair;
let callers: Callers;
let now: Date;

beforeAll(async () => {
  [provider, box, stranger] = await Promise.all([pair(), pair(), pair()]);
});
beforeEach(() => {
  now = new Date('2026-11-20T03:00:00Z');
  callers = createCallers({
    issuer: ISSUER,
    jwks: createLocalJWKSet({ keys: [provider.jwk] }),
    policyOf: (service) => (service === 'notices' ? 't2' : service === 'alerts' ? 't0' : 't1'),
    clock: () => now,
    htuBase: BASE,
  });
});

const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

function token(claims: Record<string, unknown> = {}, by = provider.key, typ = 'at+jwt'): Promise<string> {
  return new SignJWT({
    iss: ISSUER,
    aud: audienceOf('health'),
    sub: 'person-in-health-0000',
    client_id: BOX,
    iat: seconds(now),
    exp: seconds(now) + 600,
    jti: randomUUID(),
    cnf: { jkt: box.jkt },
    tier: 't1',
    operator: 'hiyori-cable',
    municipality: '990019',
    household: 'household-in-health-0',
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', typ })
    .sign(by);
}

const own = (claims: Record<string, unknown> = {}) => token({ sub: BOX, tier: 't0', ...claims });

function proof(
  of: string,
  change: Record<string, unknown> = {},
  by = box,
  typ = 'dpop+jwt',
): Promise<string> {
  return new SignJWT({
    htm: 'GET',
    htu: `${BASE}/health/fhir/Observation`,
    ath: createHash('sha256').update(of).digest('base64url'),
    iat: seconds(now),
    jti: randomUUID(),
    ...change,
  })
    .setProtectedHeader({ alg: 'ES256', typ, jwk: by.jwk })
    .sign(by.key);
}

/** A proof whose header says something else, signed all the same. */
async function withHeader(of: string, change: object): Promise<string> {
  const [, payload] = (await proof(of)).split('.');
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: box.jwk, ...change };
  const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
  const signature = sign('sha256', Buffer.from(signed), { key: box.key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

async function request(of: Promise<string>, dpop?: string | string[]): Promise<CallerRequest> {
  const value = await of;
  return {
    method: 'GET',
    url: '/health/fhir/Observation?code=x',
    headers: { authorization: `DPoP ${value}`, dpop: dpop ?? (await proof(value)) },
  } as CallerRequest;
}

const refused = (call: Promise<unknown>) =>
  call.then(
    () => 'allowed',
    ({ status, code }) => `${status} ${code}`,
  );

describe('A person’s token', () => {
  it('tells the service who calls', async () => {
    const caller = await callers.person(await request(token()), 'health');
    expect(caller).toMatchObject({ sub: 'person-in-health-0000', client_id: BOX, tier: 't1' });
  });

  it('is for one service', async () => {
    expect(await refused(callers.person(await request(token()), 'booking'))).toBe('403 token.audience');
  });

  it('must be of the tier that the policy asks', async () => {
    const notices = { aud: audienceOf('notices') };
    expect(await refused(callers.person(await request(token(notices)), 'notices'))).toBe('403 token.tier');
    expect(await refused(callers.person(await request(token({ ...notices, tier: 't2' })), 'notices'))).toBe(
      'allowed',
    );
  });

  it('is at least T1, even where the box alone may look', async () => {
    const alerts = own({ aud: audienceOf('alerts') });
    expect(await refused(callers.person(await request(alerts), 'alerts'))).toBe('403 token.tier');
    expect(await refused(callers.box(await request(alerts), 'alerts'))).toBe('allowed');
  });

  it('expires', async () => {
    const old = token();
    await old;
    now = new Date(now.getTime() + 601_000);
    expect(await refused(callers.person(await request(old), 'health'))).toBe('401 token.expired');
  });

  it('must be signed by the provider, of its issuer and of its type', async () => {
    const wrong = [
      token({}, stranger.key),
      token({ iss: 'http://evil.example' }),
      token({}, provider.key, 'JWT'),
      token({ cnf: undefined }),
      Promise.resolve('no.token.atall'),
    ];
    for (const one of wrong) {
      expect(await refused(callers.person(await request(one), 'health'))).toBe('401 token.invalid');
    }
  });

  it('does not count as the box where only boxes speak', async () => {
    const boxes = token({ aud: audienceOf('boxes'), tier: 't2' });
    expect(await refused(callers.box(await request(boxes), 'boxes'))).toBe('403 token.tier');
  });

  it('must be there', async () => {
    for (const authorization of [undefined, '', 'Bearer abc', 'DPoP', 'DPoP a b']) {
      const call = callers.person(
        { method: 'GET', url: '/', headers: { authorization } } as CallerRequest,
        'health',
      );
      expect(await refused(call)).toBe('401 token.missing');
    }
  });
});

describe('A box’s own token', () => {
  it('is no person’s', async () => {
    expect(await refused(callers.person(await request(own()), 'health'))).toBe('403 token.tier');
    expect(await refused(callers.box(await request(own()), 'health'))).toBe('allowed');
  });
});

describe('A DPoP proof', () => {
  const withProof = async (make: (of: string) => Promise<string | string[]>) => {
    const value = await token();
    return refused(callers.person(await request(Promise.resolve(value), await make(value)), 'health'));
  };

  it.each<[string, (of: string) => Promise<string | string[]>]>([
    ['by another key', (of) => proof(of, {}, stranger)],
    ['for another method', (of) => proof(of, { htm: 'POST' })],
    ['for another address', (of) => proof(of, { htu: `${BASE}/health/fhir/Patient` })],
    ['for another server', (of) => proof(of, { htu: 'http://evil.example/health/fhir/Observation' })],
    ['for another token', (of) => proof(of, { ath: 'x' })],
    ['without token hash', (of) => proof(of, { ath: undefined })],
    ['from long ago', (of) => proof(of, { iat: seconds(now) - 301 })],
    ['from the future', (of) => proof(of, { iat: seconds(now) + 301 })],
    ['without identifier', (of) => proof(of, { jti: undefined })],
    ['of another type', (of) => proof(of, {}, box, 'JWT')],
    ['sent twice in one request', async (of) => [await proof(of), await proof(of)]],
    ['that is none', async () => 'nonsense'],
    ['that has ended by its own word', (of) => proof(of, { exp: seconds(now) })],
    ['that asks for an extension', (of) => withHeader(of, { crit: ['b64'], b64: true })],
    ['that brings a private key', async (of) => withHeader(of, { jwk: await exportJWK(box.key) })],
    ['that says it is not signed', (of) => withHeader(of, { alg: 'none' })],
    ['without its signature', async (of) => (await proof(of)).replace(/[^.]+$/, '')],
  ])('%s is refused', async (_name, make) => {
    expect(await withProof(make)).toBe('401 token.proof');
  });

  it('with the same header and nothing odd is good', async () => {
    expect(await withProof((of) => withHeader(of, {}))).toBe('allowed');
  });

  it('counts once', async () => {
    const value = token();
    const same = await request(value);
    expect(await refused(callers.person(same, 'health'))).toBe('allowed');
    expect(await refused(callers.person(same, 'health'))).toBe('401 token.proof');
  });

  it('names the address without its query', async () => {
    expect(await withProof((of) => proof(of))).toBe('allowed');
  });
});
