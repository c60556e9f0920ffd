import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistrationCode } from '../../../mock-platform/src/boxes/registration.ts';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import type { CardTier } from '../../../mock-platform/src/protocol/identity.ts';
import { FileKeyStore } from '../../../reader-agent/src/box/file-key-store.ts';
import { Household } from '../../../reader-agent/src/box/household.ts';
import { Registrations } from '../../../reader-agent/src/box/registrations.ts';
import { BoxClock } from '../../../reader-agent/src/clock.ts';
import { Logins } from '../../../reader-agent/src/login/logins.ts';
import { PinBuffer } from '../../../reader-agent/src/login/pin.ts';
import { type Admission, LoginSteps } from '../../../reader-agent/src/login/steps.ts';
import { BoxRequests } from '../../../reader-agent/src/platform/box-requests.ts';
import { PlatformClient } from '../../../reader-agent/src/platform/http.ts';
import { Tokens } from '../../../reader-agent/src/platform/tokens.ts';
import type { LoginProgress } from '../../../reader-agent/src/protocol/local.ts';
import { Trace } from '../../../reader-agent/src/trace.ts';
import { Scene } from '../../mock-platform/identity/scene.ts';
import { Staff } from '../../mock-platform/identity/staff.ts';
import { until } from '../box.ts';
import { FakeReader } from '../fake-reader.ts';

/** The agent's logins before the real platform, under the profile `statute`: what one part means the other takes. */
const folder = mkdtempSync(join(tmpdir(), 'chanoma-chain-'));
const origin = 'http://localhost:8081';
const reader = new FakeReader();
const admissions: Admission[] = [];
const told: LoginProgress[] = [];
let scene: Scene;
let staff: Staff;
let box: string;
let steps: LoginSteps;
let logins: Logins;
let hana: IssuedCard;
let minoru: IssuedCard;

beforeAll(async () => {
  scene = await Scene.open({ profile: 'statute' });
  staff = await Staff.of(scene.platform, 'hiyori-cable');
  const home = { operator: 'hiyori-cable', municipality: '990019', district: 'yamate', household: 'hana' };
  const code = await createRegistrationCode(scene.platform.context, home);
  const key = await new FileKeyStore(join(folder, 'box-key.json')).open();
  const clock = new BoxClock();
  const client = new PlatformClient(scene.platform.url, key, clock);
  const registrations = await Registrations.open(folder, key);
  ({ box } = await registrations.register(client, code));
  const household = await Household.open(folder, key);
  const tokens = new Tokens(client, key, registrations, clock);
  const requests = new BoxRequests(client, tokens);
  steps = new LoginSteps({ reader, key, registrations, household, requests, tokens, clock });
  const trace = new Trace(undefined, undefined);
  logins = new Logins({ reader, registrations, household, steps, pin: new PinBuffer(), trace });
  logins.on('admitted', (admission) => admissions.push(admission));
  logins.on('progress', (progress) => told.push(progress));
  [hana, minoru] = await Promise.all([
    scene.issue(),
    scene.issue({ cardName: 'minoru', name: '佐藤 みのる', birthDate: '1991-06-08', generation: 'next' }),
  ]);
}, 60_000);
afterAll(async () => {
  logins?.stop();
  await scene?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Lays the card, types whatever PIN is asked for, and says how it ended. */
async function end(card: IssuedCard, start: () => string): Promise<string> {
  told.length = 0;
  reader.take();
  reader.lay(card.file);
  const login = start();
  const typed = new Set<string>();
  await until(() => {
    const last = told.at(-1);
    const kind = last?.pin?.kind;
    if (kind !== undefined && !typed.has(kind)) {
      typed.add(kind);
      for (const one of card.file.pins?.[kind]?.value ?? '') logins.typePin(login, one);
      void logins.submitPin(login);
    }
    return last?.phase === 'done' || last?.phase === 'refused';
  });
  const { phase, code } = told.at(-1)!;
  return code === undefined ? phase : `${phase} ${code}`;
}

const enrol = async (card: IssuedCard, expected: object): Promise<string> => {
  const application = await staff.open(box, {
    expected,
    services: ['health', 'booking', 'notices'],
  } as never);
  return end(card, () => logins.enrol(application, origin));
};
const login = (card: IssuedCard, tier?: CardTier): Promise<string> =>
  end(card, () => logins.start({ service: 'health', origin }, tier));

describe('the agent and the real platform', () => {
  it('enrol a card in one tap, present and next generation', async () => {
    const address = 'ひより町山手一丁目';
    const expected = { name: '若葉　はな', address, birthDate: '1944-05-03', gender: '2' };
    expect(await enrol(hana, expected)).toBe('done');
    const next = { name: '佐藤　みのる', address, birthDate: '1991-06-08', gender: '2' };
    expect(await enrol(minoru, next)).toBe('done');
  });

  it('log both in with either PIN, and ask for the PIN that health needs without being told', async () => {
    for (const card of [hana, minoru]) {
      expect(await login(card)).toBe('done');
      expect(told.at(-1)!.tier).toBe('t2');
      expect(admissions.at(-1)).toMatchObject({ tier: 't2' });
      expect(await login(card, 't3')).toBe('done');
      expect(admissions.at(-1)).toMatchObject({ tier: 't3' });
      expect(await login(card, 't1')).toBe('refused login.tier-too-low');
      expect(await end(card, () => logins.start({ service: 'booking', origin }))).toBe('done');
      expect(admissions.at(-1)).toMatchObject({ tier: 't1' });
    }
  });

  it('renew a visit at its tier without PIN, for half an hour and no longer', async () => {
    const { signal } = new AbortController();
    const purpose = { service: 'health' as const, origin };
    expect(await login(hana, 't2')).toBe('done');
    const { challenge, resident } = admissions.at(-1)!;
    const renewed = await steps.renew(purpose, signal, challenge);
    expect(renewed).toMatchObject({ tier: 't2', resident });
    expect(renewed.tokens.has('health')).toBe(true);
    await expect(steps.renew(purpose, signal)).rejects.toMatchObject({ code: 'login.tier-too-low' });
    expect(await steps.renew({ ...purpose, service: 'town' }, signal)).toMatchObject({
      tier: 't1',
      resident,
    });
  });
});
