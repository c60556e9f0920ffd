import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { withPostgres } from '../postgres.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';

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
});
