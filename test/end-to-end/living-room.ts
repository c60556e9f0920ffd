import type { BrowserContext, Frame, Page } from 'playwright-core';
import type { House } from './house.ts';

const limit = 20_000;
/** 決定 rests for half a second after something was sent. */
const afterEnter = 520;
/** The same digit again within 150 ms comes from a trembling hand. */
const sameKey = 170;

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
    // A page behind another one hardly draws.
    await this.page.bringToFront();
    for (const key of keys) {
      const rest = (key === 'Enter' ? afterEnter : sameKey) - (Date.now() - (this.#pressed.get(key) ?? 0));
      if (/^(Enter|\d)$/.test(key) && rest > 0) await this.page.waitForTimeout(rest);
      await this.page.keyboard.press(key);
      this.#pressed.set(key, Date.now());
      await this.page.waitForTimeout(30);
    }
    await this.#told();
  }
  readonly #pressed = new Map<string, number>();

  /** Presses 決定 on keys of the pad, `way` leading from each to the next: typing does not rest as sending does. */
  async pressPadKeys(...way: string[]): Promise<void> {
    await this.press('Enter');
    for (const step of way) {
      await this.press(...step.split(' '));
      await this.page.waitForTimeout(60);
      this.#pressed.delete('Enter');
      await this.press('Enter');
    }
  }

  /** Types a PIN with the number keys and sends it. 決定 does nothing in the moment after a key. */
  async typePin(digits: string): Promise<void> {
    await this.press(...digits);
    await this.page.waitForTimeout(650);
    await this.press('Enter');
  }

  /** Waits until the television has drawn what a key did and its mirror, written every 80 ms at most, tells it. */
  async #told(): Promise<void> {
    await this.television
      .evaluate(
        () =>
          new Promise<void>((resolve) => {
            setTimeout(resolve, 1500);
            setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve())), 85);
          }),
      )
      // The frame is being loaded anew.
      .catch(() => undefined);
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

  /** Where on the room's page an area of the television's 1920×1080 screen is drawn. */
  async areaOf(area: { x: number; y: number; width: number; height: number }): Promise<typeof area> {
    const screen = await (await this.television.frameElement()).boundingBox();
    if (!screen) throw new Error('the television is not drawn');
    const scale = screen.width / 1920;
    const { x, y, width, height } = area;
    return {
      x: screen.x + x * scale,
      y: screen.y + y * scale,
      width: width * scale,
      height: height * scale,
    };
  }

  /** What the ring stands on, without spaces. */
  async focused(): Promise<string> {
    return (await this.#ring()).label;
  }

  async #ring(): Promise<{ label: string; id: string }> {
    const { label, id } = await this.television.evaluate(() => {
      const focused = document.querySelector('#mirror [data-focused]');
      return { label: focused?.getAttribute('aria-label') ?? '', id: focused?.id ?? '' };
    });
    return { label: label.replaceAll(' ', ''), id };
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
    await this.page.bringToFront();
    for (;;) {
      const screen = await this.screen();
      if (isThere(screen)) return;
      if (Date.now() > deadline) throw new Error(`waited ${limit / 1000} s for ${what}; it says:\n${screen}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Looks for a thing with the arrow keys: the column where the ring is, then the ones beside it. */
  async moveTo(thing: RegExp): Promise<void> {
    const reached = async (): Promise<boolean> => thing.test(await this.focused());
    /** Goes on in one direction until the thing is found or the ring stands still. */
    const along = async (way: string): Promise<boolean> => {
      for (let steps = 0; steps < 8; steps++) {
        const { id } = await this.#ring();
        await this.press(way);
        if (await reached()) return true;
        if ((await this.#ring()).id === id) return false;
      }
      return false;
    };
    const inColumn = async (): Promise<boolean> => (await along('ArrowUp')) || (await along('ArrowDown'));
    const beside = async (way: string): Promise<boolean> => {
      for (let columns = 0; columns < 6; columns++) {
        const { id } = await this.#ring();
        await this.press(way);
        if (await reached()) return true;
        if ((await this.#ring()).id === id) return false;
        if (await inColumn()) return true;
      }
      return false;
    };
    if ((await reached()) || (await inColumn())) return;
    if ((await beside('ArrowRight')) || (await beside('ArrowLeft'))) return;
    throw new Error(
      `no ${thing} within reach; the ring stands on "${await this.focused()}"\n${await this.screen()}`,
    );
  }

  async choose(thing: RegExp): Promise<void> {
    await this.moveTo(thing);
    await this.press('Enter');
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
