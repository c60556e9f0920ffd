import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import { BoxResidents, Shelters } from '../../../mock-platform/src/protocol/town.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { type Answer, ask, startTestPlatform } from '../platform.ts';
import { registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';

describe('The town’s register', () => {
  let platform: RunningPlatform;
  let hana: TestBox;
  let sachiko: TestBox;
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules });
    await seedTwoTowns(platform.context);
    hana = await registerTestBox(platform, 'hana');
    sachiko = await registerTestBox(platform, 'sachiko');
  });
  afterAll(() => platform.close());

  const get = (path: string, box?: string): Promise<Answer> =>
    ask(platform.url + path, { headers: box === undefined ? {} : { authorization: `DPoP ${box}` } });

  it('gives a box the residents of its own household, under their pairwise subjects', async () => {
    const { residents } = BoxResidents.parse((await get('/town/residents', hana.id)).json());
    expect(residents).toEqual([
      { subject: platform.context.pairwise('town', 'p-hana'), callName: 'はな', fullName: '若葉 はな' },
      { subject: platform.context.pairwise('town', 'p-isamu'), callName: 'いさむ', fullName: '若葉 いさむ' },
    ]);
    const others = BoxResidents.parse((await get('/town/residents', sachiko.id)).json());
    expect(others.residents.map(({ callName }) => callName)).toEqual(['さちこ']);
  });

  it('gives shelters of the own town, nearest first', async () => {
    const { shelters } = Shelters.parse((await get('/town/shelters', hana.id)).json());
    expect(shelters.map(({ name, own, districtName }) => [name, own, districtName])).toEqual([
      ['ひより小学校', false, '本町'],
      ['川原体育館', false, '川原'],
    ]);
    const kenji = await registerTestBox(platform, 'kenji');
    const own = Shelters.parse((await get('/town/shelters', kenji.id)).json()).shelters;
    expect(own.map(({ id, own }) => [id, own])).toEqual([
      ['gym', true],
      ['school', false],
    ]);
    expect(Shelters.parse((await get('/town/shelters', sachiko.id)).json()).shelters).toEqual([]);
  });

  it('tells nothing without a token', async () => {
    for (const path of ['/town/residents', '/town/shelters']) {
      const answer = await get(path);
      expect([answer.status, answer.json<Problem>().code]).toEqual([401, 'token.invalid']);
    }
  });

  it('tells its boxes when it has changed', async () => {
    const [own, other] = await Promise.all([
      BoxSocket.resumed(platform.url, hana.id),
      BoxSocket.resumed(platform.url, sachiko.id),
    ]);
    await seedTwoTowns(platform.context);
    await Promise.all([own.next('residents-changed'), other.next('residents-changed')]);
    expect(BoxResidents.parse((await get('/town/residents', hana.id)).json()).residents).toHaveLength(2);
    own.close();
    other.close();
  });
});
