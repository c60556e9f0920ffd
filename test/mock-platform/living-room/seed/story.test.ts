import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificationModule, type IssuedCard } from '../../../../mock-platform/src/certification/index.ts';
import { openDatabase } from '../../../../mock-platform/src/database/open-database.ts';
import { runFederationTimers } from '../../../../mock-platform/src/identity/index.ts';
import {
  type SeededWorld,
  seedModule,
  seedWorld,
} from '../../../../mock-platform/src/living-room/seed/seed.ts';
import type { ServiceName } from '../../../../mock-platform/src/protocol/basics.ts';
import { BookingDays, Facilities } from '../../../../mock-platform/src/protocol/booking.ts';
import { ObservationBundle, observationCodes } from '../../../../mock-platform/src/protocol/health.ts';
import { BoxResidents } from '../../../../mock-platform/src/protocol/town.ts';
import { platformCallers, productionModules } from '../../../../mock-platform/src/server/modules.ts';
import { type RunningPlatform, startPlatform } from '../../../../mock-platform/src/server/platform.ts';
import { prepareDataDirectory } from '../../database-template.ts';
import { TestBox } from '../../identity/box.ts';
import { Staff } from '../../identity/staff.ts';
import { boxGet, enrolAt } from '../../identity/tap.ts';

let folder: string;
let platform: RunningPlatform;
let world: SeededWorld;
let closeDatabase: () => Promise<void>;
const boxes = new Map<string, TestBox>();

