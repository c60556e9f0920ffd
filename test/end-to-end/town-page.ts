import type { BrowserContext, Page } from 'playwright-core';
import type { House } from './house.ts';

/** The town's page as an official uses it. */
export class TownPage {
  private constructor(readonly page: Page) {}

  /** Logs in as a seeded official and opens the page for live orders or the one for drills. */
  static async enter(context: BrowserContext, house: House, purpose: 'live' | 'drill'): Promise<TownPage> {
    const page = await context.newPage();
    await page.goto(`${house.address}/console/towns/990019${purpose === 'drill' ? '?drill' : ''}`);
    await page.getByRole('button', { name: /佐藤/ }).click();
    await page
      .getByRole('heading', { name: /避難の指示を作る|訓練/ })
      .first()
      .waitFor();
    return new TownPage(page);
  }

  /** Sends an order to districts by their names. */
  async send(order: {
    level: 3 | 4 | 5;
    districts: string[];
    shelter: string;
    sentence?: string;
  }): Promise<void> {
    const { page } = this;
    await page.locator(`input[name="level"][value="${order.level}"]`).check({ force: true });
    await page.locator('select[name="shelter"]').selectOption({ label: order.shelter });
    for (const district of order.districts)
      await page.getByRole('row', { name: district }).getByRole('checkbox').check({ force: true });
    if (order.sentence) await page.locator('input[name="extra"]').fill(order.sentence);
    await page.locator('[data-send]').click();
    // A live order is asked about once more.
    await page.locator('dialog.confirm button.primary').click();
  }

  /** Waits until one line of the board says all of it. */
  async seeLine(...words: (string | RegExp)[]): Promise<void> {
    const line = words.reduce(
      (lines, hasText) => lines.filter({ hasText }),
      this.page.locator('tr, li, dl, p, section > div'),
    );
    await line.last().waitFor();
  }
}
