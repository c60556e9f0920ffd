import { sql } from 'kysely';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { runFederationTimers } from '../../../mock-platform/src/identity/index.ts';
import type { TestBox } from './box.ts';
import { Phone } from './phone.ts';
import { SampleRelyingParty } from './sample-relying-party.ts';
import { Scene } from './scene.ts';
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
let clinic: SampleRelyingParty;
let television: Television;

beforeAll(async () => {
  scene = await Scene.open();
  [box, hana] = await Promise.all([scene.box('hana'), scene.issue({ generation: 'next' })]);
  television = new Television(box);
  await scene.enrol(hana, 'hana', { facts });
  clinic = await SampleRelyingParty.open(scene);
}, 60_000);
afterAll(async () => {
  await clinic?.close();
  await scene?.close();
});

const claim = (number: string, at = box) => at.post('/identity/requests/claims', { number });
const startDevice = async () => {
  const started = await client.initiateDeviceAuthorization(clinic.config, { scope: 'openid name' });
  return { ...started, number: started.user_code.replace('-', '') };
};
const poll = (started: Awaited<ReturnType<typeof startDevice>>) =>
  client.pollDeviceAuthorizationGrant(clinic.config, { ...started, interval: 0.01 });

describe('A number typed at the television', () => {
  it('brings a device’s login there, and the card’s end takes it back', async () => {
    const started = await startDevice();
    const { status, body: request } = await claim(started.number);
    expect(status).toBe(201);
    expect(request).toMatchObject({ relyingParty: clinic.id, name: 'ひよりクリニック', tier: 't1' });
    expect(await television.waiting()).toEqual([request]);
    expect((await television.approve(request, hana)).status).toBe(204);
    const tokens = await poll(started);
    const claims = tokens.claims()!;
    expect(claims).toMatchObject({ acr: 'urn:chanoma:tier:t1', amr: ['sc'], sid: expect.any(String) });
    const info = () => client.fetchUserInfo(clinic.config, tokens.access_token, claims.sub);
    expect(await info()).toEqual({ sub: claims.sub, name: facts.name });

    expect(await television.cardTaken()).toBe(1);
    await expect(info()).rejects.toThrow();
    await runFederationTimers(scene.platform.context);
    const logout = clinic.received.find(({ path }) => path === '/logout');
    const [, payload = ''] = new URLSearchParams(logout?.body).get('logout_token')?.split('.') ?? [];
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      sid: claims.sid,
      sub: claims.sub,
    });
  });

  it('brings the login of a browser’s page there; the page goes on by itself', async () => {
    const phone = new Phone(scene.platform.url);
    const { url, checks } = await clinic.login();
    const page = await phone.open(url);
    const number = /<p class="number">(\d{4}) (\d{4})</.exec(page.html)!.slice(1).join('');
    expect(page.html).toContain('http-equiv="refresh"');
    expect((await phone.open(page.url)).html).toContain(`${number.slice(0, 4)} ${number.slice(4)}`);
    const { body: request } = await claim(number);
    expect((await phone.open(page.url)).html).toContain(`<p class="number">${request.number}</p>`);
    expect((await television.approve(request, hana)).status).toBe(204);
    const back = await phone.open(page.url);
    const tokens = await client.authorizationCodeGrant(clinic.config, back.url, checks);
    expect(tokens.claims()).toMatchObject({ acr: 'urn:chanoma:tier:t1' });
  });

  it('tells the device that the person said no', async () => {
    const started = await startDevice();
    const { body: request } = await claim(started.number);
    expect((await television.deny(request)).status).toBe(204);
    await expect(poll(started)).rejects.toMatchObject({ error: 'access_denied' });
  });

  it('counts once, at one television of the contract’s operator', async () => {
    const started = await startDevice();
    const elsewhere = await claim(started.number, await scene.box('sachiko'));
    expect(elsewhere).toMatchObject({ status: 403, body: { code: 'federation.elsewhere' } });
    const neighbour = await scene.box('hana');
    const both = await Promise.all([claim(started.number), claim(started.number, neighbour)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 404]);
    const phone = new Phone(scene.platform.url);
    const typed = await phone.submit(await phone.open('/oidc/device'), { user_code: started.user_code });
    expect(typed.html).toContain('この ばんごうは つかえません');
  });

  it('is refused when nobody shows it, when it is too old, and after ten wrong ones', async () => {
    const guesser = await scene.box('hana');
    const started = await startDevice();
    await sql`update identity.provider_record set payload = jsonb_set(payload, '{exp}', '1')
      where kind = 'DeviceCode' and user_code = ${started.number}`.execute(scene.tables);
    expect(await claim(started.number, guesser)).toMatchObject({
      status: 410,
      body: { code: 'federation.number-expired' },
    });
    expect(await claim('1234', guesser)).toMatchObject({ status: 400 });
    for (let wrong = 0; wrong < 9; wrong += 1)
      expect(await claim(`9999999${wrong}`, guesser)).toMatchObject({
        status: 404,
        body: { code: 'federation.number-unknown' },
      });
    expect(await claim((await startDevice()).number, guesser)).toMatchObject({
      status: 429,
      body: { code: 'federation.too-many-numbers' },
    });
  });
});
