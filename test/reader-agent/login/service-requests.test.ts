import { createHash, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FederationRequest } from '../../../mock-platform/src/protocol/federation.ts';
import { testCard } from '../../mock-platform/card/fixture.ts';
import { TestBox, until } from '../box.ts';
import { hana } from '../fake-platform.ts';

let box: TestBox;

const request: FederationRequest = {
  id: '99999999-0000-4000-8000-000000000001',
  relyingParty: 'clinic',
  name: 'ひよりクリニック',
  number: '42',
  tier: 't1',
  scopes: ['openid', 'name'],
  sentence: '「ひよりクリニック」に ログインします。',
  expiresAt: new Date(Date.now() + 600_000).toISOString(),
};
const approval = `/identity/requests/${request.id}/approve`;
const answers = (path: string, value: unknown, status = 200) =>
  box.platform.services.set(path, { status, body: JSON.stringify(value) });
const sent = (path: string) => box.platform.requests.filter((one) => one.path === path);
const waits = (...requests: FederationRequest[]) => answers('/identity/requests', { requests });

beforeEach(async () => {
  box = await TestBox.start();
  const card = await testCard();
  const certificate = new X509Certificate(Buffer.from(card.authentication!.certificate, 'base64'));
  const issuer = new X509Certificate(Buffer.from(card.authentication!.issuer, 'base64'));
  const spki = issuer.publicKey.export({ type: 'spki', format: 'der' });
  await box.control('residents.enrol', {
    subject: hana,
    issuerKey: createHash('sha256').update(spki).digest('hex'),
    serial: certificate.serialNumber.toLowerCase(),
    birthDate: '190403',
  });
  waits(request);
  answers(approval, null, 204);
  answers('/identity/sessions/end', { ended: 1 });
});
afterEach(() => box.stop());

const arrived = async () => {
  const page = await box.open();
  box.platform.tell({ type: 'requests-changed' });
  await until(() => page.of('requests.changed').length > 0);
  return page;
};

describe('A login at a service provider', () => {
  it('is told to the page when the platform says that something waits, and again when it is gone', async () => {
    const page = await arrived();
    expect(page.of('requests.changed')).toEqual([{ requests: [request] }]);
    expect((await box.open()).state.requests).toEqual([request]);
    const next = await box.open();
    waits();
    box.platform.tell({ type: 'requests-changed' });
    await until(() => next.of('requests.changed').length > 0);
    expect(next.of('requests.changed')).toEqual([{ requests: [] }]);
  });

  it('is approved with the result of a fresh login, and whoever laid the card is signed in here', async () => {
    const page = await arrived();
    const { login } = await page.call('requests.approve', { request: request.id });
    box.reader.lay(await testCard());
    await until(() => page.phases().includes('done'));
    expect(page.of('login.changed').at(-1)).toMatchObject({
      login,
      service: 'identity',
      request: request.id,
    });
    expect(box.platform.statements[0]).toMatchObject({ service: 'identity', tier: 't1' });
    const told = JSON.parse(sent(approval)[0]!.body) as { result: string };
    expect(told).toEqual({ result: expect.any(String), consent: true });
    expect(page.of('session.changed').at(-1)).toMatchObject({ session: { callName: 'はな' } });
    expect(JSON.stringify([page.notifications, page.answers])).not.toContain(told.result);
    box.reader.take();
    await until(() => sent('/identity/sessions/end').length > 0);
  });

  it('asks for the PIN where the service provider does', async () => {
    waits({ ...request, tier: 't2' });
    const page = await arrived();
    box.reader.lay(await testCard());
    await page.call('requests.approve', { request: request.id });
    await until(() => page.phases().includes('waiting-for-pin'));
    expect(sent(approval)).toEqual([]);
  });

  it('ends at once when the card is taken while it is being approved', async () => {
    const page = await arrived();
    let goOn = (): void => {};
    await page.call('requests.approve', { request: request.id });
    box.platform.slowService = new Promise((resolve) => {
      goOn = resolve;
    });
    box.reader.lay(await testCard());
    await until(() => sent(approval).length > 0);
    box.reader.take();
    await until(() => page.phases().includes('waiting-for-card card.removed'));
    goOn();
    await until(() => sent('/identity/sessions/end').length > 0);
    expect(page.of('session.changed')).toEqual([]);
  });

  it('that is refused, settled or of another number says so with its code', async () => {
    const page = await arrived();
    answers(`/identity/requests/${request.id}/deny`, null, 204);
    await page.call('requests.deny', { request: request.id });
    expect(page.of('requests.changed').at(-1)).toEqual({ requests: [] });
    await expect(page.call('requests.approve', { request: request.id })).rejects.toThrow(
      'federation.request-unknown',
    );
    const type = 'application/problem+json';
    const problem = { type: 'about:blank', title: '', status: 410, code: 'federation.number-expired' };
    box.platform.services.set('/identity/requests/claims', {
      status: 410,
      type,
      body: JSON.stringify(problem),
    });
    await expect(page.call('requests.claim', { number: '12345678' })).rejects.toThrow(
      'federation.number-expired',
    );
    await expect(page.call('requests.claim', { number: '1234' })).rejects.toThrow('request.malformed');
  });
});

describe('What was agreed to', () => {
  const consent = {
    relyingParty: 'clinic',
    name: 'ひよりクリニック',
    scopes: ['openid'],
    sentence: '',
    from: '2026-11-02T10:00:00Z',
  };

  it('is asked for by a new proof of the card that lies there, and taken back so', async () => {
    const page = await box.open();
    await expect(page.call('consents.list', {})).rejects.toThrow('session.none');
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('done'));
    answers('/identity/consents', { consents: [consent] });
    expect(await page.call('consents.list', {})).toEqual({ consents: [consent] });
    answers('/identity/consents/clinic/revoke', null, 204);
    answers('/identity/consents', { consents: [] });
    expect(await page.call('consents.revoke', { relyingParty: 'clinic' })).toEqual({ consents: [] });
    expect(box.platform.statements.map(({ service }) => service)).toEqual([
      'health',
      'identity',
      'identity',
      'identity',
    ]);
  });
});
