import type { BrowserContext, Frame, Page } from 'playwright-core';
import type { House } from './house.ts';

const limit = 20_000;

/** The living-room page as a visitor uses it: cards by hand, everything else by the keys of the remote control. */
export class LivingRoom {
  private constructor(
    readonly page: Page,
    private readonly house: House,
  ) {}

  static async enter(context: BrowserContext, house: House): Promise<LivingRoom> {
    const page = await context.newPage();
    await page.goto(`${house.address}/`);
    const room = new LivingRoom(page, house);
    await room.see(/せってい/);
    return room;
  }

  /** The television's own page inside the room. */
  get television(): Frame {
    const ports = [this.house.port + 1, this.house.port + 2].map(String);
    const frame = this.page
      .frames()
      .find((one) => one !== this.page.mainFrame() && ports.includes(new URL(one.url()).port));
    if (!frame) throw new Error('the room has no television frame yet');
    return frame;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      // A person does not press faster; the commit buttons refuse what comes within 150 ms.
      await this.page.waitForTimeout(170);
    }
  }

  /** Everything on the television's screen in words, as its accessible mirror gives it, one line a thing, without spaces. */
  async screen(): Promise<string> {
    try {
      const words = await this.television.evaluate(() =>
        [...document.querySelectorAll('#mirror > div:first-child *')]
          .filter((element) => element.getAttribute('aria-label') || element.children.length === 0)
          .map((element) => element.getAttribute('aria-label') ?? element.textContent ?? ''),
      );
      return words.map((line) => line.replaceAll(' ', '')).join('\n');
    } catch {
      // The frame is being loaded anew.
      return '';
    }
  }

  /** What the ring stands on, without spaces. */
  async focused(): Promise<string> {
    const label = await this.television.evaluate(
      () => document.querySelector('#mirror [data-focused]')?.getAttribute('aria-label') ?? '',
    );
    return label.replaceAll(' ', '');
  }

  /** Waits until the screen says it. */
  see(words: RegExp): Promise<void> {
    return this.#wait(`the screen to say ${words}`, (screen) => words.test(screen));
  }

  /** Waits until the screen does not say it any more. */
  seeNot(words: RegExp): Promise<void> {
    return this.#wait(`the screen not to say ${words}`, (screen) => !words.test(screen));
  }

  async #wait(what: string, isThere: (screen: string) => boolean): Promise<void> {
    const deadline = Date.now() + limit;
    for (;;) {
      const screen = await this.screen();
      if (isThere(screen)) return;
      if (Date.now() > deadline) throw new Error(`waited ${limit / 1000} s for ${what}; it says:\n${screen}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Looks for a thing with the arrow keys: the column where the ring is, then the ones beside it. */
  async moveTo(thing: RegExp): Promise<void> {
    const column = [...Array(7).fill('ArrowDown'), ...Array(8).fill('ArrowUp')];
    const beside = (way: string): string[] =>
      Array(4)
        .fill([way, ...column])
        .flat();
    for (const key of ['', ...column, ...beside('ArrowRight'), ...beside('ArrowLeft')]) {
      if (key) await this.press(key);
      if (thing.test(await this.focused())) return;
    }
    throw new Error(
      `no ${thing} within reach; the ring stands on "${await this.focused()}"\n${await this.screen()}`,
    );
  }

  async choose(thing: RegExp): Promise<void> {
    await this.moveTo(thing);
    await this.press('Enter');
    // After something was sent 決定 rests for half a second.
    await this.page.waitForTimeout(350);
  }

  async lay(card: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${card}.*のカードを置く$`) }).click();
  }

  async takeCard(): Promise<void> {
    await this.page.getByRole('button', { name: /のカードを取る$/ }).click();
  }

  /** Takes the card off if one lies there. */
  async putCardAway(): Promise<void> {
    const laid = this.page.getByRole('button', { name: /のカードを取る$/ });
    if ((await laid.count()) > 0) await laid.click();
  }

  /** 緑: home from anywhere. */
  async goHome(): Promise<void> {
    await this.press('g');
    await this.see(/せってい/);
  }

  async switchTo(household: string): Promise<void> {
    await this.page.getByRole('button', { name: household }).click();
    await this.see(/せってい/);
  }

  async pullReaderCord(): Promise<void> {
    await this.page.locator('.reader[data-plugged="true"] [data-plug], [data-plug]').first().click();
    await this.page.locator('[data-plugged="false"]').first().waitFor();
  }

  async pushReaderCord(): Promise<void> {
    await this.page.locator('[data-plug]').first().click();
    await this.page.locator('[data-plugged="true"]').first().waitFor();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.see(/せってい/);
  }
}
