import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistrationCode } from '../../../mock-platform/src/boxes/registration.ts';
import type { BoxRegistration } from '../../../mock-platform/src/protocol/boxes.ts';
import type { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { coreModules } from '../core-modules.ts';
import { type Answer, ask, startTestPlatform } from '../platform.ts';
import { hiyori, seedTwoTowns } from '../two-towns.ts';

const { kty, crv, x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
  format: 'jwk',
});
const publicKey = { kty, crv, x, y };

describe('Registration of a box', () => {
  let platform: RunningPlatform;
  let now = new Date('2026-11-20T09:00:00Z');
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => now });
    await seedTwoTowns(platform.context);
  });
  afterAll(() => platform.close());

  const newCode = (): Promise<string> =>
    createRegistrationCode(platform.context, {
      operator: 'hiyori-cable',
      municipality: hiyori,
      district: 'yamate',
      household: 'hana',
    });
  const register = (body: unknown): Promise<Answer> => ask(`${platform.url}/boxes/registrations`, { body });

  it('gives the box its town, its operator and the keys that sign orders', async () => {
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
    const answers = await Promise.all([1, 2, 3].map(() => register({ code, publicKey, agentVersion: '1' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
  });

  it('refuses a code that is out of date', async () => {
    const code = await newCode();
    now = new Date(now.getTime() + 61 * 60_000);
    const answer = await register({ code, publicKey, agentVersion: '1' });
    expect([answer.status, answer.json<Problem>().code]).toEqual([403, 'registration.code']);
  });

  it('names the wrong field and registers nothing', async () => {
    const code = await newCode();
    const answer = await register({ code, publicKey: { ...publicKey, crv: 'P-384' }, agentVersion: '1' });
    expect(answer.json<Problem>()).toMatchObject({
      code: 'request.malformed',
      errors: [{ path: '/publicKey/crv' }],
    });
    expect((await register({ code, publicKey, agentVersion: '1' })).status).toBe(201);
  });

  it('refuses a key that is none, and the code stays good', async () => {
    const code = await newCode();
    const answer = await register({
      code,
      publicKey: { ...publicKey, x: 'a'.repeat(43) },
      agentVersion: '1',
    });
    expect(answer.json<Problem>()).toMatchObject({
      code: 'request.malformed',
      errors: [{ path: '/publicKey' }],
    });
    expect((await register({ code, publicKey, agentVersion: '1' })).status).toBe(201);
  });

  it('stops somebody who searches for codes, one after the other or all at once', async () => {
    now = new Date(now.getTime() + 60 * 60_000);
    const statuses: number[] = [];
    for (let code = 0; code < 12; code += 1) {
      const answer = await register({ code: String(code).padStart(8, '0'), publicKey, agentVersion: '1' });
      statuses.push(answer.status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(403));
    expect(statuses.slice(10)).toEqual([429, 429]);
    now = new Date(now.getTime() + 60 * 60_000);
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, code) =>
        register({ code: String(code).padStart(8, '0'), publicKey, agentVersion: '1' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it('knows no box by a name that is no box id', async () => {
    expect(await platform.context.boxes.find("x' or 1=1")).toBeUndefined();
  });
});
