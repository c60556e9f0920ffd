import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invite, keepAccounts } from '../../mock-platform/src/console/login/accounts.ts';
import { realmOfTown } from '../../mock-platform/src/console/officials.ts';
import { townPlans } from '../../mock-platform/src/living-room/seed/town-plans.ts';
import type { RunningPlatform } from '../../mock-platform/src/server/platform.ts';
import { importTownRegister } from '../../mock-platform/src/town/import-register.ts';
import { coreModules } from '../mock-platform/core-modules.ts';
import { startTestPlatform } from '../mock-platform/platform.ts';
import { hiyori, seedTwoTowns } from '../mock-platform/two-towns.ts';
import { browserMissing, openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a screen reader's user would stumble over, by rule. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(`${axe};0`);
  const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string }[] };
  const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  return [...violations.map(({ id }) => id), ...(tooWide ? ['wider than the screen'] : [])];
}

describe.skipIf(browserMissing)('Two officials side by side, in real browsers (needs chromium)', () => {
  let platform: RunningPlatform;
  let writers: Awaited<ReturnType<typeof openBrowser>>;
  let approvers: Awaited<ReturnType<typeof openBrowser>>;
  let writer: Page;
  let approver: Page;
  let town: string;
  const judged: Record<string, string[]> = {};

  const judge = async (page: Page, name: string) => {
    for (const [width, height] of [
      [1440, 1000],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(100);
      judged[`${name} ${width}`] = await barriers(page);
    }
    await page.setViewportSize({ width: 1440, height: 1000 });
  };

  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules });
    await seedTwoTowns(platform.context);
    const { outlines, scenery } = townPlans[hiyori]!;
    await importTownRegister(platform.context, {
      municipality: hiyori,
      name: 'ひより町',
      scenery,
      districts: [
        { code: 'yamate', name: '山手', households: 214, east: -2.8, north: 2.2, outline: outlines.yamate },
        { code: 'kitadani', name: '北谷', households: 98, east: 0.1, north: 2.7, outline: outlines.kitadani },
      ],
      households: [],
      shelters: [
        {
          id: 'school',
          name: 'ひより小学校',
          reading: 'ひよりしょうがっこう',
          marked: 'ひより{小学校|しょうがっこう}',
          english: 'Hiyori Elementary School',
          district: 'kitadani',
          capacity: 240,
          note: '',
        },
      ],
    });
    await keepAccounts(platform.context, [
      { realm: realmOfTown(hiyori), id: 'kato', name: '加藤 みのり', role: 'approver' },
    ]);
    [writers, approvers] = await Promise.all([openBrowser(), openBrowser()]);
    writer = await writers.context.newPage();
    approver = await approvers.context.newPage();
    town = `http://localhost:${new URL(platform.url).port}/console/towns/${hiyori}`;
  });
  afterAll(async () => {
    await writers?.close();
    await approvers?.close();
    await platform?.close();
  });

  it('registers a passkey by the administrator’s link, once, and signs in with it', async () => {
    const device = await approvers.context.newCDPSession(approver);
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const link = `${town}#invitation=${await invite(platform.context, realmOfTown(hiyori), 'kato')}`;
    await approver.goto(link);
    await approver.getByRole('button', { name: 'パスキーを登録する' }).waitFor();
    expect(approver.url()).not.toContain('invitation');
    await judge(approver, 'invitation');
    await approver.getByRole('button', { name: 'パスキーを登録する' }).click();
    await approver.getByText('加藤 みのり(承認)').waitFor();
    await approver.getByRole('button', { name: 'ログアウト' }).click();
    await judge(approver, 'login');
    await approver.getByRole('button', { name: 'パスキーでログイン' }).click();
    await approver.getByText('加藤 みのり(承認)').waitFor();
    const late = await approvers.context.newPage();
    await late.goto(link);
    await late.getByText('この登録リンクは使えません').waitFor();
    await late.close();
  });

  it('writes an order by keyboard and map, and hands it on', async () => {
    await writer.goto(town);
    await writer.getByRole('button', { name: /佐藤/ }).click();
    await writer.getByRole('checkbox', { name: '地図の山手' }).focus();
    await writer.keyboard.press('Space');
    expect(await writer.getByRole('row', { name: '山手' }).getByRole('checkbox').isChecked()).toBe(true);
    await writer.locator('select[name="shelter"]').selectOption({ label: 'ひより小学校' });
    await writer.getByRole('button', { name: '例:がけ' }).click();
    await writer.getByRole('button', { name: 'English' }).click();
    const preview = (await writer.locator('.preview').textContent()) ?? '';
    for (const words of ['Get out now!', 'Go to Hiyori Elementary School.', 'Stay away from slopes.'])
      expect(preview).toContain(words);
    await judge(writer, 'order');
    await writer.locator('[data-send="live"]').click();
    await judge(writer, 'question');
    await writer.locator('dialog.confirm button.primary').click();
    await writer.getByText('ほかの担当者の承認を待っています').waitFor();
    expect(await writer.locator('.release').count()).toBe(0);
  });

  it('is released by the other, who sees it as the television shows it', async () => {
    await approver.goto(`${town}#drafts`);
    await approver.locator('[data-draft] .preview').waitFor();
    expect(await approver.locator('.preview').textContent()).toContain('すぐ にげて！');
    await judge(approver, 'release');
    await approver.locator('.release').click();
    await approver.locator('dialog.confirm button.primary').click();
    await approver.locator('.board-head').waitFor();
    await judge(approver, 'board');
    await writer.getByText('承認を待っている指示はありません').waitFor();
    await approver.goto(`${town}#record`);
    await approver.locator('tr.released').waitFor();
    await judge(approver, 'record');
    await approver.goto(`${town}#master`);
    await approver.getByText('ひより小学校').click();
    await judge(approver, 'master data');
  });

  it('has a drill page that does not look like the live one', async () => {
    const look = (page: Page) =>
      page.evaluate(() => [
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector('[data-send]')!).backgroundColor,
        document.querySelector('[data-send]')!.textContent,
        document.querySelector('.bar')!.textContent,
      ]);
    await writer.goto(`${town}#compose`);
    const live = await look(writer);
    await writer.goto(`${town}?drill#compose`);
    await writer.locator('[data-send="drill"]').waitFor();
    await judge(writer, 'drill');
    const drill = await look(writer);
    for (const [index, one] of drill.entries()) expect(one).not.toBe(live[index]);
  });

  it('puts nothing into anybody’s way, on a desk and on a phone', () => {
    expect(Object.keys(judged)).toHaveLength(18);
    expect(Object.entries(judged).filter(([, found]) => found.length > 0)).toEqual([]);
  });
});
