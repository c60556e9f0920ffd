import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { readFacts } from '../../../mock-platform/src/identity/facts/store.ts';
import { ApplicationForm, EnrolmentVerdict } from '../../../mock-platform/src/protocol/identity.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';
import { Staff } from './staff.ts';
import { boxGet, enrolAt, enrolmentStatement, sendEnrolment } from './tap.ts';

let scene: Scene;
let atHana: TestBox;
let atKenji: TestBox;
let staff: Staff;
let hana: IssuedCard;
let kenji: IssuedCard;
let minoru: IssuedCard;
let yui: IssuedCard;

const expected = {
  name: '若葉　はな',
  address: 'ひより町山手一丁目',
  birthDate: '1944-05-03',
  gender: '2',
} as const;

beforeAll(async () => {
  scene = await Scene.open();
  [atHana, atKenji] = await Promise.all([scene.box('hana'), scene.box('kenji')]);
  staff = await Staff.of(scene.platform, 'hiyori-cable');
  [hana, kenji, minoru, yui] = await Promise.all([
    scene.issue(),
    scene.issueQuickly({ cardName: 'kenji', name: '佐藤 けんじ', birthDate: '1965-09-12', sex: 'male' }),
    scene.issueQuickly({
      cardName: 'minoru',
      name: '佐藤 みのる',
      birthDate: '1991-06-08',
      sex: 'male',
    }),
    scene.issueQuickly({ cardName: 'yui', name: '若葉 ゆい', birthDate: '2017-07-14', withSignature: false }),
  ]);
}, 60_000);
afterAll(() => scene?.close());

const personOfCard = async ({ authentication: { serial } }: IssuedCard): Promise<string> =>
  (
    await scene.tables
      .selectFrom('identity.certificate')
      .select('person')
      .where('serial', '=', serial)
      .executeTakeFirstOrThrow()
  ).person;

describe('An application', () => {
  it('is fetched by the box that it was opened for, byte for byte the same each time, and by no other', async () => {
    const id = await staff.open(atHana.id, { expected });
    const path = `/identity/applications/${id}`;
    const [one, again] = [await boxGet(atHana, path), await boxGet(atHana, path)];
    expect(ApplicationForm.parse(JSON.parse(one.text))).toMatchObject({
      application: id,
      operatorName: 'ひよりケーブル',
      services: ['health', 'booking'],
    });
    expect(again.text).toBe(one.text);
    expect(one.text).not.toContain('若葉');
    const elsewhere = await boxGet(atKenji, path);
    expect([elsewhere.status, JSON.parse(elsewhere.text).code]).toEqual([
      404,
      'enrolment.application-unknown',
    ]);
  });

  it('can be taken back, and then nobody enrols with it', async () => {
    const id = await staff.open(atHana.id);
    const { text } = await boxGet(atHana, `/identity/applications/${id}`);
    const { body } = await staff.post(`/identity/staff/applications/${id}/cancel`);
    expect(body.state).toBe('cancelled');
    const answer = await sendEnrolment(atHana, await enrolmentStatement(atHana, hana, text));
    expect(answer.body.code).toBe('enrolment.application-unknown');
  });
});

