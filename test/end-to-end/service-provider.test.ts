import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qrModules } from '../../tv-app/src/components/qr-code/modules.ts';
import { layout } from '../../tv-app/src/theme/tokens.ts';
import { browserMissing, openBrowser } from './browser.ts';
import { drawnModules } from './drawn-code.ts';
import { type House, openHouse } from './house.ts';
import { LivingRoom } from './living-room.ts';

/** Of this machine as well, as Linux has it without any set-up: here it is the local network. */
const secondAddress = '127.0.0.2';

describe.skipIf(browserMissing)(
  'A login at a service provider by the television, in a real browser (needs chromium)',
  () => {
    let house: House;
    let browser: Awaited<ReturnType<typeof openBrowser>>;
    let room: LivingRoom;
    /** The provider’s page on somebody’s computer. */
    let portal: Page;

    beforeAll(async () => {
      house = await openHouse({ host: secondAddress });
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

    it('leads a phone on the local network from either QR code through the device pages, by TLS', async () => {
      await click('番号を出す');
      const number = (await portal.locator('.number').textContent())?.replace(' ', '-');
      const toPhone = `${house.phoneAddress}/oidc/device?user_code=${number}`;
      const onPortal = await portal.locator('svg.qr').boundingBox();
      const expected = qrModules(toPhone);
      expect(await drawnModules(browser.context, portal, onPortal!, expected.length)).toEqual(expected);

      await room.goHome();
      await room.choose(/^ほかのサービス/);
      await room.choose(/^テレビの番号を出す/);
      await room.see(/スマホのカメラでひらけます/);
      const shown = /^\d{4}、\d{4}$/m.exec(await room.screen())?.[0] ?? '';
      const onTelevision = qrModules(`${house.phoneAddress}/oidc/device`);
      const area = await room.areaOf({ x: 1314, y: layout.contentTop, width: 480, height: 480 });
      expect(await drawnModules(browser.context, room.page, area, onTelevision.length)).toEqual(onTelevision);

      const phone = await browser.context.newPage();
      await phone.setViewportSize({ width: 390, height: 800 });
      await phone.goto(toPhone);
      await phone.getByRole('button', { name: 'はい、でています' }).click();
      await phone.getByRole('link', { name: 'テレビに ばんごうが でている とき' }).click();
      await phone.locator('input[name="television"]').fill(shown.replace('、', ''));
      await phone.getByRole('button', { name: 'つぎへ' }).click();
      await room.see(/「ひより健康ポータル」にログインします。/);
      await room.choose(/^ゆるす$/);
      await room.lay('はな');
      await phone.getByRole('heading', { name: 'できました' }).waitFor();
      expect(phone.url()).toMatch(new RegExp(`^${house.phoneAddress}/oidc/device/`));
      await portal.getByText('さん、ようこそ。').waitFor();
    });

    it('opens nothing else there: no living room, no agent, no official without a real login', async () => {
      const { request } = browser.context;
      const there = house.phoneAddress!;
      const town = '/console/towns/990019';
      for (const path of ['/', '/living-room/room', '/portal', '/certification/counter', '/healthz'])
        expect([path, (await request.get(there + path)).status()]).toEqual([path, 404]);
      for (const agent of [house.port + 1, house.port + 2])
        await expect(fetch(`http://${secondAddress}:${agent}/`)).rejects.toThrow();
      await expect(fetch(`http://${secondAddress}:${house.port}/`)).rejects.toThrow();

      const page = await request.get(there + town, { headers: { accept: 'text/html' } });
      expect([page.status(), await page.text()]).toEqual([200, expect.stringContaining('/pages/town.')]);
      const officials = async (address: string) =>
        (await (await request.get(`${address}${town}/login`)).json()).demo;
      expect((await officials(house.address)).length).toBeGreaterThan(0);
      expect(await officials(there)).toBeUndefined();
      const oneClick = await request.post(`${there}${town}/session`, {
        headers: { origin: there },
        data: { official: (await officials(house.address))[0].id },
      });
      expect(oneClick.status()).toBe(404);
    });
  },
);
