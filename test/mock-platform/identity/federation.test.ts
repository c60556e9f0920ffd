import { generateKeyPair } from 'jose';
import { sql } from 'kysely';
import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import {
  box,
  clinic,
  facts,
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
import { Phone } from './phone.ts';
import type { SampleRelyingParty } from './sample-relying-party.ts';
import { Staff } from './staff.ts';
import { Television } from './television.ts';

useFederation();

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