/** Registers a box with the household's own code. */
async function installBox(household: string): Promise<TestBox> {
  const box = await TestBox.make(platform.url);
  const code = await world.boxes.find((seeded) => seeded.household === household)?.registrationCode();
  const answer = await fetch(`${platform.url}/boxes/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey: box.jwk, agentVersion: 'test' }),
  });
  const { box: id } = (await answer.json()) as { box: string };
  return Object.assign(box, { id });
}

const card = (name: string) =>
  ({ file: JSON.parse(readFileSync(join(folder, 'cards', `${name}.json`), 'utf8')) }) as IssuedCard;
const boxOf = (household: string) => boxes.get(household) as TestBox;
const login = (household: string, name: string) => boxOf(household).login(card(name));

/** A request with a token, as the box's agent sends it. */
async function ask(box: TestBox, token: string, path: string, payload?: object) {
  const method = payload === undefined ? 'GET' : 'POST';
  const answer = await fetch(`${platform.url}${path}`, {
    method,
    headers: {
      authorization: `DPoP ${token}`,
      dpop: await box.proof(method, path.split('?')[0] as string, token),
      ...(payload && { 'content-type': 'application/json' }),
    },
    ...(payload && { body: JSON.stringify(payload) }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function tokenOf(household: string, name: string, service: ServiceName): Promise<string> {
  const box = boxOf(household);
  const { body } = await box.login(card(name), { service });
  return (await box.exchange(body.result, service)).body.access_token;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chanoma-story-'));
  await prepareDataDirectory(folder);
  const database = await openDatabase({ dataDirectory: folder });
  closeDatabase = () => database.close();
  platform = await startPlatform(
    {
      port: 0,
      dataDirectory: folder,
      databaseUrl: undefined,
      profile: 'trial',
      demo: true,
      publicUrl: 'http://localhost:0',
      certificationUrl: 'http://localhost:0/certification',
    },
    {
      modules: [...productionModules, certificationModule, seedModule],
      createCallers: platformCallers,
      database,
      logLevel: 'silent',
      prepare: async (context) => {
        world = await seedWorld(context);
      },
    },
  );
  for (const { household } of world.boxes) boxes.set(household, await installBox(household));
}, 120_000);

afterAll(async () => {
  await platform.close();
  await closeDatabase();
  rmSync(folder, { recursive: true });
});

describe('the seeded cards at the seeded boxes, with real tokens', () => {
  it.each([
    ['hana', 'hana', 200, undefined],
    ['hana', 'isamu', 200, undefined],
    ['hana', 'yui', 200, undefined],
    ['kenji', 'kenji', 200, undefined],
    ['kenji', 'yoshiko', 200, undefined],
    ['hana', 'fumi', 403, 'certificate.revoked'],
    ['hana', 'takeshi', 403, 'certificate.expired'],
    ['hana', 'kenji', 403, 'login.other-household'],
    ['kenji', 'hana', 403, 'login.other-household'],
    ['hana', 'sachiko', 403, 'login.other-household'],
    ['hana', 'makoto', 403, 'login.other-household'],
  ])('at %s’s television the card of %s is answered %i %s', async (household, name, status, code) => {
    const answer = await login(household, name);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  });

  it('opens はな’s own health data and nobody else’s', async () => {
    const { system, code } = observationCodes.bloodPressure;
    const path = `/health/fhir/Observation?code=${encodeURIComponent(`${system}|${code}`)}&_sort=-date`;
    const read = async (name: string) =>
      ObservationBundle.parse((await ask(boxOf('hana'), await tokenOf('hana', name, 'health'), path)).body);
    const [hana, isamu, yui] = [await read('hana'), await read('isamu'), await read('yui')];
    expect(hana.entry[0]?.resource.component?.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([
      126, 78,
    ]);
    expect(isamu.entry[0]?.resource.component?.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([
      147, 87,
    ]);
    expect(yui.total).toBe(0);
    const box = boxOf('hana');
    expect((await ask(box, await box.ownToken('health'), path)).status).toBe(403);
  });

  it('books a free slot, which the other household’s television then sees taken', async () => {
    const [hana, kenji] = [boxOf('hana'), boxOf('kenji')];
    const seen = async (path: string) => (await ask(kenji, await kenji.ownToken('booking'), path)).body;
    const { facilities } = Facilities.parse(await seen('/booking/facilities'));
    const facility = facilities[0]?.id as string;
    const { days } = BookingDays.parse(await seen(`/booking/facilities/${facility}/days`));
    const day = days.slice(1).find(({ free }) => free.includes('evening'))?.day as string;
    const wish = () => ({ facility, day, period: 'evening', requestId: randomUUID() });
    const token = await tokenOf('hana', 'hana', 'booking');
    expect((await ask(hana, token, '/booking/bookings', wish())).status).toBe(201);
    const { slots } = await seen(`/booking/facilities/${facility}/days/${day}/slots`);
    expect(slots[2]).toMatchObject({ period: 'evening', free: false });
    const late = await ask(kenji, await tokenOf('kenji', 'kenji', 'booking'), '/booking/bookings', wish());
    expect(late.body.code).toBe('booking.taken');
    expect(late.body.alternatives).toHaveLength(3);
  });

  it('gives まこと his name on the television where he registers, because he agreed that his town hears of it', async () => {
    const box = boxOf('hana');
    const staff = await Staff.of(platform, 'hiyori-cable');
    const application = await staff.open(box.id, {
      expected: { name: '田中 まこと', address: 'ひより町新町8番地' },
    });
    const form = (await boxGet(box, `/identity/applications/${application}`)).text;
    expect(form).toContain('なまえ、じゅうしょ、うまれた ひ、せいべつを ひより町に つたえます。');
    const { resident } = (await enrolAt(box, card('makoto'), application)).body;
    await runFederationTimers(platform.context);
    const { body } = await ask(box, await box.ownToken('town'), '/town/residents');
    expect(BoxResidents.parse(body).residents).toContainEqual({
      subject: resident,
      callName: 'まこと',
      fullName: '田中 まこと',
    });
    expect((await box.login(card('makoto'))).body.resident).toBe(resident);
    const kenji = boxOf('kenji');
    const elsewhere = await ask(kenji, await kenji.ownToken('town'), '/town/residents');
    expect(JSON.stringify(elsewhere.body)).not.toContain('まこと');
  });
});
