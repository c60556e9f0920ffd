import type { BrowserContext, Page } from 'playwright-core';
import { WaitingOrders } from '../../mock-platform/src/protocol/release.ts';
import type { House } from './house.ts';

const town = '/console/towns/990019';

/** The second official at another computer: releases every order that waits. */
async function releaseFromElsewhere(house: House): Promise<void> {
  let cookie = '';
  const ask = async (path: string, body?: object) => {
    const answer = await fetch(`${house.address}${town}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { origin: house.address, cookie, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer.json();
  };
  await ask('/session', { official: 'takahashi' });
  const { drafts } = WaitingOrders.parse(await ask('/drafts'));
  for (const { id, version, state } of drafts)
    if (state === 'waiting') await ask(`/drafts/${id}/release`, { version });
}

/** The town's page as an official uses it. */
export class TownPage {
  private constructor(
    readonly page: Page,
    private readonly house: House,
  ) {}

  /** Logs in as a seeded official and opens the page for live orders or the one for drills. */
  static async enter(
    context: BrowserContext,
    house: House,
    purpose: 'live' | 'drill',
    official = '佐藤',
  ): Promise<TownPage> {
    const page = await context.newPage();
    await page.goto(`${house.address}${town}${purpose === 'drill' ? '?drill' : ''}`);
    await page.getByRole('button', { name: new RegExp(official) }).click();
    await page.getByRole('navigation').waitFor();
    return new TownPage(page, house);
  }

  /** Fills the order page in. */
  async write(order: {
    level: 3 | 4 | 5;
    districts: string[];
    shelter: string;
    sentence?: string;
  }): Promise<void> {
    const { page } = this;
    await page.locator(`input[name="level"][value="${order.level}"]`).check({ force: true });
    if (order.level !== 5)
      await page.locator('select[name="shelter"]').selectOption({ label: order.shelter });
    for (const district of order.districts)
      await page.getByRole('row', { name: district }).getByRole('checkbox').check({ force: true });
    if (order.sentence) await page.locator('input[name="extra"]').fill(order.sentence);
  }

  /** Hands the order on: a live one to the second official, a drill to the televisions. */
  async submit(): Promise<void> {
    const { page } = this;
    const live = (await page.locator('[data-send="live"]').count()) > 0;
    await page.locator('[data-send]').click();
    // A live order is asked about once more.
    if (live) await page.locator('dialog.confirm button.primary').click();
    await page
      .locator(live ? '[data-draft]' : '.board-head')
      .first()
      .waitFor();
  }

  /** Releases the first waiting order: only another official than its writer can. */
  async release(): Promise<void> {
    const { page } = this;
    await page.goto(`${this.house.address}${town}#drafts`);
    await page.locator('[data-draft] .release').first().click();
    await page.locator('dialog.confirm button.primary').click();
    await page.locator('.board-head').waitFor();
  }

  /** Sends a live order to districts by their names; the second official, elsewhere in the town hall, releases it. */
  async send(order: Parameters<TownPage['write']>[0]): Promise<void> {
    await this.write(order);
    await this.submit();
    await releaseFromElsewhere(this.house);
    await this.page.goto(`${this.house.address}${town}#watch`);
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
