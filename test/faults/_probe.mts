import { createHash, createPrivateKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { SignJWT } from 'jose';
import { audienceOf } from '../../mock-platform/src/protocol/tokens.ts';
const url = 'http://localhost:8300';
const dir = '/tmp/chanoma/q1/boxes/hana/';
const jwk = JSON.parse(readFileSync(dir + 'box-key.json', 'utf8'));
const reg = JSON.parse(readFileSync(dir + 'registration.json', 'utf8'));
const key = createPrivateKey({ key: jwk, format: 'jwk' });
const { kty, crv, x, y } = jwk;
const pub = { kty, crv, x, y };
export const proof = (method: string, path: string, token?: string) =>
  new SignJWT({ htm: method, htu: url + path, jti: randomUUID(), ...(token ? { ath: createHash('sha256').update(token).digest('base64url') } : {}) })
    .setIssuedAt().setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: pub }).sign(key);
const assertion = () => new SignJWT({ jti: randomUUID() }).setIssuer(reg.box).setSubject(reg.box).setAudience(url + '/oidc').setIssuedAt().setExpirationTime('1m').setProtectedHeader({ alg: 'ES256' }).sign(key);
export async function token(service: string, extra: Record<string, string> = {}) {
  const r = await fetch(url + '/oidc/token', { method: 'POST', headers: { dpop: await proof('POST', '/oidc/token') }, body: new URLSearchParams({ client_id: reg.box, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: await assertion(), grant_type: 'client_credentials', resource: audienceOf(service as never), ...extra }) });
  return { status: r.status, body: await r.text() };
}
export function raw(path: string, o: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {}): Promise<{ status: number; headers: any; body: string }> {
  return new Promise((done, fail) => {
    const r = httpRequest({ host: '127.0.0.1', port: 8300, path, method: o.method ?? 'GET', headers: { host: 'localhost:8300', ...(o.body !== undefined ? { 'content-type': 'application/json' } : {}), ...o.headers } }, (res) => {
      const p: Buffer[] = []; res.on('data', (c) => p.push(c)); res.on('end', () => done({ status: res.statusCode!, headers: res.headers, body: Buffer.concat(p).toString() }));
    });
    r.on('error', fail); r.end(o.body);
  });
}
const tokens = new Map<string, string>();
async function asBox(service: string, method: string, path: string, body?: unknown) {
  if (!tokens.has(service)) tokens.set(service, JSON.parse((await token(service)).body).access_token);
  const t = tokens.get(service)!;
  return raw(path, { method, headers: { authorization: `DPoP ${t}`, dpop: await proof(method, path.split('?')[0]!, t) }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
}
const show = (name: string, r: { status: number; body: string }) => console.log(r.status >= 500 ? '!!!' : '   ', name, r.status, r.body.slice(0, 220));
const own = { origin: url };

const NUL = '\u0000', SUR = '\ud800';
show('identity challenge nul', await asBox('identity', 'POST', '/identity/challenges', { service: 'health', tier: 't1', origin: 'a' + NUL }));
show('identity challenge nl', await asBox('identity', 'POST', '/identity/challenges', { service: 'health', tier: 't1', origin: 'a\nb' }));
show('identity challenge ok', await asBox('identity', 'POST', '/identity/challenges', { service: 'health', tier: 't1', origin: url }));
show('identity challenge proto', await asBox('identity', 'POST', '/identity/challenges', '{"service":"health","tier":"t1","origin":"x","__proto__":{"a":1}}'));
show('identity challenge bad json', await asBox('identity', 'POST', '/identity/challenges', '{"service'));
show('identity login junk', await asBox('identity', 'POST', '/identity/logins', { statement: 'a.b.c' }));
show('booking facility nul', await asBox('booking', 'GET', '/booking/facilities/%00/days'));
show('booking facility bad pct', await asBox('booking', 'GET', '/booking/facilities/%zz/days'));
show('booking facility quote', await asBox('booking', 'GET', "/booking/facilities/x'%20or%201=1--/days"));
show('booking day', await asBox('booking', 'GET', '/booking/facilities/x/days/0000-01-01/slots'));
show('booking person with box token', await asBox('booking', 'GET', '/booking/bookings'));
show('health with booking token', await asBox('booking', 'GET', '/health/fhir/Observation'));
show('health box', await asBox('health', 'GET', '/health/fhir/Observation'));
show('registration nul', await raw('/boxes/registrations', { method: 'POST', body: JSON.stringify({ code: '00000000', publicKey: pub, agentVersion: 'a' + NUL }) }));
show('registration badkey', await raw('/boxes/registrations', { method: 'POST', body: JSON.stringify({ code: '00000000', publicKey: { ...pub, x: 'AAAA' }, agentVersion: 'a' }) }));
show('session nul', await raw('/console/towns/990019/session', { method: 'POST', headers: own, body: JSON.stringify({ official: 'sato' + NUL }) }));
const login = await raw('/console/towns/990019/session', { method: 'POST', headers: own, body: JSON.stringify({ official: 'sato' }) });
show('session', login);
const cookie = String(login.headers['set-cookie']).split(';')[0]!;
const draft = (c: object) => JSON.stringify({ id: randomUUID(), status: 'drill', hazard: 'flood', level: 3, districts: ['hama'], sentences: ['あ'], minutes: 1, ...c });
for (const [n, c] of Object.entries({ nul: { sentences: ['a' + NUL] }, sur: { sentences: [SUR] }, agency: { agencyMessage: NUL }, agencysur: { agencyMessage: SUR }, bigminutes: { minutes: 1e9 }, district: { districts: ['constructor'] } }))
  show('order ' + n, await raw('/console/towns/990019/orders', { method: 'POST', headers: { ...own, cookie }, body: draft(c) }));
show('other town list', await raw('/console/towns/990027/orders', { headers: { cookie } }));
show('other town order', await raw('/console/towns/990027/orders', { method: 'POST', headers: { ...own, cookie }, body: draft({ districts: ['oka'] }) }));
show('cookie nul', await raw('/console/towns/990019/orders', { headers: { cookie: 'chanoma-console=%00' } }));
show('cookie bad pct', await raw('/console/towns/990019/orders', { headers: { cookie: 'chanoma-console=%zz' } }));
show('cookie twice', await raw('/console/towns/990019/orders', { headers: { cookie: `chanoma-console=x; ${cookie}` } }));
show('cookie twice b', await raw('/console/towns/990019/orders', { headers: { cookie: `${cookie}; chanoma-console=x` } }));
show('order bad id', await raw('/console/towns/990019/orders/abc', { headers: { cookie } }));
show('cancel junk body', await raw('/console/towns/990019/orders/' + randomUUID() + '/cancel', { method: 'POST', headers: { ...own, cookie }, body: '{"a":1}' }));
show('cancel no body json type', await raw('/console/towns/990019/orders/' + randomUUID() + '/cancel', { method: 'POST', headers: { ...own, cookie, 'content-type': 'application/json' } }));
for (const p of ['/pages/../index.html', '/pages/..%2f..%2fpackage.json', '/pages/%2e%2e/%2e%2e/package.json', '/pages/living-room.html', '/pages/', '/pages/%00', '/pages/a%zz', '/oidc/', '/oidc/%zz', '/oidc/nothing', '/oidc/jwks', '/oidc/.well-known/openid-configuration', '/oidc/token', '/oidc/auth?client_id=' + reg.box, '/oidc/me', '/oidc/request', '//evil/healthz', '/certification/%zz', '/certification/crl/..%2f..%2fkeys', 'http://localhost:8300/healthz', 'http://evil/healthz', '*'])
  show('GET ' + p, await raw(p).catch((e) => ({ status: 0, body: String(e) })));
for (const b of ['', 'x'.repeat(300000), 'grant_type=%zz', '{"a":1}', 'grant_type=client_credentials&client_id=%00', `grant_type=client_credentials&client_id=${reg.box}&client_id=b`])
  show('POST /oidc/token ' + b.slice(0, 30), await raw('/oidc/token', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: b }));
show('token json', await raw('/oidc/token', { method: 'POST', body: '{"grant_type":"client_credentials"}' }));
show('token resource', await token('health', { resource: 'x' }));
show('token exchange nul', await token('health', { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: 'a\u0000', subject_token_type: 'x' }));
for (const b of ['', '{}', '[]', 'null', '{"action":"lay","household":"hana","card":"../../../etc/passwd"}', '{"action":"lay","household":"hana","card":"\\u0000"}', '{"action":"lay","household":"constructor","card":"hana"}', '{"action":"lay","household":"hana"}', '{"action":"dance"}', '[' .repeat(100000)])
  show('reader ' + b.slice(0, 60), await raw('/living-room/reader', { method: 'POST', headers: own, body: b }));
show('reader text/plain', await raw('/living-room/reader', { method: 'POST', headers: { ...own, 'content-type': 'text/plain' }, body: '{"action":"take","household":"hana"}' }));
show('reader form', await raw('/living-room/reader', { method: 'POST', headers: { ...own, 'content-type': 'application/x-www-form-urlencoded' }, body: 'action=take&household=hana' }));
show('ocsp junk', await raw('/certification/ocsp', { method: 'POST', headers: { 'content-type': 'application/ocsp-request' }, body: 'x' }));
show('pairing unknown', await raw('/living-room/pairings', { method: 'POST', headers: own, body: '{"household":"x"}' }));
