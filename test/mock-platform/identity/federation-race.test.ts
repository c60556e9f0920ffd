import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { runFederationTimers } from '../../../mock-platform/src/identity/index.ts';
import { supportedEvents, verificationEvent } from '../../../mock-platform/src/identity/signals/events.ts';
import { SecurityEvents } from '../../../mock-platform/src/identity/signals/security-event.ts';
import { DeliveryWorker } from '../../../mock-platform/src/identity/signals/worker.ts';
import { withPostgres } from '../postgres.ts';
import { SampleRelyingParty } from './sample-relying-party.ts';
import { Scene } from './scene.ts';
import { Television } from './television.ts';

// One connection cannot race with itself: on the embedded database the same is covered one after the other.
withPostgres('Logins elsewhere on PostgreSQL, with several connections', (server) => {
  let scene: Scene;
  let television: Television;
  let card: IssuedCard;
  let person: string;
  let clinic: SampleRelyingParty;

  beforeAll(async () => {
    scene = await Scene.open({ databaseUrl: await server().freshDatabase() });
    television = new Television(await scene.box('hana'));
    card = await scene.issue({ generation: 'next' });
    person = await scene.enrol(card, 'hana');
    clinic = await SampleRelyingParty.open(scene);
  }, 60_000);
  afterAll(async () => {
    await clinic?.close();
    await scene?.close();
  });

  it('a code redeemed many times at once gives one token at most', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { back, checks } = await television.approved(clinic, card);
      const tries = await Promise.allSettled(
        Array.from({ length: 5 }, () => client.authorizationCodeGrant(clinic.config, back, checks)),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    }
    await television.cardTaken();
  });

  it('a card that is taken in the very moment of the token leaves no token that is good', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { back, checks } = await television.approved(clinic, card);
      const [granted, ended] = await Promise.all([
        client.authorizationCodeGrant(clinic.config, back, checks).catch(() => undefined),
        new Promise((wait) => setTimeout(wait, round * 2)).then(() => television.cardTaken()),
      ]);
      expect(ended).toBe(1);
      if (!granted) continue;
      const asked = client.fetchUserInfo(clinic.config, granted.access_token, granted.claims()!.sub);
      await expect(asked).rejects.toThrow();
    }
  });

  it('several processes share the outbox: each notice goes out once', async () => {
    const { context } = scene.platform;
    const now = context.clock();
    await scene.tables
      .insertInto('identity.signal_stream')
      .values({
        id: randomUUID(),
        relying_party: clinic.id,
        method: 'push',
        endpoint: clinic.contract.signalsEndpoint!,
        authorization_sealed: null,
        events: supportedEvents.join(' '),
        description: null,
        status: 'enabled',
        reason: null,
        created_at: now,
      })
      .execute();
    clinic.received.length = 0;
    const rows = Array.from({ length: 90 }, () => ({
      id: randomUUID(),
      relying_party: clinic.id,
      kind: 'event' as const,
      person: null,
      event: verificationEvent,
      detail: '{}',
      at: now,
      state: 'waiting' as const,
      next_at: now,
      error: null,
      done_at: null,
    }));
    await scene.tables.insertInto('identity.delivery').values(rows).execute();
    const events = new SecurityEvents(context, `${scene.platform.url}/oidc`);
    await Promise.all([1, 2, 3].map(() => new DeliveryWorker(context, events).round()));
    const pushed = () => clinic.received.filter(({ path }) => path === '/signals');
    await expect.poll(() => pushed().length, { timeout: 10_000 }).toBe(90);
    expect(new Set(pushed().map(({ body }) => decodeJwt(body).jti)).size).toBe(90);
  });

  it('a change found by several checks at once is one change and one notice', async () => {
    scene.certification.counter.reportLoss(card.authentication.serial);
    const { context } = scene.platform;
    await Promise.all([1, 2, 3].map(() => runFederationTimers(context)));
    const changes = await scene.tables
      .selectFrom('identity.change')
      .select('kind')
      .where('person', '=', person)
      .execute();
    expect(changes).toEqual([{ kind: 'certificate-revoked' }]);
    const notices = await scene.tables
      .selectFrom('identity.delivery')
      .select('id')
      .where('event', '=', 'certificate-revoked')
      .execute();
    expect(notices).toHaveLength(1);
  });
});
