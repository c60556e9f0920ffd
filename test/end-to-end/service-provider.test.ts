import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, openBrowser } from './browser.ts';
import { type House, openHouse } from './house.ts';
import { LivingRoom } from './living-room.ts';

describe.skipIf(browserMissing)(
  'A login at a service provider by the television, in a real browser (needs chromium)',
  () => {
    let house: House;
    let browser: Awaited<ReturnType<typeof openBrowser>>;
    let room: LivingRoom;
    /** The provider’s page on somebody’s computer. */
    let portal: Page;

    beforeAll(async () => {
      house = await openHouse();
      browser = await openBrowser();
      room = await LivingRoom.enter(browser.context, house);
      portal = await browser.context.newPage();
      await portal.goto(`${house.address}/portal`);
    });
    afterAll(async () => {
      await browser?.close();
      await house?.close();
    });

    const numberOf = async (selector: string) =>
      ((await portal.locator(selector).textContent()) ?? '').replace(/\D/g, '');
    const click = (name: string) => portal.getByRole('button', { name }).click();
    const typeNumber = async (digits: string) => {
      await room.press(...digits);
      await room.see(new RegExp(`^${digits.slice(0, 4)}、${digits.slice(4)}$`, 'm'));
      await room.press('Enter');
    };
    const openNumberPage = async () => {
      await room.goHome();
      await room.choose(/^ほかのサービス/);
      await room.choose(/^番号をいれる/);
      await room.see(/8けたの番号を/);
    };

    it('brings a device’s number to the television, tells the consent, asks for the card, and both say so', async () => {
      await click('番号を出す');
      await openNumberPage();
      await typeNumber('90909090');
      await room.see(/この番号はありません/);
      await room.choose(/^ぜんぶけす/);
      await typeNumber(await numberOf('.number'));
      await room.see(/「ひより健康ポータル」にログインします。/);
      expect(await room.screen()).toMatch(/なまえとうまれたひをつたえます。/);
      expect(await room.screen()).not.toMatch(/はな/);
      expect(await room.focused()).toBe('やめる');
      await room.choose(/^ゆるす$/);
      await room.see(/カードをおいてください/);
      await room.lay('はな');
      await room.see(/スマホやパソコンのがめんにもどってください/);
      await portal.getByText('さん、ようこそ。').waitFor();
      const page = await portal.locator('main').textContent();
      expect(page).toContain('若葉 はな');
      expect(page).toContain('urn:chanoma:tier:t1');
    });

    it('ends there the moment she takes the card, and her name is gone from both screens', async () => {
      await room.takeCard();
      await room.seeNot(/はなさん/);
      await portal.getByText('こちらもログアウトし').waitFor();
      expect(await portal.locator('body').textContent()).not.toContain('若葉');
    });

    it('brings the number of a page’s login just so; the page goes on by itself', async () => {
      await click('テレビのカードでログイン');
      await portal.waitForURL(/\/identity\/consent\//);
      const number = await numberOf('.number');
      await openNumberPage();
      await typeNumber(number);
      await room.see(/「ひより健康ポータル」にログインします。/);
      await room.choose(/^ゆるす$/);
      await room.lay('はな');
      await room.see(/スマホやパソコンのがめんにもどってください/);
      await portal.getByText('さん、ようこそ。').waitFor();
    });

    it('lists what she allowed, and taking it back ends the login while the card still lies there', async () => {
      await room.goHome();
      await room.choose(/^ほかのサービス/);
      await room.choose(/^ゆるしたサービス/);
      await room.see(/ひより健康ポータル/);
      await room.press('Enter');
      expect(await room.focused()).toBe('そのままにする');
      await room.press('ArrowRight', 'Enter');
      await room.see(/とりけしました/);
      await portal.getByText('こちらもログアウトし').waitFor();
      await room.choose(/^ゆるしたサービス/);
      await room.see(/ゆるしたサービスはありません/);
      await room.takeCard();
      await room.seeNot(/はなさん/);
    });

    it('appears within a moment over the broadcast when its page was given the television’s number', async () => {
      await click('テレビのカードでログイン');
      await portal.getByRole('link', { name: 'テレビに ばんごうが でている とき' }).click();
      await room.goHome();
      await room.choose(/^ほかのサービス/);
      await room.choose(/^テレビの番号を出す/);
      await room.see(/この番号をいれてください/);
      const shown = /^\d{4}、\d{4}$/m.exec(await room.screen())?.[0] ?? '';
      await room.press('t');
      await room.seeNot(/この番号/);
      await portal.locator('input[name="television"]').fill(shown.replace('、', ' '));
      await click('つぎへ');
      await room.see(/ひより健康ポータルからもうしこみがあります/);
      const compared = await numberOf('.number');
      await room.press('Enter');
      await room.choose(/もうしこみ.*ひより健康ポータルから/);
      await room.choose(/^ひより健康ポータル/);
      await room.see(new RegExp(`あいてのがめんも${compared}ですか`));
    });

    it('that is refused under the first key is told to the provider, and nothing else', async () => {
      await room.press('Enter');
      await room.see(/ことわりました/);
      await portal.getByText('テレビで「やめる」が選ばれました').waitFor();
      await room.goHome();
      expect(await room.screen()).not.toMatch(/もうしこみ/);
    });
  },
);
