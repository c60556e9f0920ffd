import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { issueOrder } from '../../../mock-platform/src/alerts/issue-order.ts';
import { blockBox } from '../../../mock-platform/src/boxes/blocking.ts';
import { createRegistrationCode } from '../../../mock-platform/src/boxes/registration.ts';
import { audience } from '../../../mock-platform/src/boxes/services.ts';
import {
  type Certification,
  certificationModule,
  openCertification,
} from '../../../mock-platform/src/certification/index.ts';
import { enrolPerson } from '../../../mock-platform/src/identity/index.ts';
import { LoginCounters } from '../../../mock-platform/src/identity/login/limits.ts';
import { shareRates } from '../../../mock-platform/src/identity/login/shared-rates.ts';
import { publishNotice } from '../../../mock-platform/src/notices/public-notices.ts';
import { runDatabaseCommand } from '../../../mock-platform/src/operations/database/run.ts';
import type { ToBox } from '../../../mock-platform/src/protocol/boxes.ts';
import { audienceOf } from '../../../mock-platform/src/protocol/tokens.ts';
import { platformCallers, productionModules } from '../../../mock-platform/src/server/modules.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { TestBox } from '../identity/box.ts';
import { cardOrder } from '../identity/scene.ts';
import { startTestPlatform } from '../platform.ts';
import { withPostgres } from '../postgres.ts';
import { hiyori, orderDraft, seedTwoTowns } from '../two-towns.ts';

