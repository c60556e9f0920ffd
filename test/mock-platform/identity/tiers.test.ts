import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';
import { Staff } from './staff.ts';
import { enrolAt, loginWith } from './tap.ts';

let scene: Scene;
let atHana: TestBox;
let alsoAtHana: TestBox;
let hana: IssuedCard;
let minoru: IssuedCard;
let child: IssuedCard;

beforeAll(async () => {
  scene = await Scene.open({
    profile: 'statute',
    limits: {
      challenges: { most: 100, seconds: 600 },
      failuresOfBox: { most: 100, seconds: 600 },
      failuresOfPerson: { most: 4, seconds: 600 },
    },
  });
  [atHana, alsoAtHana] = await Promise.all([scene.box('hana'), scene.box('hana')]);
  [hana, minoru, child] = await Promise.all([
    scene.issue(),
    scene.issueQuickly({ cardName: 'minoru' }),
    scene.issueQuickly({ cardName: 'yui', birthDate: '2017-07-14', withSignature: false }),
  ]);
  for (const card of [hana, minoru, child]) await scene.enrol(card, 'hana');
}, 60_000);
afterAll(() => scene?.close());

const shift = (minutes: number) =>
  sql`update identity.pin_use set at = at - ${`${minutes} minutes`}::interval`.execute(scene.tables);

describe('Under the profile of the law', () => {
  it('health needs the PIN, booking does not', async () => {
    const without = await loginWith(atHana, hana, 'surface-authentication');
    expect(without).toMatchObject({ status: 403, body: { code: 'login.tier-too-low' } });
    const booking = await loginWith(atHana, hana, 'surface-authentication', { service: 'booking' });
    expect(booking.body).toMatchObject({ tier: 't1', services: ['booking', 'town', 'alerts'] });
    const withPin = await loginWith(atHana, hana, 'authentication-key');
    expect(withPin.body).toMatchObject({
      tier: 't2',
      services: ['health', 'booking', 'notices', 'town', 'alerts'],
    });
    expect(Date.parse(withPin.body.pinUntil)).toBeGreaterThan(Date.now() + 25 * 60_000);
  });

  it.each(['surface-authentication', 'authentication-key', 'signature-key'] as const)(
    'a card of the next generation logs in by %s',
    async (kind) => {
      const service = kind === 'surface-authentication' ? 'booking' : 'health';
      expect((await loginWith(atHana, minoru, kind, { service })).status).toBe(200);
    },
  );

  it('a child without signature certificate logs in like others, but not with T3', async () => {
    expect((await loginWith(atHana, child, 'authentication-key')).status).toBe(200);
    expect(await scene.lastAudit()).toMatchObject({ allowed: true, tier: 't2', signature: 'absent' });
  });
});

describe('A visit that was opened with the PIN', () => {
  const renew = (box: TestBox, card: IssuedCard, renews: string) =>
    loginWith(box, card, 'surface-authentication', { tier: 't2', renews });

  it('is renewed without PIN for half an hour, by the same card at the same television', async () => {
    const { challenge, body } = await loginWith(atHana, hana, 'authentication-key');
    const renewed = await renew(atHana, hana, challenge);
    expect(renewed.body).toMatchObject({ tier: 't2', pinUntil: body.pinUntil });
    for (const refused of [
      await renew(alsoAtHana, hana, challenge),
      await renew(atHana, minoru, challenge),
      await renew(atHana, hana, renewed.challenge),
      await loginWith(atHana, hana, 'surface-authentication', { tier: 't2' }),
    ]) {
      expect(refused).toMatchObject({ status: 403, body: { code: 'login.tier-too-low' } });
    }
    await shift(29);
    const late = await renew(atHana, hana, challenge);
    expect(late.status).toBe(200);
    const token = await atHana.exchange(late.body.result, 'health');
    expect(token.body.expires_in).toBeLessThanOrEqual(60);
    await shift(1);
    expect((await renew(atHana, hana, challenge)).body.code).toBe('login.tier-too-low');
  });
});

