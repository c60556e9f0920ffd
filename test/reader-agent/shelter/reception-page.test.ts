import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestEntry, ShelterBoard, ShelterResult } from '../../../mock-platform/src/protocol/shelter.ts';
import { testCard } from '../../mock-platform/card/fixture.ts';
import { TestBox, until } from '../box.ts';

const chromiumPath = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!existsSync(chromiumPath))('the page of a reception (skipped without Chromium)', () => {
  let box: TestBox;
  let browser: Browser;
  let page: Page;
  const entries: GuestEntry[] = [];
  let outcome: ShelterResult['outcome'] = 'in';

  /** What the platform says: every entry of this test is はな's. */
  const board = (): ShelterBoard => {
    const guests = entries.filter(({ kind }) => kind === 'named' || kind === 'card').slice(0, 1);
    return {
      shelter: { id: 'school', name: 'ひより小学校', capacity: 240 },
      present: guests.length,
      households: guests.map(({ id, at }) => ({
        name: 'はなさんの家',
        guests: [
          {
            entry: id,
            name: '若葉 はな',
            stay: 'night',
            since: at,
            supportNeeded: true,
            named: false,
            unconfirmed: false,
            doubtful: false,
          },
        ],
        missing: [{ name: '若葉 いさむ' }],
      })),
    };
  };
  const store = (asked: string): string => {
    const { statements } = JSON.parse(asked) as { statements: string[] };
    const results = statements.map((statement) => {
      const entry = JSON.parse(Buffer.from(statement.split('.')[1]!, 'base64url').toString()) as GuestEntry;
      entries.push(entry);
      return { id: entry.id, outcome, name: '若葉 はな' };
    });
    return JSON.stringify({ results, refused: [] });
  };

  beforeAll(async () => {
    box = await TestBox.start({ role: 'shelter' });
    box.platform.services.set('/shelter/entries', { body: store });
    box.platform.services.set('/shelter/board', { body: () => JSON.stringify(board()) });
    const { code } = await box.control('pairing.code');
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${box.origin}/pair?code=${code}`);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await box?.stop();
  });

  const violations = async (): Promise<string[]> => {
    // The page's own policy allows no script but its own.
    const found = (await page.evaluate(`${axe}; axe.run({ resultTypes: ['violations'] })`)) as AxeResults;
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };

  it('checks a card in at a touch, shows the household, and nothing stands in the way of anybody', async () => {
    expect(await violations()).toEqual([]);
    box.reader.lay(await testCard());
    await page.getByText('若葉 はなさん 受け付けました', { exact: true }).waitFor();
    await page.getByText('若葉 いさむ：未確認').waitFor();
    expect(await page.title()).toBe('ひより小学校 受付');
    expect(entries).toMatchObject([{ kind: 'card', event: 'in', stay: 'night' }]);
    expect(await violations()).toEqual([]);
    if (process.env.CHANOMA_RECEPTION_PICTURE)
      await page.screenshot({ path: process.env.CHANOMA_RECEPTION_PICTURE });
  });

  it('goes on without network, says so, and sends what waits once it is back', async () => {
    box.reader.take();
    await box.platform.down();
    await page.getByText('回線がありません').waitFor();
    await page.getByLabel('出る', { exact: true }).check();
    await page.getByLabel('車中泊').check();
    await until(() => box.reader.status.card === false);
    box.reader.lay(await testCard());
    await page.getByText('未送信 1件').waitFor();
    await page.getByLabel('カードがない人の氏名').fill('旅の 人');
    await page.getByRole('button', { name: '名前で受け付ける' }).click();
    await page.getByText('未送信 2件').waitFor();
    outcome = 'out';
    await box.platform.up();
    await page.getByText('出発を受け付けました').first().waitFor();
    await until(() => entries.length >= 3);
    expect(entries.slice(1)).toMatchObject([
      { kind: 'card', event: 'out', stay: 'car' },
      { kind: 'named', name: '旅の 人', stay: 'car' },
    ]);
  }, 30_000);

  it('a guest is checked out from the list; a card that cannot be read is said in plain words', async () => {
    await page.getByRole('button', { name: '若葉 はなが出た' }).click();
    await until(() => entries.some(({ kind }) => kind === 'left'));
    expect(entries.at(-1)).toMatchObject({ kind: 'left', entry: entries[0]?.id });
    box.reader.take();
    await until(() => box.reader.status.card === false);
    box.reader.failing = 'card.unreadable';
    box.reader.lay(await testCard());
    await page.getByText('置いてください', { exact: false }).nth(1).waitFor();
  });
});