/** As a load balancer passes it on: the public address in every header and proof, one process behind it. */
async function request(
  process: RunningPlatform,
  box: TestBox,
  method: string,
  path: string,
  sent: { token: string; proof?: string; body?: unknown },
) {
  const answer = await fetch(`${process.url}${path}`, {
    method,
    headers: {
      authorization: `DPoP ${sent.token}`,
      dpop: sent.proof ?? (await box.proof(method, path, sent.token)),
      ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** A box's stream at one process. */
async function stream(process: RunningPlatform, box: TestBox) {
  const token = await box.ownToken('boxes');
  const socket = new WebSocket(`${process.url.replace('http', 'ws')}/boxes/stream`, {
    headers: { authorization: `DPoP ${token}`, dpop: await box.proof('GET', '/boxes/stream', token) },
  });
  const messages: ToBox[] = [];
  let closed: number | undefined;
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as ToBox));
  socket.on('close', (code) => {
    closed = code;
  });
  await new Promise((done, fail) => socket.once('open', done).once('error', fail));
  socket.send(JSON.stringify({ type: 'resume', cursor: 0, clock: new Date().toISOString() }));
  const got = (type: ToBox['type']) =>
    vi.waitFor(() => expect(messages.map((message) => message.type)).toContain(type), { timeout: 10_000 });
  await got('welcome');
  return {
    socket,
    got,
    closed: () => vi.waitFor(() => expect(closed).toBeDefined(), { timeout: 10_000 }).then(() => closed),
  };
}

withPostgres('Two platforms on one PostgreSQL', (server) => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'chanoma-two-'));
  let databaseUrl: string;
  let one: RunningPlatform;
  let other: RunningPlatform;
  let certification: Certification;

  /** A registered box of a household; it speaks to the first process unless told otherwise. */
  async function install(household: string, district: string): Promise<TestBox> {
    const box = await TestBox.make(one.url);
    const code = await createRegistrationCode(one.context, {
      operator: 'hiyori-cable',
      municipality: hiyori,
      district,
      household,
      householdName: household,
    });
    const answer = await fetch(`${other.url}/boxes/registrations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: box.jwk, agentVersion: 'test' }),
    });
    const { box: id } = (await answer.json()) as { box: string };
    return Object.assign(box, { id });
  }

  beforeAll(async () => {
    databaseUrl = await server().freshDatabase();
    const options = { modules: [...productionModules, certificationModule], createCallers: platformCallers };
    one = await startTestPlatform(options, { dataDirectory, databaseUrl });
    const { publicUrl, certificationUrl } = one.context.configuration;
    other = await startTestPlatform(options, { dataDirectory, databaseUrl, publicUrl, certificationUrl });
    certification = await openCertification(dataDirectory, one.context.clock);
    await seedTwoTowns(one.context);
  });
  afterAll(async () => {
    await Promise.all([one?.close(), other?.close()]);
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  it('a proof that one process has taken is refused by the other', async () => {
    const box = await install('hana', 'yamate');
    const token = await box.ownToken('notices');
    const proof = await box.proof('GET', '/notices/public', token);
    expect((await request(one, box, 'GET', '/notices/public', { token, proof })).status).toBe(200);
    expect(await request(other, box, 'GET', '/notices/public', { token, proof })).toMatchObject({
      status: 401,
      body: { code: 'token.proof' },
    });
    const fresh = await Promise.all(
      Array.from({ length: 20 }, () => box.proof('GET', '/notices/public', token)),
    );
    const answers = await Promise.all(
      fresh.flatMap((each) =>
        [one, other].map((at) => request(at, box, 'GET', '/notices/public', { token, proof: each })),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  });

  it('a challenge of one process is used at the other, once', async () => {
    const box = await install('hana', 'yamate');
    const card = await certification.issueCard(cardOrder({ cardName: 'hana-two' }));
    await enrolPerson(one.context, {
      household: 'hana',
      operator: 'hiyori-cable',
      certificate: card.authentication,
      surfacePublicKey: card.surfacePublicKey,
      pinUsedAt: new Date(),
    });
    const token = await box.ownToken('identity');
    const asked = { service: 'health', tier: 't1', origin: box.origin };
    const made = await request(one, box, 'POST', '/identity/challenges', { token, body: asked });
    expect(made.status).toBe(201);
    const statement = await box.sign(box.statement(made.body as never, card));
    const answers = await Promise.all(
      [other, one].map((at) => request(at, box, 'POST', '/identity/logins', { token, body: { statement } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('an assertion that one process has taken is refused by the other', async () => {
    const box = await install('hana', 'yamate');
    const assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(box.id)
      .setSubject(box.id)
      .setAudience(box.issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(box.key);
    const tokenAt = async (at: RunningPlatform): Promise<number> => {
      const answer = await fetch(`${at.url}/oidc/token`, {
        method: 'POST',
        headers: { dpop: await box.proof('POST', '/oidc/token') },
        body: new URLSearchParams({
          client_id: box.id,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
          grant_type: 'client_credentials',
          resource: audienceOf('boxes'),
        }),
      });
      return answer.status;
    };
    expect(await tokenAt(one)).toBe(200);
    expect(await tokenAt(other)).toBeGreaterThanOrEqual(400);
  });

  it('attempts are counted together', async () => {
    const rate = { most: 4, seconds: 600 };
    const limits = { challenges: rate, failuresOfBox: rate, failuresOfPerson: rate };
    const [here, there] = [new LoginCounters(limits), new LoginCounters(limits)];
    shareRates(one.context, here);
    shareRates(other.context, there);
    const name = randomUUID();
    for (let attempt = 0; attempt < 4; attempt += 1) here.failuresOfBox.count(name, new Date());
    await vi.waitFor(async () => {
      const { rows } = await sql`select 1 from identity.rate where name = ${name}`.execute(
        one.context.tables(),
      );
      expect(rows).toHaveLength(1);
    });
    expect(there.failuresOfBox.waitOf(name, new Date())).toBeUndefined();
    there.failuresOfBox.count(name, new Date());
    await vi.waitFor(() => expect(there.failuresOfBox.waitOf(name, new Date())).toBeGreaterThan(500));
  });

  it('an order, a notice and a block reach the boxes of the other process, and the board knows them', async () => {
    const [hana, kenji] = [await install('hana', 'yamate'), await install('kenji', 'kawahara')];
    const here = await stream(one, hana);
    const there = await stream(other, kenji);
    const online = async (at: RunningPlatform) =>
      (await audience(at.context, hiyori, ['yamate', 'kawahara']))
        .filter((box) => box.online)
        .map(({ box }) => box)
        .sort();
    for (const at of [one, other])
      await vi.waitFor(async () => expect(await online(at)).toEqual([hana.id, kenji.id].sort()), {
        timeout: 10_000,
      });

    await issueOrder(one.context, hiyori, 'sato', {
      ...orderDraft(randomUUID()),
      districts: ['yamate', 'kawahara'],
    });
    await Promise.all([here.got('order'), there.got('order')]);
    await publishNotice(one.context, {
      municipality: hiyori,
      issuer: 'ひより町役場',
      headline: 'おしらせ',
      sentences: ['あした、道路の 工事が あります。'],
      picture: 'road-works',
    } as never);
    await Promise.all([here.got('notices-changed'), there.got('notices-changed')]);

    await blockBox(one.context, kenji.id);
    expect(await there.closed()).toBe(4001);
    here.socket.close();
    await here.closed();
    await vi.waitFor(async () => expect(await online(other)).toEqual([]), { timeout: 10_000 });
  });

  it('no copy goes into the database, and none with other keys starts on it', async () => {
    const printer = { say: () => undefined, progress: () => undefined };
    const move = { data: dataDirectory, run: { command: 'migrate-down' as const } };
    await expect(runDatabaseCommand(move, databaseUrl, printer)).rejects.toMatchObject({
      code: 'database.locked',
    });
    const stranger = startTestPlatform(
      { modules: productionModules },
      { databaseUrl, dataDirectory: ':memory:' },
    );
    await expect(stranger).rejects.toMatchObject({ code: 'database.other-keys' });
  });
});
