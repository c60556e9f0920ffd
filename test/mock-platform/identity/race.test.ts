import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { verifyChain } from '../../../mock-platform/src/identity/audit/verify.ts';
import { withPostgres } from '../postgres.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';
import { Staff } from './staff.ts';
import { enrolAt, loginWith } from './tap.ts';

// One connection cannot race with itself: the embedded database is covered by the tests of login and provider.
withPostgres('On PostgreSQL, with several connections', (server) => {
  let scene: Scene;
  let box: TestBox;
  let hana: IssuedCard;

  beforeAll(async () => {
    scene = await Scene.open({ databaseUrl: await server().freshDatabase() });
    [box, hana] = await Promise.all([scene.box('hana'), scene.issue()]);
    await scene.enrol(hana, 'hana');
  }, 60_000);
  afterAll(() => scene?.close());

  it('a challenge used many times at once is good for exactly one of them', async () => {
    for (let round = 0; round < 5; round += 1) {
      const statement = box.statement(await box.challenge(), hana);
      const token = await box.ownToken('identity');
      const jws = await box.sign(statement);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => box.post('/identity/logins', { statement: jws }, token)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403, 403]);
    }
  });

  it('a result exchanged many times at once gives exactly one token per service', async () => {
    const { body } = await box.login(hana);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => box.exchange(body.result, 'health')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400]);
  });

  it('the same certificate enrolled twice at once becomes one person’s', async () => {
    const card = await scene.issue();
    const enrolments = await Promise.allSettled([1, 2, 3].map(() => scene.enrol(card, 'hana')));
    expect(enrolments.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('one card enrolled at two televisions at once is one person in two households', async () => {
    const [card, other, staff] = await Promise.all([
      scene.issue({ cardName: 'two-homes' }),
      scene.box('kenji'),
      Staff.of(scene.platform, 'hiyori-cable'),
    ]);
    const applications = await Promise.all([staff.open(box.id), staff.open(box.id), staff.open(other.id)]);
    const places = [box, box, other];
    const answers = await Promise.all(applications.map((id, at) => enrolAt(places[at]!, card, id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.resident)).size).toBe(1);
    const members = await scene.own
      .selectFrom('identity.household_member')
      .innerJoin('identity.certificate', 'identity.certificate.person', 'identity.household_member.person')
      .select('household')
      .where('serial', '=', card.authentication.serial)
      .execute();
    expect(members.map(({ household }) => household).sort()).toEqual(['hana', 'kenji']);
  });

  it('one application used by two cards at once enrols one of them', async () => {
    const cards = await Promise.all([scene.issue({ cardName: 'one' }), scene.issue({ cardName: 'two' })]);
    const application = await (await Staff.of(scene.platform, 'hiyori-cable')).open(box.id);
    const answers = await Promise.all(cards.map((card) => enrolAt(box, card, application)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it('a card that is renewed while it logs in many times keeps one account', async () => {
    const old = await scene.issue({ cardName: 'renewed' });
    await scene.enrol(old, 'hana');
    const fresh = await scene.certification.counter.renew(old.file);
    const logins = await Promise.all([1, 2, 3, 4, 5].map(() => loginWith(box, fresh, 'authentication-key')));
    expect(new Set(logins.map(({ status, body }) => `${status} ${body.resident}`)).size).toBe(1);
    expect(logins[0]?.status).toBe(200);
    expect((await verifyChain(scene.own)).broken).toBeUndefined();
  });
});
