import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customersModule } from '../../../mock-platform/src/customers/module.ts';
import { enrolPerson, identityModule } from '../../../mock-platform/src/identity/index.ts';
import { OrderBoard, TownDesk } from '../../../mock-platform/src/protocol/console.ts';
import { BoxResidents } from '../../../mock-platform/src/protocol/town.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { importTownRegister } from '../../../mock-platform/src/town/import-register.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { Staff } from '../identity/staff.ts';
import { ask, startTestPlatform } from '../platform.ts';
import { hiyori, orderDraft, registerTestBox, seedTwoTowns, signAnswer, type TestBox } from '../two-towns.ts';

let platform: RunningPlatform;
let staff: Staff;
let cookie: string;
let boxes: Record<'hana' | 'kenji', TestBox>;
let persons: Record<'hana' | 'isamu' | 'kenji', string>;

const subject = (person: string): string => platform.context.pairwise('town', person);
const surfacePublicKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');

function enrol(household: string, serial: string): Promise<string> {
  const certificate = { issuerKey: 'a'.repeat(64), serial };
  const enrolment = { household, operator: 'hiyori-cable', certificate, surfacePublicKey };
  return enrolPerson(platform.context, { ...enrolment, pinUsedAt: new Date() });
}

async function protect(person: string, household: string, on: boolean): Promise<void> {
  const known = platform.context.pairwise('operator/hiyori-cable', person);
  const path = `/identity/staff/households/${household}/members/${known}/protection`;
  expect((await staff.post(path, { protected: on })).status).toBe(204);
}

const town = (path = '', body?: unknown) =>
  ask(`${platform.url}/console/towns/${hiyori}${path}`, {
    ...(body === undefined ? {} : { body }),
    headers: { cookie, origin: platform.url },
  });
const namesAt = async (box: TestBox): Promise<string[]> => {
  const answer = await ask(`${platform.url}/town/residents`, {
    headers: { authorization: `DPoP ${box.id}` },
  });
  return BoxResidents.parse(answer.json()).residents.map(({ callName }) => callName);
};

async function order(districts: string[]): Promise<string> {
  const id = randomUUID();
  await town('/drafts', { draft: orderDraft(id, { districts }), submit: true });
  const alone = { version: 1, reason: 'ひとりで ためす' };
  expect((await town(`/drafts/${id}/override`, alone)).json()).toMatchObject({ state: 'released' });
  return id;
}

async function answer(box: TestBox, of: string, person: string): Promise<string> {
  const socket = await BoxSocket.resumed(platform.url, box.id);
  const id = randomUUID();
  const said = { answer: 'help', tier: 't0', at: new Date().toISOString() } as const;
  const statement = await signAnswer(box, { id, order: of, residents: [subject(person)], ...said });
  socket.send({ type: 'answer', statement });
  const { type } = await Promise.race([socket.next('stored'), socket.next('error')]);
  socket.close();
  return type;
}

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [...coreModules, identityModule, customersModule] });
  await seedTwoTowns(platform.context);
  staff = await Staff.of(platform, 'hiyori-cable');
  boxes = {
    hana: await registerTestBox(platform, 'hana'),
    kenji: await registerTestBox(platform, 'kenji'),
  };
  persons = {
    hana: await enrol('hana', '1a'),
    isamu: await enrol('hana', '1b'),
    kenji: await enrol('kenji', '1c'),
  };
  const resident = (callName: string, person: string) => ({
    subject: subject(person),
    callName,
    fullName: `若葉 ${callName}`,
    supportNeeded: false,
  });
  await importTownRegister(platform.context, {
    municipality: hiyori,
    name: 'ひより町',
    districts: [
      { code: 'yamate', name: '山手', households: 2, east: 0, north: 0 },
      { code: 'kawahara', name: '川原', households: 1, east: 1, north: 0 },
    ],
    households: [
      {
        household: subject('hana'),
        district: 'yamate',
        name: 'はなさんの家',
        residents: [resident('はな', persons.hana), resident('いさむ', persons.isamu)],
      },
      {
        household: subject('kenji'),
        district: 'kawahara',
        name: 'けんじさんの家',
        residents: [resident('けんじ', persons.kenji)],
      },
    ],
    shelters: [],
  });
  const session = await ask(`${platform.url}/console/towns/${hiyori}/session`, {
    body: { official: 'sato' },
    headers: { origin: platform.url },
  });
  cookie = String(session.headers['set-cookie']).split(';')[0]!;
}, 60_000);
afterAll(() => platform?.close());

