import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import { runFederationTimers } from '../../../mock-platform/src/identity/index.ts';
import { relyingParties } from '../../../mock-platform/src/identity/relying-parties/command.ts';
import { purgeLongLived, purgeShortLived } from '../../../mock-platform/src/identity/retention/purge.ts';
import { usageRecords } from '../../../mock-platform/src/identity/usage/command.ts';
import { UsageCounter } from '../../../mock-platform/src/identity/usage/counter.ts';
import type { OpenInstallation } from '../../../mock-platform/src/server/command/installation.ts';
import {
  box,
  clinic,
  hana,
  hanaPerson,
  isamu,
  logIn,
  open,
  phone,
  reachTelevision,
  scene,
  television,
  useFederation,
} from './federation-scene.ts';
import type { SampleRelyingParty } from './sample-relying-party.ts';
import { Staff } from './staff.ts';
import { loginWith } from './tap.ts';

useFederation();

describe('When the card is taken', () => {
  const logoutsOf = (party: SampleRelyingParty) => party.received.filter(({ path }) => path === '/logout');

  it('tokens end at once and the provider is told by a logout token that verifies', async () => {
    const party = await open();
    const { tokens, claims } = await logIn(party);
    await client.fetchUserInfo(party.config, tokens.access_token, claims.sub);
    const resident = scene.platform.context.pairwise('town', hanaPerson);
    expect(await television.cardTaken(scene.platform.context.pairwise('town', 'somebody'))).toBe(0);
    expect(await television.cardTaken(resident)).toBeGreaterThan(0);
    await expect(client.fetchUserInfo(party.config, tokens.access_token, claims.sub)).rejects.toThrow();

    await expect.poll(() => logoutsOf(party).length, { timeout: 10_000 }).toBe(1);
    const token = new URLSearchParams(logoutsOf(party)[0]!.body).get('logout_token')!;
    const { issuer, jwks_uri } = party.config.serverMetadata();
    const keys = createRemoteJWKSet(new URL(jwks_uri!));
    const { payload } = await jwtVerify(token, keys, { issuer, audience: party.id, typ: 'logout+jwt' });
    expect(payload).toMatchObject({
      sub: claims.sub,
      sid: claims.sid,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(payload.nonce).toBeUndefined();
    expect(await television.cardTaken(resident)).toBe(0);
  });

  it('before the phone has gone on, nobody is logged in', async () => {
    const { url } = await clinic.login();
    const { waiting, request } = await reachTelevision(await phone.open(url));
    await television.approve(request, hana);
    await television.cardTaken();
    expect((await phone.open(waiting.url)).url.searchParams.get('error')).toBe('access_denied');
  });

  it('between code and token, the code is worth nothing', async () => {
    const { url, checks } = await clinic.login();
    const { waiting, request } = await reachTelevision(await phone.open(url));
    await television.approve(request, hana);
    const back = await phone.open(waiting.url);
    await television.cardTaken();
    await expect(client.authorizationCodeGrant(clinic.config, back.url, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('a box that never says so is made up for after half an hour', async () => {
    const party = await open();
    await logIn(party);
    scene.offsetMs = 31 * 60_000;
    await runFederationTimers(scene.platform.context);
    scene.offsetMs = 0;
    expect(logoutsOf(party)).toHaveLength(1);
  });
});

describe('What a person has agreed to', () => {
  it('is listed in words, and taking it back ends the logins there', async () => {
    const party = await open({ name: 'ひより書店', sector: 'books.example' });
    const { tokens, claims } = await logIn(party);
    const result = await television.lay(hana);
    const listed = await box.post('/identity/consents', { result });
    expect(listed.body.consents[0]).toMatchObject({
      relyingParty: party.id,
      name: 'ひより書店',
      scopes: ['openid', 'name', 'address', 'changes'],
      sentence: expect.stringContaining('「ひより書店」に ログインします。'),
    });
    const own = await television.lay(isamu);
    const foreign = await box.post(`/identity/consents/${party.id}/revoke`, { result: own });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'federation.consent-unknown' } });
    expect((await box.post(`/identity/consents/${party.id}/revoke`, { result })).status).toBe(204);
    await expect(client.fetchUserInfo(party.config, tokens.access_token, claims.sub)).rejects.toThrow();
    const after = await box.post('/identity/consents', { result });
    expect(after.body.consents.map(({ name }: { name: string }) => name)).not.toContain('ひより書店');
    expect(await scene.lastAudit()).toMatchObject({ kind: expect.stringMatching(/consent.revoked|login/) });
  });
});

describe('After its time', () => {
  it('nothing of a login elsewhere is left', async () => {
    const { context } = scene.platform;
    await logIn();
    await television.showNumber();
    await television.cardTaken();
    await runFederationTimers(context);
    scene.offsetMs = 91 * 86_400_000;
    await purgeShortLived(context);
    await purgeLongLived(context);
    scene.offsetMs = 0;
    for (const table of [
      'identity.provider_record',
      'identity.television_code',
      'identity.federation_request',
      'identity.federation_visit',
      'identity.delivery',
    ] as const) {
      expect(await scene.tables.selectFrom(table).selectAll().execute()).toEqual([]);
    }
  });
});

describe('Usage records', () => {
  const own = () => Staff.of(scene.platform, 'hiyori-cable');
  const month = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 7);
  const lines = (csv: string) =>
    new Map(
      csv
        .trim()
        .split('\r\n')
        .map((line) => line.split(/,(?=\d+$)/) as [string, string]),
    );

  it('count logins and questions to the certification service per operator, service and month', async () => {
    const staff = await own();
    const before = lines((await staff.get('/identity/staff/usage.csv')).body);
    await loginWith(box, hana, 'surface-authentication');
    await loginWith(box, hana, 'surface-authentication');
    await loginWith(box, hana, 'surface-authentication', { tier: 't2' });
    const { url } = await clinic.login();
    await television.approve((await reachTelevision(await phone.open(url))).request, hana);
    const elsewhere = await scene.box('sachiko');
    await loginWith(elsewhere, hana, 'surface-authentication');
    const { body } = await staff.get('/identity/staff/usage.csv');
    const after = lines(body);
    const grown = [...after].map(([key, count]) => [key, Number(count) - Number(before.get(key) ?? 0)]);
    const of = (service: string, kind: string) => `${month()},hiyori-cable,${service},${kind}`;
    expect(body.split('\r\n')[0]).toBe('month,operator,service,kind,count');
    expect(Object.fromEntries(grown)).toMatchObject({
      [of('health', 'logins-allowed')]: 2,
      [of('health', 'logins-refused')]: 1,
      // Three logins, each with both certificates.
      [of('health', 'ocsp-queries')]: 6,
      [of('identity', 'logins-allowed')]: 1,
      [of(clinic.id, 'logins-elsewhere')]: 1,
    });
    expect(body).not.toContain('miharashi-tv');
    const foreign = await Staff.of(scene.platform, 'miharashi-tv');
    expect((await foreign.get('/identity/staff/usage.csv')).body).toContain(
      `${month()},miharashi-tv,health,logins-refused,1`,
    );
    expect((await staff.get('/identity/staff/usage.csv?from=2020-01&to=2020-12')).body.trim()).toBe(
      'month,operator,service,kind,count',
    );
  });

  it('are kept when the database fails for a while', async () => {
    let broken = true;
    const { context } = scene.platform;
    const counter = new UsageCounter({
      clock: context.clock,
      tables: <T>() => {
        if (broken) throw new Error('gone');
        return context.tables<T>();
      },
    });
    counter.count('hiyori-cable', 'outage', 'logins-allowed');
    await expect(counter.flush()).rejects.toThrow('gone');
    broken = false;
    counter.count('hiyori-cable', 'outage', 'logins-allowed');
    await Promise.all([counter.flush(), counter.flush()]);
    const { body } = await (await own()).get('/identity/staff/usage.csv');
    expect(body).toContain('outage,logins-allowed,2');
  });

  it('are printed by a command, and contracts are edited by another', async () => {
    const open: OpenInstallation = (_data, work) => work(scene.platform.context);
    const csv = await usageRecords(['--operator', 'hiyori-cable', '--from', month()], open);
    expect(csv).toBe((await (await own()).get('/identity/staff/usage.csv')).body);
    await expect(usageRecords(['--from', 'May'], open)).rejects.toThrow('--from: "May" is no month.');

    const folder = mkdtempSync(join(tmpdir(), 'chanoma-contract-'));
    const file = join(folder, 'contract.json');
    const printed: string[] = [];
    const run = (...args: string[]) => relyingParties(args, open, (line) => printed.push(line));
    writeFileSync(file, JSON.stringify({ ...clinic.contract, id: 'by-command', tier: 't2' }));
    await expect(run('add', file)).rejects.toThrow('--operator');
    await run('add', file, '--operator', 'miharashi-tv');
    await run('end', 'by-command');
    await run('list', '--operator', 'miharashi-tv');
    expect(printed).toEqual([expect.stringMatching(/^by-command\tmiharashi-tv\t.*\tended\tt2\t/)]);
    await expect(run('end', 'by-command')).rejects.toMatchObject({ code: 'contract.unknown' });
    writeFileSync(file, JSON.stringify({ ...clinic.contract, scopes: ['everything'] }));
    await expect(run('add', file, '--operator', 'miharashi-tv')).rejects.toMatchObject({
      errors: [{ path: '/scopes/0' }],
    });
    rmSync(folder, { recursive: true });
  });
});
