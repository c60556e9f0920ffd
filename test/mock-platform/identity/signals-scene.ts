import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { runFederationTimers } from '../../../mock-platform/src/identity/index.ts';
import type { TestBox } from './box.ts';
import { SampleRelyingParty } from './sample-relying-party.ts';
import { Scene } from './scene.ts';
import { Staff } from './staff.ts';
import { Television } from './television.ts';

export const caep = 'https://schemas.openid.net/secevent/caep/event-type';
export const risc = 'https://schemas.openid.net/secevent/risc/event-type';
export const verification = 'https://schemas.openid.net/secevent/ssf/event-type/verification';
export const facts = {
  name: '若葉 はな',
  address: 'ひより町山手一丁目',
  birthDate: '1944-05-03',
  gender: '2',
} as const;

export let scene: Scene;
export let box: TestBox;
export let television: Television;
export let staff: Staff;
export const opened: SampleRelyingParty[] = [];

/** A service provider whose stream pushes, unless told otherwise. */
export async function open(push = true, change: Parameters<typeof SampleRelyingParty.open>[1] = {}) {
  const party = await SampleRelyingParty.open(scene, change);
  opened.push(party);
  const endpoint_url = party.contract.signalsEndpoint!;
  const delivery = push
    ? { method: 'urn:ietf:rfc:8935', endpoint_url, authorization_header: 'Bearer of-the-clinic' }
    : { method: 'urn:ietf:rfc:8936' };
  const made = await ask(party, 'POST', '/identity/signals/streams', { delivery });
  expect(made.status).toBe(201);
  return { party, stream: made.body };
}

export async function ask(
  party: SampleRelyingParty,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
) {
  const response = await fetch(`${scene.platform.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token ?? (await party.signalsToken())}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** The person logs in at a service provider and agrees; gives what it knows of the person. */
export const agree = async (
  party: SampleRelyingParty,
  card: IssuedCard,
  scope = 'openid name address changes',
) => (await television.logIn(party, card, { asked: { scope } })).claims;

export let rounds = 0;
/** A minute later the lists are fetched anew, every certificate is asked about, and what changed is told. */
export async function recheck(): Promise<void> {
  for (const table of ['identity.certificate', 'identity.signature_certificate'] as const) {
    await scene.tables.updateTable(table).set({ checked_at: null }).execute();
  }
  rounds += 1;
  scene.offsetMs = rounds * 61_000;
  expect(await runFederationTimers(scene.platform.context)).toMatchObject({ unanswered: 0 });
  scene.offsetMs = 0;
}

export const deliver = (offsetMs = 0) => {
  scene.offsetMs = offsetMs;
  return runFederationTimers(scene.platform.context).finally(() => {
    scene.offsetMs = 0;
  });
};

export async function verified(party: SampleRelyingParty, set: string): Promise<JWTPayload> {
  const { issuer, jwks_uri } = party.config.serverMetadata();
  const keys = createRemoteJWKSet(new URL(jwks_uri!));
  return (await jwtVerify(set, keys, { issuer, audience: party.id, typ: 'secevent+jwt' })).payload;
}

/** Notices that were pushed to a service provider and verify, oldest first; the list is emptied. */
export async function pushed(party: SampleRelyingParty): Promise<JWTPayload[]> {
  const sets = party.received.splice(0).filter(({ path }) => path === '/signals');
  for (const { headers } of sets) {
    expect(headers['content-type']).toBe('application/secevent+jwt');
    expect(headers.authorization).toBe('Bearer of-the-clinic');
  }
  return Promise.all(sets.map(({ body }) => verified(party, body)));
}
export const eventsOf = (sets: JWTPayload[]) => sets.map(({ events }) => events);

export async function resident(change: Parameters<Scene['issue']>[0] = {}) {
  const card = await scene.issue({ generation: 'next', ...change });
  return { card, person: await scene.enrol(card, 'hana', { facts }) };
}

/** Opens the scene before the tests of a file and closes it after them. */
export function useSignals(): void {
  beforeAll(async () => {
    scene = await Scene.open();
    [box, staff] = await Promise.all([scene.box('hana'), Staff.of(scene.platform, 'hiyori-cable')]);
    television = new Television(box);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(opened.map((party) => party.close()));
    await scene?.close();
  });
}
