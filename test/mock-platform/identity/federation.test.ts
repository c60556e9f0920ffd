import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, generateKeyPair, jwtVerify } from 'jose';
import { sql } from 'kysely';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import type { OpenInstallation } from '../../../mock-platform/src/identity/command/installation.ts';
import { runFederationTimers } from '../../../mock-platform/src/identity/index.ts';
import { relyingParties } from '../../../mock-platform/src/identity/relying-parties/command.ts';
import { purgeLongLived, purgeShortLived } from '../../../mock-platform/src/identity/retention/purge.ts';
import { usageRecords } from '../../../mock-platform/src/identity/usage/command.ts';
import { UsageCounter } from '../../../mock-platform/src/identity/usage/counter.ts';
import type { TestBox } from './box.ts';
import { type Page, Phone } from './phone.ts';
import { SampleRelyingParty } from './sample-relying-party.ts';
import { Scene } from './scene.ts';
import { Staff } from './staff.ts';
import { loginWith } from './tap.ts';
import { Television } from './television.ts';

const facts = {
  name: '若葉 はな',
  address: 'ひより町山手一丁目',
  birthDate: '1944-05-03',
  gender: '2',
} as const;

let scene: Scene;
let box: TestBox;
let hana: IssuedCard;
let isamu: IssuedCard;
let hanaPerson: string;
let clinic: SampleRelyingParty;
let phone: Phone;
let television: Television;
const opened: SampleRelyingParty[] = [];

const open = async (change: Parameters<typeof SampleRelyingParty.open>[1] = {}) => {
  const party = await SampleRelyingParty.open(scene, change);
  opened.push(party);
  return party;
};

beforeAll(async () => {
  scene = await Scene.open();
  [box, hana, isamu] = await Promise.all([
    scene.box('hana'),
    scene.issue({ generation: 'next' }),
    scene.issue({ cardName: 'isamu', generation: 'next' }),
  ]);
  television = new Television(box);
  hanaPerson = await scene.enrol(hana, 'hana', { facts });
  await scene.enrol(isamu, 'hana', { facts: { ...facts, name: '若葉 いさむ' } });
  clinic = await open();
  phone = new Phone(scene.platform.url);
}, 60_000);
afterAll(async () => {
  await Promise.all(opened.map((party) => party.close()));
  await scene?.close();
});

