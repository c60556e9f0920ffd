import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MasterData } from '../../../mock-platform/src/protocol/master-data.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import { hiyori, miharashi, registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';
import { callDesk, refusal, signIn } from './desk.ts';

describe('A town’s master data', () => {
  let platform: RunningPlatform;
  let box: TestBox;
  let sato: string;

  const call = (path: string, body?: object, cookie = sato) =>
    callDesk(platform, `${hiyori}/master${path}`, { cookie, ...(body ? { body } : {}) });
  const data = async () => MasterData.parse((await call('')).json());

  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules });
    await seedTwoTowns(platform.context);
    box = await registerTestBox(platform, 'hana');
    sato = await signIn(platform, hiyori, 'sato');
  });
  afterAll(() => platform.close());

  // L-Alert's trap: a town could not correct an address without telling everybody that a shelter had opened.
  it('announces nothing when a shelter’s address is corrected', async () => {
    const socket = await BoxSocket.resumed(platform.url, box.id);
    const announced = async () =>
      (
        await sql`
          select (select count(*) from alerts."order") as orders, (select count(*) from alerts.draft) as drafts,
            (select count(*) from notices.notice) as notices`.execute(platform.context.tables())
      ).rows;
    const before = await announced();
    const { version, id, ...entry } = (await data()).shelters.find((one) => one.id === 'school')!;
    const answer = await call(`/shelters/${id}`, { version, entry: { ...entry, address: '本町1-2' } });
    expect(MasterData.parse(answer.json()).shelters).toContainEqual({
      ...entry,
      id,
      address: '本町1-2',
      version: 1,
    });
    await new Promise((resolve) => setTimeout(resolve, 600));
    // Every connection begins with the questions of the morning; nothing else has come.
    expect(socket.messages.filter(({ type }) => type !== 'watch-over')).toEqual([]);
    expect(await announced()).toEqual(before);
    socket.close();
  });

  it('keeps who changed what, and refuses a change of what somebody else has changed', async () => {
    const { version, code, ...entry } = (await data()).districts[0]!;
    const change = { version, entry: { ...entry, households: 215 } };
    expect((await call(`/districts/${code}`, change)).status).toBe(200);
    expect(refusal(await call(`/districts/${code}`, change))).toEqual([409, 'master.changed']);
    const twice = { version: 1, entry: { ...entry, households: 216 } };
    const both = await Promise.all([call(`/districts/${code}`, twice), call(`/districts/${code}`, twice)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { changes, districts } = await data();
    expect(districts[0]).toMatchObject({ households: 216, version: 2 });
    expect(changes[0]).toMatchObject({ by: '佐藤 まち子', kind: 'district', key: code, version: 2 });
  });

  it('keeps the town’s own sentences and the supporters of a resident', async () => {
    const entry = {
      hazard: 'flood',
      place: 'way',
      sentence: 'はしを わたらないで。',
      plain: 'はしを 歩かないで。',
      en: 'Do not cross bridges.',
    };
    await call('/templates', { version: 0, entry });
    const { templates, residents } = await data();
    expect(templates).toEqual([{ ...entry, version: 1 }]);
    const hana = residents.find(({ name }) => name === '若葉 はな')!;
    const supporters = [{ name: '山本 ふじ子', role: '民生委員' }];
    await call(`/supporters/${hana.subject}`, { version: 0, entry: { supporters } });
    expect((await data()).residents.find(({ name }) => name === '若葉 はな')).toMatchObject({ supporters });
  });

  it('belongs to its own town and to those who may write', async () => {
    const mori = await signIn(platform, miharashi, 'mori');
    const hana = (await data()).residents.find(({ name }) => name === '若葉 はな')!;
    const foreign = await callDesk(platform, `${miharashi}/master/supporters/${hana.subject}`, {
      cookie: mori,
      body: { version: 0, entry: { supporters: [] } },
    });
    expect(refusal(foreign)).toEqual([404, 'master.unknown']);
    const aoki = await signIn(platform, hiyori, 'aoki');
    const change = { version: 0, entry: { name: '本町', households: 1 } };
    expect(refusal(await call('/districts/honmachi', change, aoki))).toEqual([403, 'official.role']);
    expect(refusal(await call('/districts/atlantis', change))).toEqual([404, 'master.unknown']);
  });
});