describe('A protected person (DV支援措置)', () => {
  it('is on no board and in no number of an order, and neither is a household called after her', async () => {
    const id = await order(['yamate']);
    expect(await answer(boxes.hana, id, persons.hana)).toBe('stored');
    expect(OrderBoard.parse((await town(`/orders/${id}`)).json()).order.counts).toMatchObject({ help: 1 });
    await protect(persons.hana, 'hana', true);
    const answered = await town(`/orders/${id}`);
    const board = OrderBoard.parse(answered.json());
    expect(board.boxes.map(({ residents }) => residents.map(({ name }) => name))).toEqual([['若葉 いさむ']]);
    expect(board.order.counts).toMatchObject({ boxes: 1, answered: 0, help: 0 });
    expect(answered.body).not.toContain('はな');
    expect(answered.body).not.toContain(subject(persons.hana));
    expect((await town('/orders')).body).toContain('"answered":0,"help":0');
    await protect(persons.hana, 'hana', false);
    expect((await town(`/orders/${id}`)).body).toContain('はな');
  });

  it('who lives alone takes the box with her: it is on no board and in no district’s number', async () => {
    const id = await order(['yamate', 'kawahara']);
    const boxesOf = async (district: string): Promise<number | undefined> =>
      TownDesk.parse((await town()).json()).districts.find(({ code }) => code === district)?.boxes;
    expect(await boxesOf('kawahara')).toBe(1);
    await protect(persons.kenji, 'kenji', true);
    const answered = await town(`/orders/${id}`);
    expect(OrderBoard.parse(answered.json()).order.counts.boxes).toBe(1);
    expect(answered.body).not.toContain(boxes.kenji.id);
    expect(answered.body).not.toContain('けんじ');
    expect((await town('/orders')).body).not.toContain('"boxes":2');
    expect(await boxesOf('kawahara')).toBe(0);
  });

  it('still gets orders and is heard: officials see that somebody protected asks for help, without any place', async () => {
    const id = await order(['kawahara']);
    const socket = await BoxSocket.resumed(platform.url, boxes.kenji.id);
    socket.close();
    expect(await namesAt(boxes.kenji)).toEqual(['けんじ']);
    expect(TownDesk.parse((await town()).json()).withheldHelp).toBeUndefined();
    expect(await answer(boxes.kenji, id, persons.kenji)).toBe('stored');
    expect(TownDesk.parse((await town()).json()).withheldHelp).toBe(1);
    expect((await town(`/orders/${id}`)).body).toContain('"boxes":0');
  });

  it('is named only at the television where she lives now, and cannot be answered for at the one that she has left', async () => {
    const former = await BoxSocket.resumed(platform.url, boxes.hana.id);
    await protect(persons.hana, 'hana', true);
    await former.next('residents-changed');
    former.close();
    expect(await namesAt(boxes.hana)).toEqual(['はな', 'いさむ']);
    const known = platform.context.pairwise('operator/hiyori-cable', persons.hana);
    await staff.post(`/identity/staff/households/hana/members/${known}/end`, { reason: 'moved-out' });
    expect(await namesAt(boxes.hana)).toEqual(['いさむ']);
    const id = await order(['yamate']);
    expect(await answer(boxes.hana, id, persons.hana)).toBe('error');
    expect(await answer(boxes.hana, id, persons.isamu)).toBe('stored');
  });

  it('is in no file that an operator gets', async () => {
    const csv = (await staff.get('/identity/staff/links.csv')).body as string;
    expect(csv).toContain(platform.context.pairwise('operator/hiyori-cable', persons.isamu));
    for (const person of [persons.hana, persons.kenji]) {
      expect(csv).not.toContain(platform.context.pairwise('operator/hiyori-cable', person));
    }
  });
});
