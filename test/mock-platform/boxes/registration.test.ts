import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Attempts } from '../../../mock-platform/src/boxes/attempts.ts';
import { blockBox } from '../../../mock-platform/src/boxes/blocking.ts';
import { createRegistrationCode, registerBox } from '../../../mock-platform/src/boxes/registration.ts';
import type { BoxRegistration } from '../../../mock-platform/src/protocol/boxes.ts';
import type { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import type { PlatformError } from '../../../mock-platform/src/server/platform-error.ts';
import { coreModules } from '../core-modules.ts';
import { type Answer, ask, startTestPlatform } from '../platform.ts';
import { hiyori, seedTwoTowns } from '../two-towns.ts';

function newKey() {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  return { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
}

describe('Registration of a box', () => {
  let platform: RunningPlatform;
  let now = new Date('2026-11-20T09:00:00Z');
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => now });
    await seedTwoTowns(platform.context);
  });
  afterAll(() => platform.close());

  const newCode = (household = 'hana'): Promise<string> =>
    createRegistrationCode(platform.context, {
      operator: 'hiyori-cable',
      municipality: hiyori,
      district: 'yamate',
      household,
    });
  const register = (body: unknown): Promise<Answer> => ask(`${platform.url}/boxes/registrations`, { body });

  const codeOf = (answer: Answer) => [answer.status, answer.json<Problem>().code];

  it('gives the box its town, its operator and the keys that sign orders', async () => {
    const publicKey = newKey();
    const code = await newCode();
    expect(code).toMatch(/^\d{8}$/);
    const answer = await register({ code, publicKey, agentVersion: '1' });
    expect(answer.status).toBe(201);
    const registration = answer.json<BoxRegistration>();
    expect(registration).toMatchObject({
      issuer: `${platform.url}/oidc`,
      municipality: hiyori,
      municipalityName: 'ひより町',
      operatorName: 'ひよりケーブル',
      district: 'yamate',
      townKeys: [{ municipality: hiyori, publicKey: { kty: 'EC', crv: 'P-256' } }],
    });
    expect(registration.townKeys[0]?.publicKey).not.toHaveProperty('d');
    expect(await platform.context.boxes.find(registration.box)).toMatchObject({
      operator: 'hiyori-cable',
      household: 'hana',
      publicKey,
      blocked: false,
    });
  });

  it('takes a code once, also when two boxes use it at the same moment', async () => {
    const code = await newCode();
    const answers = await Promise.all(
      [1, 2, 3].map(() => register({ code, publicKey: newKey(), agentVersion: '1' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
  });

  it('refuses a code that is out of date', async () => {
    const code = await newCode();
    now = new Date(now.getTime() + 61 * 60_000);
    const answer = await register({ code, publicKey: newKey(), agentVersion: '1' });
    expect(codeOf(answer)).toEqual([403, 'registration.code']);
  });

  it('gives a box that lost its registration the same one again, for a new code of its household', async () => {
    const publicKey = newKey();
    const first = await register({ code: await newCode(), publicKey, agentVersion: '1' });
    const again = await register({ code: await newCode(), publicKey, agentVersion: '1' });
    expect(again.status).toBe(201);
    expect(again.json()).toEqual(first.json());
    await blockBox(platform.context, first.json<BoxRegistration>().box);
    const blocked = await register({ code: await newCode(), publicKey, agentVersion: '1' });
    expect(codeOf(blocked)).toEqual([409, 'registration.key-known']);
  });

  it('refuses a key of another household, and the code stays good for another box', async () => {
    const publicKey = newKey();
    expect((await register({ code: await newCode(), publicKey, agentVersion: '1' })).status).toBe(201);
    const code = await newCode('kenji');
    const again = await register({ code, publicKey, agentVersion: '1' });
    expect(codeOf(again)).toEqual([409, 'registration.key-known']);
    expect((await register({ code, publicKey: newKey(), agentVersion: '1' })).status).toBe(201);
  });

  it('names the wrong field and registers nothing', async () => {
    const code = await newCode();
    const answer = await register({ code, publicKey: { ...newKey(), crv: 'P-384' }, agentVersion: '1' });
    expect(answer.json<Problem>()).toMatchObject({
      code: 'request.malformed',
      errors: [{ path: '/publicKey/crv' }],
    });
    expect((await register({ code, publicKey: newKey(), agentVersion: '1' })).status).toBe(201);
  });

  it('refuses a key that is none, and the code stays good', async () => {
    const code = await newCode();
    const answer = await register({
      code,
      publicKey: { ...newKey(), x: 'a'.repeat(43) },
      agentVersion: '1',
    });
    expect(answer.json<Problem>()).toMatchObject({
      code: 'request.malformed',
      errors: [{ path: '/publicKey' }],
    });
    expect((await register({ code, publicKey: newKey(), agentVersion: '1' })).status).toBe(201);
  });

  const hour = 60 * 60_000;
  const guess = (code: number) =>
    register({ code: String(code).padStart(8, '0'), publicKey, agentVersion: '1' });
  const publicKey = newKey();

  it('stops somebody who searches for codes, one after the other or all at once', async () => {
    now = new Date(now.getTime() + hour);
    const statuses: number[] = [];
    for (let code = 0; code < 12; code += 1) statuses.push((await guess(code)).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(403));
    expect(statuses.slice(10)).toEqual([429, 429]);
    const good = await register({ code: await newCode(), publicKey: newKey(), agentVersion: '1' });
    expect(codeOf(good)).toEqual([429, 'registration.too-many-attempts']);
    now = new Date(now.getTime() + hour);
    const answers = await Promise.all(Array.from({ length: 30 }, (_, code) => guess(code)));
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it('stops a search from many addresses, also after a restart; ten minutes later the door is open again', async () => {
    now = new Date(now.getTime() + hour);
    const wrong = (address: string) =>
      new Attempts(platform.context).run(address, () =>
        registerBox(platform.context, { code: '00000000', publicKey: newKey() as never, agentVersion: '1' }),
      );
    const codes: string[] = [];
    for (let address = 0; address < 102; address += 1) {
      await wrong(`192.0.2.${address}`).catch((error: PlatformError) => codes.push(error.code));
    }
    expect(codes.slice(0, 100)).toEqual(Array(100).fill('registration.code'));
    expect(codes.slice(100)).toEqual(Array(2).fill('registration.too-many-attempts'));
    now = new Date(now.getTime() + 10 * 60_000);
    const code = await newCode();
    expect((await register({ code, publicKey: newKey(), agentVersion: '1' })).status).toBe(201);
  });

  it('knows no box by a name that is no box id', async () => {
    expect(await platform.context.boxes.find("x' or 1=1")).toBeUndefined();
  });
});
