import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { parseCertificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { noLinks } from '../../../mock-platform/src/identity/links/source.ts';
import { LoginProblem, LoginVerdict, loginMessage } from '../../../mock-platform/src/protocol/identity.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';

let scene: Scene;
let atHana: TestBox;
let atKenji: TestBox;
let hana: IssuedCard;
let fumi: IssuedCard;
let takeshi: IssuedCard;
let makoto: IssuedCard;
let person: string;
const askedForLinks: string[] = [];

beforeAll(async () => {
  scene = await Scene.open({
    links: {
      ...noLinks,
      predecessorOf: async ({ serial }) => {
        askedForLinks.push(serial);
        return undefined;
      },
    },
  });
  [atHana, atKenji] = await Promise.all([scene.box('hana'), scene.box('kenji')]);
  [hana, fumi, takeshi, makoto] = await Promise.all([
    scene.issue(),
    scene.issue({ cardName: 'fumi' }),
    scene.issue({ cardName: 'takeshi', issuedAt: new Date('2018-04-02T00:00:00Z') }),
    scene.issue({ cardName: 'makoto' }),
  ]);
  person = await scene.enrol(hana, 'hana');
  await scene.enrol(fumi, 'hana');
  await scene.enrol(takeshi, 'hana');
  scene.certification.revoke(fumi.authentication.serial, 'authentication', 'keyCompromise');
}, 60_000);
afterAll(() => scene?.close());
beforeEach(() => {
  scene.offsetMs = 0;
  atHana.offsetMs = 0;
});

const resident = () => scene.platform.context.pairwise('town', person);

async function refusal(login: Promise<{ status: number; body: unknown }>) {
  const { status, body } = await login;
  const { code, resident } = LoginProblem.parse(body);
  const audit = await scene.lastAudit();
  return { status, code, resident, trueReason: audit.code };
}

describe('A login at the holder’s own television', () => {
  it('is allowed with the card’s proof, and says which services it opens', async () => {
    const { status, body } = await atHana.login(hana);
    expect(status).toBe(200);
    expect(LoginVerdict.parse(body)).toMatchObject({
      tier: 't1',
      resident: resident(),
      services: ['health', 'booking', 'notices', 'town', 'alerts'],
    });
    expect(body.result).toMatch(/^[\w-]{43}$/);
  });

  it('reaches T2 with a signature by the authentication key', async () => {
    const challenge = await atHana.challenge({ tier: 't2' });
    const statement = atHana.statement(challenge, hana, { tier: 't2' });
    const key = createPrivateKey({
      key: Buffer.from(hana.file.authentication!.privateKey, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    const signature = sign('sha256', loginMessage(statement), key).toString('base64url');
    const proof = { kind: 'authentication-key', signature };
    await expect(atHana.sendStatement({ ...statement, proof })).resolves.toMatchObject({
      status: 200,
      body: { tier: 't2' },
    });
  });

  it('is refused without proof: a copied certificate only says whose it is, and only here', async () => {
    await expect(refusal(atHana.login(hana, { proof: undefined }))).resolves.toEqual({
      status: 403,
      code: 'login.proof-missing',
      resident: resident(),
      trueReason: 'login.proof-missing',
    });
  });

  it('is refused with a proof by another key, or over another challenge', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const challenge = await atHana.challenge();
    const statement = atHana.statement(challenge, hana);
    const signature = sign('sha256', loginMessage(statement as never), privateKey).toString('base64url');
    const forged = { ...statement, proof: { kind: 'surface-authentication', signature } };
    expect(await refusal(atHana.sendStatement(forged))).toMatchObject({ code: 'login.proof-wrong' });

    const { proof } = atHana.statement(await atHana.challenge(), hana);
    expect(await refusal(atHana.login(hana, { proof }))).toMatchObject({ code: 'login.proof-wrong' });
  });

  it('is refused with a revoked or an expired certificate', async () => {
    const resident = undefined;
    expect(await refusal(atHana.login(fumi))).toMatchObject({
      status: 403,
      code: 'certificate.revoked',
      resident,
    });
    expect(await refusal(atHana.login(takeshi))).toMatchObject({
      status: 403,
      code: 'certificate.expired',
      resident,
    });
  });

  it('is refused with a certificate that is none', async () => {
    expect(await refusal(atHana.login(hana, { certificate: 'AAAA' }))).toMatchObject({
      code: 'certificate.malformed',
    });
  });

  it('is refused at T2 with a proof without PIN', async () => {
    expect(await refusal(atHana.login(hana, { tier: 't2' }))).toMatchObject({ code: 'login.tier-too-low' });
  });
});

describe('A login at another television', () => {
  it('hears the same about a registered, an unregistered, a revoked and an expired card', async () => {
    const heard = [];
    for (const card of [hana, makoto, fumi, takeshi]) heard.push(await refusal(atKenji.login(card)));
    expect(new Set(heard.map(({ status, code, resident }) => `${status} ${code} ${resident}`))).toEqual(
      new Set(['403 login.other-household undefined']),
    );
    expect(heard.map(({ trueReason }) => trueReason)).toEqual([
      'login.other-household',
      'login.not-registered',
      'login.other-household',
      'certificate.expired',
    ]);
  });

  it('waits for the same question about a registered and an unregistered card', async () => {
    askedForLinks.length = 0;
    for (const card of [hana, makoto]) await atKenji.login(card);
    expect(askedForLinks).toEqual([hana, makoto].map(({ authentication }) => authentication.serial));
    await atHana.login(hana);
    expect(askedForLinks).toHaveLength(2);
  });

  it('hears nothing more when the certificate comes without proof', async () => {
    const answer = await refusal(atKenji.login(hana, { proof: undefined }));
    expect(answer).toMatchObject({ code: 'login.other-household', resident: undefined });
  });

  it('is refused with the signature certificate of the card', async () => {
    const certificate = Buffer.from(hana.file.signature!.certificate, 'base64').toString('base64url');
    expect(await refusal(atHana.login(hana, { certificate }))).toMatchObject({
      code: 'login.other-household',
      trueReason: 'certificate.wrong-purpose',
    });
  });
});

describe('A challenge', () => {
  it('is good once', async () => {
    const challenge = await atHana.challenge();
    const statement = atHana.statement(challenge, hana);
    expect((await atHana.sendStatement(statement)).status).toBe(200);
    expect(await refusal(atHana.sendStatement(statement))).toMatchObject({
      status: 403,
      code: 'challenge.used',
    });
  });

  it('is good for exactly one of many uses at the same time', async () => {
    const statement = atHana.statement(await atHana.challenge(), hana);
    const answers = await Promise.all(Array.from({ length: 6 }, () => atHana.sendStatement(statement)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'challenge.used')).toHaveLength(5);
  });

  it('is worth nothing at another box, and is not used up there', async () => {
    const challenge = await atHana.challenge();
    const stolen = atKenji.statement(challenge, hana);
    expect(await refusal(atKenji.sendStatement(stolen))).toMatchObject({ code: 'challenge.mismatch' });
    expect((await atHana.sendStatement(atHana.statement(challenge, hana))).status).toBe(200);
  });

  it.each([
    ['origin', { origin: 'http://evil.example' }],
    ['service', { service: 'booking' }],
    ['tier', { tier: 't2' }],
    ['nonce', { nonce: 'A'.repeat(43) }],
    ['box', { box: '00000000-0000-4000-8000-000000000000' }],
  ])('does not fit a statement with another %s', async (_name, change) => {
    const statement = atHana.statement(await atHana.challenge(), hana, change);
    expect(await refusal(atHana.sendStatement(statement))).toMatchObject({ code: 'challenge.mismatch' });
  });

  it('that was never made is unknown', async () => {
    const never = { id: '00000000-0000-4000-8000-000000000000', nonce: 'A'.repeat(43) };
    expect(await refusal(atHana.sendStatement(atHana.statement(never, hana)))).toMatchObject({
      code: 'challenge.unknown',
    });
  });

  it('lives five minutes', async () => {
    const challenge = await atHana.challenge();
    scene.offsetMs = atHana.offsetMs = 301_000;
    expect(await refusal(atHana.sendStatement(atHana.statement(challenge, hana)))).toMatchObject({
      code: 'challenge.expired',
    });
  });
});

describe('A statement', () => {
  it('must be signed by the key of the box that sends it', async () => {
    const statement = atHana.statement(await atHana.challenge(), hana);
    const forged = await atHana.sendStatement(statement, 'chanoma-login+jwt', atKenji.key);
    expect(forged).toMatchObject({ status: 403, body: { code: 'box.unknown' } });
    expect(await scene.lastAudit()).toMatchObject({ box: atHana.id, allowed: false, code: 'box.unknown' });
  });

  it('must be of its own type', async () => {
    const statement = atHana.statement(await atHana.challenge(), hana);
    const { body } = await atHana.sendStatement(statement, 'JWT');
    expect(body.code).toBe('box.unknown');
  });

  it('with a wrong field is answered by naming it', async () => {
    const statement = { ...atHana.statement(await atHana.challenge(), hana), tier: 't9', extra: 1 };
    const { status, body } = await atHana.sendStatement(statement);
    expect([status, body.code]).toEqual([400, 'request.malformed']);
    expect(body.errors.map((fault: { path: string }) => fault.path).sort()).toEqual([
      '/statement/extra',
      '/statement/tier',
    ]);
  });

  it('from a blocked box is not heard', async () => {
    const box = await scene.box('hana');
    const token = await box.ownToken('identity');
    const statement = await box.sign(box.statement(await box.challenge(), hana));
    await scene.tables.updateTable('boxes.box').set({ blocked: true }).where('id', '=', box.id).execute();
    const answer = await box.post(
      '/identity/challenges',
      { service: 'health', tier: 't1', origin: 'http://localhost:8081' },
      token,
    );
    expect(answer).toMatchObject({ status: 403, body: { code: 'box.blocked' } });
    const login = await refusal(box.post('/identity/logins', { statement }, token));
    expect(login).toMatchObject({ status: 403, code: 'box.blocked', trueReason: 'box.blocked' });
  });
});

describe('The audit record', () => {
  it('holds the three conditions of 38条の4 and a keyed hash, but no serial', async () => {
    await atHana.login(hana);
    const record = await scene.lastAudit();
    expect(record).toMatchObject({
      box: atHana.id,
      service: 'health',
      askedTier: 't1',
      tier: 't1',
      allowed: true,
      code: 'allowed',
      pinUsedBefore: true,
      notRevoked: true,
      realCard: true,
    });
    expect(record.serial).toMatch(/^[0-9a-f]{8}$/);
    expect(JSON.stringify(record)).not.toContain(hana.authentication.serial);
  });

  it.each([
    "update identity.audit set kind = 'none'",
    'delete from identity.audit',
    'truncate identity.audit',
  ])('refuses: %s', async (statement) => {
    await expect(sql.raw(statement).execute(scene.tables)).rejects.toThrow(/append-only/);
  });
});

describe('Enrolment', () => {
  it('gives a certificate to one person only', async () => {
    await expect(scene.enrol(hana, 'kenji')).rejects.toMatchObject({ code: 'enrolment.known', status: 409 });
  });
});

describe('The certification service over HTTP', () => {
  const at = (path: string) => `${scene.platform.url}/certification${path}`;

  it('publishes the list of each municipality, which an unchanged tag spares', async () => {
    const root = parseCertificate(scene.certification.anchors.authentication);
    const list = at(`/crl/authentication/${root.facts.subjectKeyIdentifier}/990019`);
    const first = await fetch(list);
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/pkix-crl']);
    const etag = first.headers.get('etag') ?? '';
    const second = await fetch(list, { headers: { 'if-none-match': etag } });
    // a new minute in between makes a new list
    expect(second.status === 304 || second.headers.get('etag') !== etag).toBe(true);
    expect((await fetch(at('/crl/nothing/990019'))).status).toBe(404);
    expect((await fetch(at('/crl/authentication/city'))).status).toBe(404);
  });

  it('answers what is no status request with “malformed”', async () => {
    const response = await fetch(at('/ocsp/authentication'), {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request' },
      body: 'nonsense',
    });
    expect(Buffer.from(await response.arrayBuffer()).toString('hex')).toBe('30030a0101');
  });
});