describe('The signature certificate', () => {
  it('opens T3 when it is linked to the holder of the card', async () => {
    expect((await loginWith(atHana, hana, 'signature-key')).body).toMatchObject({ tier: 't3' });
    const mixed = { ...hana, file: { ...hana.file, signature: minoru.file.signature! } };
    const answer = await loginWith(atHana, mixed, 'signature-key');
    expect(answer).toMatchObject({ status: 403, body: { code: 'login.signature-other' } });
  });

  it('revoked by a move does not stop the card, is recorded, and asks for a new registration', async () => {
    const moved = await scene.issueQuickly({ cardName: 'moved' });
    await scene.enrol(moved, 'hana');
    scene.certification.counter.move(moved.authentication.serial, {
      municipality: '990027',
      address: 'みはらし町丘1番地',
    });
    expect((await loginWith(atHana, moved, 'authentication-key')).status).toBe(200);
    expect(await scene.lastAudit()).toMatchObject({ allowed: true, notRevoked: true, signature: 'revoked' });
    const withSignature = await loginWith(atHana, moved, 'signature-key');
    expect(withSignature).toMatchObject({ status: 403, body: { code: 'login.signature-revoked' } });
    const staff = await Staff.of(scene.platform, 'hiyori-cable');
    const { body } = await staff.get('/identity/staff/households/hana/members');
    const anew = body.members.filter(({ registerAnew }: { registerAnew: boolean }) => registerAnew);
    expect(anew).toHaveLength(1);
  });
});

describe('A renewed card', () => {
  it('keeps its account over the link: with PIN at once, without PIN after staff enrolled it anew', async () => {
    const old = await scene.issueQuickly({ cardName: 'renewed' });
    const person = await scene.enrol(old, 'hana');
    const fresh = await scene.certification.counter.renew(old.file);
    const resident = scene.platform.context.pairwise('town', person);
    const withoutPin = () => loginWith(atHana, fresh, 'surface-authentication', { service: 'booking' });
    expect(await withoutPin()).toMatchObject({ status: 403, body: { code: 'login.reenrol', resident } });
    const many = await Promise.all([1, 2, 3].map(() => loginWith(atHana, fresh, 'authentication-key')));
    expect(many.map(({ status, body }) => [status, body.resident])).toEqual(Array(3).fill([200, resident]));
    expect((await withoutPin()).body.code).toBe('login.reenrol');
    const staff = await Staff.of(scene.platform, 'hiyori-cable');
    const { body } = await enrolAt(atHana, fresh, await staff.open(atHana.id, { kind: 'renewal' }));
    expect(body.resident).toBe(resident);
    expect((await withoutPin()).status).toBe(200);
  });

  it('says nothing at another household', async () => {
    const old = await scene.issueQuickly({ cardName: 'renewed-elsewhere' });
    await scene.enrol(old, 'kenji');
    const fresh = await scene.certification.counter.renew(old.file);
    const answer = await loginWith(atHana, fresh, 'authentication-key');
    expect(answer).toMatchObject({ status: 403, body: { code: 'login.other-household' } });
  });
});

describe('Too many tries', () => {
  it('with a wrong proof make the card wait at its own television, and say how long', async () => {
    const victim = await scene.issueQuickly({ cardName: 'victim' });
    await scene.enrol(victim, 'hana');
    const forged = { ...victim, file: { ...victim.file, authentication: hana.file.authentication! } };
    const wrong = { ...forged.file.authentication, certificate: victim.file.authentication!.certificate };
    const copy = { ...victim, file: { ...victim.file, authentication: wrong } };
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect((await loginWith(atHana, copy, 'authentication-key')).body.code).toBe('login.proof-wrong');
    }
    const statement = await loginWith(atHana, victim, 'authentication-key');
    expect(statement).toMatchObject({ status: 429, body: { code: 'login.too-many' } });
    expect(await scene.lastAudit()).toMatchObject({ allowed: false, code: 'login.too-many' });
    expect((await loginWith(atHana, hana, 'authentication-key')).status).toBe(200);
  });

  it('of one box for challenges are refused with Retry-After', async () => {
    const box = await scene.box('kenji');
    const token = await box.ownToken('identity');
    const ask = () =>
      box.post('/identity/challenges', { service: 'health', tier: 't1', origin: box.origin }, token);
    const answers = [];
    for (let many = 0; many < 102; many += 17)
      answers.push(...(await Promise.all(Array.from({ length: 17 }, ask))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(answers.find(({ status }) => status !== 201)).toMatchObject({
      status: 429,
      body: { code: 'login.too-many' },
    });
  });
});
