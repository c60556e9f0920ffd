import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepAccounts } from '../../../mock-platform/src/console/login/accounts.ts';
import { realmOfWelfare } from '../../../mock-platform/src/console/welfare-routes.ts';
import { agree } from '../../../mock-platform/src/notices/watch-over/agreements.ts';
import { assignWelfareOfficer } from '../../../mock-platform/src/notices/watch-over/officer.ts';
import { askToday } from '../../../mock-platform/src/notices/watch-over/questions.ts';
import { reportSilent } from '../../../mock-platform/src/notices/watch-over/watch.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { importTownRegister } from '../../../mock-platform/src/town/import-register.ts';
import { coreModules } from '../core-modules.ts';
import { ask, startTestPlatform } from '../platform.ts';
import { hiyori, seedTwoTowns } from '../two-towns.ts';

const chromiumPath = '/usr/bin/chromium';
const built = existsSync(new URL('../../../mock-platform/dist/pages/welfare.html', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const officer = '山本 ふじ子';

describe('A welfare officer’s page', () => {
  let platform: RunningPlatform;
  let now = new Date('2026-11-20T00:00:00Z');
  const address = () => `${platform.url}/console/welfare/${hiyori}`;
  const signIn = async (official: string, path = `welfare/${hiyori}`) => {
    const answer = await ask(`${platform.url}/console/${path}/session`, {
      headers: { origin: platform.url },
      body: { official },
    });
    return { status: answer.status, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
  };

  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => now });
    const { context } = platform;
    await seedTwoTowns(context);
    const subject = (id: string): string => context.pairwise('town', id);
    const resident = (key: string, name: string) => ({
      subject: subject(key),
      callName: name,
      fullName: `若葉 ${name}`,
      supportNeeded: true,
      supporters: [{ name: officer, role: '民生委員' }],
    });
    await importTownRegister(context, {
      municipality: hiyori,
      name: 'ひより町',
      districts: [{ code: 'yamate', name: '山手', households: 9, east: 0, north: 0 }],
      households: [
        {
          household: subject('hana'),
          district: 'yamate',
          name: 'はなさんの家',
          residents: [resident('p-hana', 'はな'), resident('p-isamu', 'いさむ')],
        },
      ],
      shelters: [],
    });
    await keepAccounts(context, [
      { realm: realmOfWelfare(hiyori), id: 'yamamoto', name: officer, role: 'welfare-officer' },
    ]);
    await assignWelfareOfficer(context, { municipality: hiyori, official: 'yamamoto', name: officer });
    const hana = {
      sub: subject('p-hana'),
      municipality: hiyori,
      household: subject('hana'),
      tier: 't1',
    } as const;
    await agree(context, hana, { recipients: [{ kind: 'welfare-officer', name: officer }] });
    await askToday(context);
    now = new Date('2026-11-21T01:00:00Z');
    await reportSilent(context);
  });
  afterAll(() => platform.close());

  it('is for welfare officers alone, and they see nothing of the town’s desk', async () => {
    expect((await ask(`${address()}/people`)).status).toBe(401);
    const { cookie } = await signIn('yamamoto');
    expect((await ask(`${address()}/people`, { headers: { cookie } })).status).toBe(200);
    const desk = await ask(`${platform.url}/console/towns/${hiyori}`, { headers: { cookie } });
    expect(desk.status).toBe(401);
    expect((await signIn('yamamoto', `towns/${hiyori}`)).status).toBe(403);
    expect((await signIn('sato')).status).toBe(403);
  });

  it.skipIf(!existsSync(chromiumPath) || !built)(
    'shows those who named the officer (skipped without Chromium or the built page)',
    async () => {
      const browser = await chromium.launch({
        executablePath: chromiumPath,
        args: ['--no-sandbox', '--disable-gpu'],
      });
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      const violations = async (): Promise<string[]> => {
        const found = (await page.evaluate(`${axe}; axe.run({ resultTypes: ['violations'] })`)) as AxeResults;
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      };
      await page.goto(address());
      await page.getByRole('button', { name: `${officer}でログイン` }).waitFor();
      expect(await violations()).toEqual([]);
      await page.getByRole('button', { name: `${officer}でログイン` }).click();
      await page.getByText('確かめてください').waitFor();
      expect(await page.getByText('いさむ').count()).toBe(0);
      expect(await violations()).toEqual([]);
      if (process.env.CHANOMA_WELFARE_PICTURE)
        await page.screenshot({ path: process.env.CHANOMA_WELFARE_PICTURE });
      await page.getByRole('button', { name: /無事でした$/ }).click();
      await page.getByText('変わりありません').waitFor();
      await page.getByText('そのうち何事もなかったもの 1件（100％）').waitFor();
      await browser.close();
    },
  );
});
