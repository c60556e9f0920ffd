import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open({ profile: 'statute', certificationUrl: 'http://127.0.0.1:9' });
}, 60_000);
afterAll(() => scene?.close());

it('nobody can log in while the certification service is unreachable, and the record says why', async () => {
  const box = await scene.box('hana');
  const card = await scene.issue();
  await scene.enrol(card, 'hana');
  for (const service of ['booking', 'alerts'] as const) {
    const { status, body } = await box.login(card, { service });
    expect([status, body.code]).toEqual([503, 'revocation.unavailable']);
    expect(await scene.lastAudit()).toMatchObject({ allowed: false, notRevoked: false });
  }
});

it('the table of the profile in force is public', async () => {
  const response = await fetch(`${scene.platform.url}/identity/policy`);
  await expect(response.json()).resolves.toMatchObject({
    profile: 'statute',
    services: { health: 't2', booking: 't1', alerts: 't0' },
    outage: { health: 'refuse', booking: 'refuse', alerts: 'goes-on' },
  });
});