const reachTelevision = (page: Page) => television.reach(page, phone);
const logIn = (party = clinic, card = hana, on = phone) => television.logIn(party, card, { phone: on });
describe('A login at a service provider', () => {
  it('goes from its page to the television of the person and back, bound to the provider’s key', async () => {
    const { url, checks } = await clinic.login();
    const asked = await phone.open(url);
    expect(asked.html).toContain('８けたの ばんごう');
    expect(asked.html).not.toMatch(/<script|https?:\/\//);
    const wrong = await phone.submit(asked, { television: '0000 0000' });
    expect(wrong.html).toContain('この ばんごうの テレビが ありません');

    const { waiting, request } = await reachTelevision(wrong);
    expect(request).toMatchObject({ relyingParty: clinic.id, name: 'ひよりクリニック', tier: 't1' });
    expect(request.sentence).toBe(
      '「ひよりクリニック」に ログインします。\nなまえと じゅうしょを つたえます。\nカードや じゅうしょが かわると しらせます。\nいつでも やめられます。',
    );
    expect(waiting.html).toContain(`<p class="number">${request.number}</p>`);
    expect(waiting.html).toContain('http-equiv="refresh"');
    expect((await television.approve(request, hana)).status).toBe(204);

    const back = await phone.open(waiting.url);
    expect(back.url.href).toContain(clinic.contract.redirectUris[0]);
    const DPoP = client.getDPoPHandle(clinic.config, await generateKeyPair('ES256'));
    const tokens = await client.authorizationCodeGrant(clinic.config, back.url, checks, undefined, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    expect(tokens.refresh_token).toBeUndefined();
    const claims = tokens.claims()!;
    expect(claims).toMatchObject({ acr: 'urn:chanoma:tier:t1', amr: ['sc'] });
    expect(claims.sid).toBeTypeOf('string');
    const info = await client.fetchUserInfo(clinic.config, tokens.access_token, claims.sub, { DPoP });
    expect(info).toEqual({
      sub: claims.sub,
      name: facts.name,
      address: { formatted: facts.address },
    });
  });

  it('knows the person by one name within a sector and by another outside it', async () => {
    const [sister, stranger] = await Promise.all([open(), open({ sector: 'shop.example' })]);
    const [here, there, elsewhere] = [await logIn(), await logIn(sister), await logIn(stranger)];
    expect(there.claims.sub).toBe(here.claims.sub);
    expect(elsewhere.claims.sub).not.toBe(here.claims.sub);
    expect(here.claims.sub).not.toBe(hanaPerson);
    const own = ['town', 'health', 'clinic.example'].map((name) =>
      scene.platform.context.pairwise(name, hanaPerson),
    );
    expect(own).not.toContain(here.claims.sub);
  });

  it('asks for the PIN where the contract or the request does', async () => {
    const bank = await open({ tier: 't2' });
    const { url, checks } = await bank.login();
    const { waiting, request } = await reachTelevision(await phone.open(url));
    expect(request.tier).toBe('t2');
    expect(await television.approve(request, hana)).toMatchObject({
      status: 403,
      body: { code: 'login.tier-too-low' },
    });
    expect((await television.approve(request, hana, true, 'authentication-key')).status).toBe(204);
    const back = await phone.open(waiting.url);
    const tokens = await client.authorizationCodeGrant(bank.config, back.url, checks);
    expect(tokens.claims()).toMatchObject({ acr: 'urn:chanoma:tier:t2', amr: ['sc', 'pin', 'mfa'] });

    const stronger = await clinic.login({ acr_values: 'urn:chanoma:tier:t3 urn:chanoma:tier:t2 urn:other' });
    const second = await reachTelevision(await phone.open(stronger.url));
    expect(second.request.tier).toBe('t2');
    await television.deny(second.request);
  });

  it('is taken back to the provider when the person says no, at either screen', async () => {
    const atTelevision = await clinic.login();
    const { waiting, request } = await reachTelevision(await phone.open(atTelevision.url));
    expect((await television.deny(request)).status).toBe(204);
    expect((await phone.open(waiting.url)).url.searchParams.get('error')).toBe('access_denied');
    const { url } = await clinic.login();
    const given = await phone.submit(await phone.open(url), { cancel: 'yes' });
    expect(given.url.searchParams.get('error')).toBe('access_denied');
    expect(await television.waiting()).toEqual([]);
  });

  it('needs the consent once, and again for more', async () => {
    const shop = await open({ sector: 'shop.example' });
    const { url } = await shop.login({ scope: 'openid name' });
    const { request } = await reachTelevision(await phone.open(url));
    expect(await television.approve(request, hana, false)).toMatchObject({
      status: 403,
      body: { code: 'federation.consent-missing' },
    });
    expect((await television.approve(request, hana)).status).toBe(204);
    for (const [scope, status] of [
      ['openid', 204],
      ['openid name', 204],
      ['openid address', 403],
    ] as const) {
      const again = await reachTelevision(await phone.open((await shop.login({ scope })).url));
      expect((await television.approve(again.request, hana, false)).status).toBe(status);
      await television.deny(again.request);
    }
  });

  it('is approved only at the television that was named, with a fresh login there, once', async () => {
    const other = await scene.box('hana');
    const { url } = await clinic.login();
    const { request } = await reachTelevision(await phone.open(url));
    expect(await new Television(other).waiting()).toEqual([]);
    const elsewhere = await new Television(other).lay(hana);
    const path = `/identity/requests/${request.id}`;
    expect(await other.post(`${path}/approve`, { result: elsewhere, consent: true })).toMatchObject({
      status: 404,
    });
    expect(await box.post(`${path}/approve`, { result: elsewhere, consent: true })).toMatchObject({
      status: 403,
      body: { code: 'federation.result' },
    });
    const result = await television.lay(hana);
    const tries = await Promise.all(
      [1, 2, 3].map(() => box.post(`${path}/approve`, { result, consent: true })),
    );
    const [first, ...others] = tries.map(({ status }) => status).sort();
    expect(first).toBe(204);
    // Too late either because the login result is used or because the request is settled.
    for (const status of others) expect([403, 404]).toContain(status);
    expect(await box.post(`${path}/deny`, {})).toMatchObject({ status: 404 });
  });

  it('goes only to televisions of the operator whose contract it is', async () => {
    const asked = await phone.open((await clinic.login()).url);
    const elsewhere = new Television(await scene.box('sachiko'));
    const page = await phone.submit(asked, { television: await elsewhere.showNumber() });
    expect(page.html).toContain('この テレビでは つかえません。');
    expect(await elsewhere.waiting()).toEqual([]);
  });

  it('ends with the person’s place in the household', async () => {
    const leaving = await scene.issue({ cardName: 'leaving', generation: 'next' });
    const person = await scene.enrol(leaving, 'hana', { facts });
    const { tokens, claims } = await logIn(clinic, leaving, new Phone(scene.platform.url));
    const staff = await Staff.of(scene.platform, 'hiyori-cable');
    const subject = scene.platform.context.pairwise('operator/hiyori-cable', person);
    const path = `/identity/staff/households/hana/members/${subject}`;
    expect((await staff.get(`${path}/record`)).body.visits).toMatchObject([
      { relyingParty: clinic.id, to: null },
    ]);
    expect((await staff.post(`${path}/end`, { reason: 'moved-out' })).status).toBe(204);
    await expect(client.fetchUserInfo(clinic.config, tokens.access_token, claims.sub)).rejects.toThrow();
  });

  it('gives up after five wrong numbers of a television', async () => {
    let page = await phone.open((await clinic.login()).url);
    for (let wrong = 0; wrong < 5; wrong += 1)
      page = await phone.submit(page, { television: `1111111${wrong}` });
    expect(page.url.searchParams.get('error')).toBe('access_denied');
  });

  it('never mixes up two persons at one phone', async () => {
    const shared = new Phone(scene.platform.url);
    const first = await logIn(clinic, hana, shared);
    const second = await logIn(clinic, isamu, shared);
    expect(second.claims.sub).not.toBe(first.claims.sub);
    const info = await client.fetchUserInfo(clinic.config, second.tokens.access_token, second.claims.sub);
    expect(info.name).toBe('若葉 いさむ');
  });
});

describe('A device without browser', () => {
  it('shows a number and a QR address; the phone and the television do the rest', async () => {
    const started = await client.initiateDeviceAuthorization(clinic.config, { scope: 'openid name' });
    expect(started.user_code).toMatch(/^\d{4}-\d{4}$/);
    const sent = await phone.open(started.verification_uri_complete!);
    expect(sent.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-/);
    const confirm = await phone.submit(sent);
    expect(confirm.html).toContain(`<p class="number">${started.user_code}</p>`);
    const { waiting, request } = await reachTelevision(await phone.submit(confirm, { confirm: 'yes' }));
    expect((await television.approve(request, hana)).status).toBe(204);
    expect((await phone.open(waiting.url)).html).toContain('できました');
    const tokens = await client.pollDeviceAuthorizationGrant(clinic.config, { ...started, interval: 0.01 });
    expect(tokens.claims()).toMatchObject({ acr: 'urn:chanoma:tier:t1' });
    const info = await client.fetchUserInfo(clinic.config, tokens.access_token, tokens.claims()!.sub);
    expect(info).toEqual({ sub: tokens.claims()!.sub, name: facts.name });
  });

  it('hears that the person said no, and a number counts once', async () => {
    const started = await client.initiateDeviceAuthorization(clinic.config, { scope: 'openid' });
    const form = await phone.open('/oidc/device');
    expect(form.html).toContain('きかいに でている ばんごう');
    const confirm = await phone.submit(form, { user_code: started.user_code.replace('-', '') });
    const stopped = await phone.submit(confirm, { abort: 'yes' });
    expect(stopped.html).toContain('やめました');
    const again = await phone.submit(await phone.open('/oidc/device'), { user_code: started.user_code });
    expect(again.html).toContain('この ばんごうは つかえません');
    const polled = client.pollDeviceAuthorizationGrant(clinic.config, { ...started, interval: 0.01 });
    await expect(polled).rejects.toMatchObject({ error: 'access_denied' });
  });
});

describe('A device’s number', () => {
  it('that nobody typed in time is said to have expired', async () => {
    const started = await client.initiateDeviceAuthorization(clinic.config, { scope: 'openid' });
    await sql`update identity.provider_record set payload = jsonb_set(payload, '{exp}', '1') where kind = 'DeviceCode'`.execute(
      scene.tables,
    );
    const late = await phone.submit(await phone.open('/oidc/device'), { user_code: started.user_code });
    expect(late.html).toContain('この ばんごうは つかえません');
    const polled = client.pollDeviceAuthorizationGrant(clinic.config, { ...started, interval: 0.01 });
    await expect(polled).rejects.toMatchObject({ error: 'expired_token' });
  });
});

describe('A service provider', () => {
  const refusedAt = async (party: SampleRelyingParty, change: Record<string, string>) => {
    const { url } = await party.login(change);
    const page = await phone.open(url);
    return { page, error: page.url.searchParams.get('error') };
  };

  it('gets nothing at another address, beyond its scopes or without PKCE', async () => {
    const narrow = await open({ scopes: ['openid', 'name'] });
    const away = await refusedAt(narrow, { redirect_uri: 'https://evil.example/callback' });
    expect(away.page.status).toBe(400);
    expect(away.page.html).toContain('invalid_redirect_uri');
    expect((await refusedAt(narrow, { scope: 'openid address' })).error).toBe('invalid_scope');
    const bare = client.buildAuthorizationUrl(narrow.config, {
      redirect_uri: narrow.contract.redirectUris[0]!,
      scope: 'openid',
    });
    expect((await phone.open(bare)).url.searchParams.get('error')).toBe('invalid_request');
    expect((await refusedAt(narrow, { scope: 'openid', prompt: 'none' })).error).toBe('login_required');
  });

  it('never gets tokens for the platform’s own services', async () => {
    for (const resource of ['urn:chanoma:health', 'urn:chanoma:identity']) {
      await expect(client.clientCredentialsGrant(clinic.config, { resource })).rejects.toMatchObject({
        error: 'invalid_target',
      });
      expect((await refusedAt(clinic, { resource })).error).toBe('invalid_target');
    }
  });

  it.each([
    ['has ended', { to: '2021-01-01' }, 'contract.ended'],
    ['has not begun', { from: '2999-01-01' }, 'contract.not-begun'],
  ])('whose contract %s is refused with that reason', async (_what, dates, code) => {
    const party = await open(dates);
    const { page } = await refusedAt(party, {});
    expect(page.status).toBe(400);
    expect(page.html).toContain(`unauthorized_client: ${code}`);
    await expect(party.signalsToken()).rejects.toMatchObject({
      error: 'unauthorized_client',
      error_description: expect.stringContaining(code),
    });
  });

  it('is ended by staff of its operator alone, and its logins with it', async () => {
    const party = await open();
    const { tokens, claims } = await logIn(party);
    const [own, foreign] = await Promise.all([
      Staff.of(scene.platform, 'hiyori-cable'),
      Staff.of(scene.platform, 'miharashi-tv'),
    ]);
    const path = `/identity/staff/relying-parties/${party.id}`;
    expect(await foreign.post(`${path}/end`)).toMatchObject({
      status: 404,
      body: { code: 'contract.unknown' },
    });
    expect(await foreign.post('/identity/staff/relying-parties', party.contract)).toMatchObject({
      status: 409,
      body: { code: 'contract.id-used' },
    });
    expect((await foreign.get('/identity/staff/relying-parties')).body.relyingParties).toEqual([]);
    expect((await own.post(`${path}/end`)).status).toBe(204);
    const { body } = await own.get('/identity/staff/relying-parties');
    expect(body.relyingParties.find(({ id }: { id: string }) => id === party.id).state).toBe('ended');
    await expect(client.fetchUserInfo(party.config, tokens.access_token, claims.sub)).rejects.toThrow();
  });

  it('writes its contract in full: a bad one names the field', async () => {
    const staff = await Staff.of(scene.platform, 'hiyori-cable');
    const bad = { ...clinic.contract, redirectUris: ['http://clinic.example/callback'], tier: 't0' };
    const { status, body } = await staff.post('/identity/staff/relying-parties', bad);
    expect(status).toBe(400);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      '/redirectUris/0',
      '/tier',
    ]);
  });
});

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
