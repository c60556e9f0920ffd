import { createHash, createPrivateKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import WebSocket from 'ws';
import { audienceOf } from '../../mock-platform/src/protocol/tokens.ts';
const url = 'http://localhost:8300';
function box(name: string) {
  const dir = `/tmp/chanoma/q1/boxes/${name}/`;
  const jwk = JSON.parse(readFileSync(dir + 'box-key.json', 'utf8'));
  const reg = JSON.parse(readFileSync(dir + 'registration.json', 'utf8'));
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const { kty, crv, x, y } = jwk; const pub = { kty, crv, x, y };
  const proof = (method: string, path: string, token?: string) => new SignJWT({ htm: method, htu: url + path, jti: randomUUID(), ...(token ? { ath: createHash('sha256').update(token).digest('base64url') } : {}) }).setIssuedAt().setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: pub }).sign(key);
  const token = async (service: string) => {
    const a = await new SignJWT({ jti: randomUUID() }).setIssuer(reg.box).setSubject(reg.box).setAudience(url + '/oidc').setIssuedAt().setExpirationTime('1m').setProtectedHeader({ alg: 'ES256' }).sign(key);
    const r = await fetch(url + '/oidc/token', { method: 'POST', headers: { dpop: await proof('POST', '/oidc/token') }, body: new URLSearchParams({ client_id: reg.box, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: a, grant_type: 'client_credentials', resource: audienceOf(service as never) }) });
    return (await r.json()).access_token as string;
  };
  return { reg, proof, token };
}
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
const b = box('hana');
async function stream(): Promise<WebSocket> {
  const t = await b.token('boxes');
  const ws = new WebSocket('ws://localhost:8300/boxes/stream', { headers: { authorization: `DPoP ${t}`, dpop: await b.proof('GET', '/boxes/stream', t) } });
  ws.on('message', (m) => console.log('   <', String(m).slice(0, 200)));
  ws.on('close', (c, r) => console.log('   closed', c, String(r)));
  ws.on('error', (e) => console.log('   error', e.message));
  await new Promise((r) => ws.once('open', r));
  return ws;
}
const receipt = (c: object) => ({ type: 'receipts', receipts: [{ id: randomUUID(), order: randomUUID(), event: 'received', at: new Date().toISOString(), ...c }] });
for (const [name, message, clock] of [
  ['foreign order', receipt({})],
  ['year 0', receipt({ at: '0000-01-01T00:00:00Z' })],
  ['offset 23:59', receipt({ at: '2026-01-01T00:00:00+23:59' })],
  ['nul code', receipt({ event: 'refused', code: 'a\u0000' })],
  ['surrogate code', receipt({ event: 'refused', code: '\ud800' })],
  ['leap 60', receipt({ at: '2026-01-01T00:00:60Z' })],
  ['clock year 0', null, '0000-01-01T00:00:00Z'],
  ['long fraction', receipt({ at: '2026-01-01T00:00:00.' + '1'.repeat(5000) + 'Z' })],
] as [string, object | null, string?][]) {
  console.log(name);
  const ws = await stream();
  ws.send(JSON.stringify({ type: 'resume', cursor: 0, clock: clock ?? new Date().toISOString() }));
  await sleep(100);
  if (message) ws.send(JSON.stringify(message));
  await sleep(200);
  ws.terminate();
}
{
  console.log('huge cursor'); const ws = await stream();
  ws.send(JSON.stringify({ type: 'resume', cursor: Number.MAX_SAFE_INTEGER, clock: new Date().toISOString() })); await sleep(200); ws.terminate();
}