describe('An enrolment tap', () => {
  it('makes a person who can then log in without PIN, for the services that were agreed to', async () => {
    const { status, body } = await enrolAt(atHana, hana, await staff.open(atHana.id, { expected }));
    expect([status, body.code]).toEqual([200, undefined]);
    const person = await personOfCard(hana);
    expect(EnrolmentVerdict.parse(body)).toEqual({
      resident: scene.platform.context.pairwise('town', person),
      certificate: {
        issuerKey: hana.authentication.issuerKey,
        serial: hana.authentication.serial,
      },
      services: ['health', 'booking'],
    });
    expect(await scene.lastAudit()).toMatchObject({
      kind: 'enrolment',
      allowed: true,
      code: 'new',
      tier: 't3',
    });
    const login = await atHana.login(hana);
    expect(login.body).toMatchObject({ tier: 't1', services: ['health', 'booking', 'town', 'alerts'] });
    const { context } = scene.platform;
    expect(await readFacts(scene.own, context, person)).toEqual({ ...expected, name: '若葉 はな' });
  });

  it('works with a card of the next generation', async () => {
    const { status } = await enrolAt(atKenji, minoru, await staff.open(atKenji.id));
    expect(status).toBe(200);
  });

  it('finds the person again: one card is one account, in two households when both have signed', async () => {
    const before = await personOfCard(hana);
    const { status, body } = await enrolAt(atKenji, hana, await staff.open(atKenji.id));
    expect([status, body.resident]).toEqual([200, scene.platform.context.pairwise('town', before)]);
    expect((await atKenji.login(hana)).status).toBe(200);
    expect((await atHana.login(hana)).status).toBe(200);
  });

  it('with another name than the form says is refused; staff see which field, the television does not', async () => {
    const id = await staff.open(atKenji.id, { expected: { name: '佐藤 けんいち', address: 'ひより町川原' } });
    const { status, body } = await enrolAt(atKenji, kenji, id);
    expect([status, body.code]).toEqual([403, 'enrolment.facts']);
    expect(JSON.stringify(body)).not.toContain('name');
    expect(await staff.application(id)).toMatchObject({ state: 'open', differs: ['name', 'address'] });
  });

  it.each([
    [
      'form',
      'enrolment.application-changed',
      (form: string) => ({ form: form.replace('health', 'notices') }),
    ],
    ['nonce', 'challenge.mismatch', () => ({ change: { nonce: 'A'.repeat(43) } })],
    ['authentication certificate', 'certificate.wrong-purpose', () => ({ swap: 'authentication' as const })],
    ['signature certificate', 'certificate.wrong-purpose', () => ({ swap: 'signature' as const })],
    ['surface record', 'login.proof-wrong', () => ({ swap: 'surface' as const })],
  ])('with another %s is refused', async (_what, code, spoil) => {
    const id = await staff.open(atKenji.id);
    const { text } = await boxGet(atKenji, `/identity/applications/${id}`);
    const spoilt = spoil(text) as { form?: string; change?: Record<string, unknown>; swap?: string };
    const good = await enrolmentStatement(atKenji, kenji, spoilt.form ?? text, spoilt.change);
    const other = await enrolmentStatement(atKenji, hana, text);
    const swapped =
      spoilt.swap === 'surface'
        ? { surface: { ...(good.surface as object), record: (other.surface as { record: string }).record } }
        : spoilt.swap === 'authentication'
          ? { authentication: good.signature }
          : spoilt.swap === 'signature'
            ? { signature: good.authentication }
            : {};
    const { status, body } = await sendEnrolment(atKenji, { ...good, ...swapped });
    expect([status, body.code]).toEqual([403, code]);
  });

  it('with somebody else’s surface record and proof is refused for the birth date', async () => {
    const id = await staff.open(atKenji.id);
    const card = { ...kenji, file: { ...kenji.file, surface: hana.file.surface! } };
    expect((await enrolAt(atKenji, card, id)).body.code).toBe('enrolment.surface');
  });

  it('with the certificates of two cards is refused: the certification service knows which belong together', async () => {
    const spare = await scene.issueQuickly({ cardName: 'spare' });
    const { authentication } = spare.file;
    const two = { ...kenji, file: { ...kenji.file, ...(authentication ? { authentication } : {}) } };
    const { status, body } = await enrolAt(atKenji, two, await staff.open(atKenji.id));
    expect([status, body.code]).toEqual([403, 'login.signature-other']);
  });

  it('of a child needs the signature of a guardian who is enrolled in the household', async () => {
    const { body } = await staff.get('/identity/staff/households/hana/members');
    const guardian = body.members[0].person;
    const child = {
      name: '若葉 ゆい',
      address: expected.address,
      birthDate: '2017-07-14',
      gender: '2',
    } as const;
    const byStranger = await staff.open(atHana.id, { expected: child, guardian });
    expect((await enrolAt(atHana, yui, byStranger, {}, kenji)).body.code).toBe('enrolment.facts');
    const { status } = await enrolAt(
      atHana,
      yui,
      await staff.open(atHana.id, { expected: child, guardian }),
      {},
      hana,
    );
    expect(status).toBe(200);
    expect((await atHana.login(yui)).status).toBe(200);
  });

  it('is refused when the card is revoked, and when only its signature certificate is', async () => {
    const moved = await scene.issueQuickly({ cardName: 'moved' });
    scene.certification.revoke(moved.signature!.serial, 'signature', 'affiliationChanged');
    expect((await enrolAt(atHana, moved, await staff.open(atHana.id))).body.code).toBe(
      'login.signature-revoked',
    );
    const lost = await scene.issueQuickly({ cardName: 'lost' });
    scene.certification.revoke(lost.authentication.serial, 'authentication', 'keyCompromise');
    expect((await enrolAt(atHana, lost, await staff.open(atHana.id))).body.code).toBe('certificate.revoked');
  });
});
