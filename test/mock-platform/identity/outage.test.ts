import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { readAnchors } from '../../../mock-platform/src/identity/certificates/trust.ts';
import { recheckNow } from '../../../mock-platform/src/identity/index.ts';
import { createListSource } from '../../../mock-platform/src/identity/revocation/crl-source.ts';
import { fetchOverHttp } from '../../../mock-platform/src/identity/revocation/fetch.ts';
import { refreshLists } from '../../../mock-platform/src/identity/revocation/refresh-regularly.ts';
import { LoginVerdict } from '../../../mock-platform/src/protocol/identity.ts';
import { metricsOf } from '../../../mock-platform/src/server/metrics.ts';
import { seenCard } from '../../../mock-platform/src/server/seen-cards.ts';
import {
  onLoginRechecked,
  type RecheckedLogin,
} from '../../../mock-platform/src/server/unconfirmed-logins.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';
import { loginWith } from './tap.ts';

/** Stands before the certification service, and goes down with it when the test says so. */
let gate: Server;
let up = true;
let scene: Scene;
let box: TestBox;
let card: IssuedCard;
let person: string;
let told: RecheckedLogin[] = [];

async function openGate(): Promise<string> {
  gate = createServer(async (request, response) => {
    if (!up) return void request.socket.destroy();
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    const { method = 'GET', headers } = request;
    const answer = await fetch(scene.platform.url + request.url, {
      method,
      headers: {
        'content-type': headers['content-type'] ?? 'application/json',
        authorization: headers.authorization ?? '',
      },
      ...(method === 'POST' ? { body: Buffer.concat(body) } : {}),
    });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((listening) => gate.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(gate.address() as AddressInfo).port}/certification`;
}

beforeAll(async () => {
  scene = await Scene.open({ profile: 'statute', certificationUrl: await openGate() });
  [box, card] = await Promise.all([scene.box('hana'), scene.issueQuickly()]);
  person = await scene.enrol(card, 'hana');
  onLoginRechecked(scene.platform.context, 'alerts', async (login) => void told.push(login));
}, 60_000);
beforeEach(() => {
  up = false;
  told = [];
});
afterAll(async () => {
  await scene?.close();
  gate.closeAllConnections();
  gate.close();
});

const waiting = () =>
  scene.own
    .selectFrom('identity.unconfirmed_login')
    .select(['service', 'outcome'])
    .where('outcome', 'is', null)
    .execute();

describe('While nobody can say whether a card was revoked', () => {
  it.each(['health', 'booking', 'notices'])('%s stays closed, and the record says why', async (service) => {
    const { status, body } = await loginWith(box, card, 'authentication-key', { service });
    expect([status, body.code]).toEqual([503, 'revocation.unavailable']);
    expect(await scene.lastAudit()).toMatchObject({ allowed: false, notRevoked: false });
    expect(await waiting()).toEqual([]);
  });

  it('a login for an answer to an order is taken as unconfirmed: it opens safety services alone, says so, and waits', async () => {
    const { status, body } = await box.login(card, { service: 'alerts' });
    expect([status, LoginVerdict.parse(body)]).toMatchObject([
      200,
      { tier: 't1', unconfirmed: true, services: ['town', 'alerts'] },
    ]);
    expect(await scene.lastAudit()).toMatchObject({ allowed: true, code: 'unconfirmed', notRevoked: false });
    expect(await waiting()).toEqual([{ service: 'alerts', outcome: null }]);
    const token = await box.exchange(body.result, 'alerts');
    const claims = JSON.parse(Buffer.from(token.body.access_token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ tier: 't1', unconfirmed: true });
    expect((await box.exchange(body.result, 'health')).body.error).toBe('invalid_target');
  });

  it('is asked about again, in vain as long as nobody answers, and then told to who asked for the login', async () => {
    expect(await recheckNow(scene.platform.context)).toBe(0);
    up = true;
    scene.offsetMs += 61_000;
    expect(await recheckNow(scene.platform.context)).toBe(1);
    const subject = scene.platform.context.pairwise('town', person);
    expect(told.map(({ outcome, box: at, subjectIn }) => [outcome, at, subjectIn('town')])).toEqual([
      ['confirmed', box.id, subject],
    ]);
    expect(await scene.lastAudit()).toMatchObject({ kind: 'login-rechecked', outcome: 'confirmed' });
    expect(await recheckNow(scene.platform.context)).toBe(0);
    expect(told).toHaveLength(1);
  });

  it('a card that had been revoked is found out afterwards', async () => {
    const lost = await scene.issueQuickly({ cardName: 'lost' });
    await scene.enrol(lost, 'hana');
    scene.certification.revoke(lost.authentication.serial, 'authentication', 'keyCompromise');
    expect((await box.login(lost, { service: 'town' })).body.unconfirmed).toBe(true);
    expect((await box.login(lost, { service: 'alerts' })).status).toBe(200);
    up = true;
    expect(await recheckNow(scene.platform.context)).toBe(2);
    expect(told.map(({ outcome }) => outcome)).toEqual(['revoked']);
    expect(await scene.lastAudit()).toMatchObject({ kind: 'login-rechecked', outcome: 'revoked' });
    expect((await box.login(lost, { service: 'alerts' })).body.code).toBe('certificate.revoked');
  });

  it('a PIN used then opens nothing later, and who tells nobody for a week stays unresolved', async () => {
    const first = await loginWith(box, card, 'authentication-key', { service: 'alerts' });
    expect(first.body).toMatchObject({ tier: 't2', unconfirmed: true });
    up = true;
    const renewed = await loginWith(box, card, 'surface-authentication', {
      tier: 't2',
      renews: first.challenge,
    });
    expect(renewed.body.code).toBe('login.tier-too-low');
    up = false;
    scene.offsetMs += 8 * 24 * 3_600_000;
    expect(await recheckNow(scene.platform.context)).toBe(1);
    expect(told.map(({ outcome }) => outcome)).toEqual(['unresolved']);
  });
});

it('lists are looked after in the background: those of everybody here, and what failed is counted', async () => {
  const { context } = scene.platform;
  const anchors = readAnchors(context.configuration.dataDirectory, true);
  const lists = createListSource(context.configuration.certificationUrl, fetchOverHttp, context.clock);
  const refresh = () => refreshLists(context, lists, () => anchors);
  const failed = await refresh();
  expect(failed).toEqual({ current: 0, failed: failed.failed });
  up = true;
  const { current } = await refresh();
  expect(current).toBe(failed.failed);
  expect(lists.inHand.count).toBe(current);
  await lists.close();
  const figures = await metricsOf(context).registry.metrics();
  expect(figures).toContain(`chanoma_revocation_list_refreshes_total{result="failed"} ${current}`);
  expect(figures).toContain(`chanoma_revocation_list_refreshes_total{result="current"} ${current}`);
});

it('the table of the profile in force is public', async () => {
  const response = await fetch(`${scene.platform.url}/identity/policy`);
  await expect(response.json()).resolves.toMatchObject({
    profile: 'statute',
    services: { health: 't2', booking: 't1', alerts: 't0' },
    outage: {
      health: 'refuse',
      booking: 'refuse',
      notices: 'refuse',
      alerts: 'unconfirmed',
      town: 'unconfirmed',
    },
  });
});

it('a card seen at a shelter names its holder unconfirmed, and what came of it is told', async () => {
  const { context } = scene.platform;
  const seen: RecheckedLogin[] = [];
  onLoginRechecked(context, 'town', async (login) => void seen.push(login));
  const certificate = Buffer.from(card.file.authentication!.certificate, 'base64').toString('base64url');
  const asked = { certificate, box: box.id };
  const subject = context.pairwise('town', person);
  const found = await seenCard(context, asked);
  expect(found.found && [found.unconfirmed, found.subjectIn('town')]).toEqual([true, subject]);
  up = true;
  scene.offsetMs += 61_000;
  await recheckNow(context);
  expect(seen.map(({ outcome, subjectIn }) => [outcome, subjectIn('town')])).toContainEqual([
    'confirmed',
    subject,
  ]);
  const again = await seenCard(context, asked);
  expect(again.found && again.unconfirmed).toBe(false);
  const stranger = await scene.issueQuickly({ cardName: 'stranger' });
  const other = Buffer.from(stranger.file.authentication!.certificate, 'base64').toString('base64url');
  expect(await seenCard(context, { certificate: other, box: box.id })).toEqual({
    found: false,
    why: 'unknown',
  });
  expect(await seenCard(context, { certificate: 'AAAA', box: box.id })).toEqual({
    found: false,
    why: 'not-good',
  });
});
