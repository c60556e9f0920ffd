import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, openBrowser } from './browser.ts';
import { type House, openHouse } from './house.ts';
import { LivingRoom } from './living-room.ts';
import { TownPage } from './town-page.ts';

describe.skipIf(browserMissing)('The main job, by remote control in a real browser (needs chromium)', () => {
  let house: House;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let room: LivingRoom;
  let town: TownPage;
  let dayBefore: string;

  beforeAll(async () => {
    house = await openHouse();
    browser = await openBrowser();
    room = await LivingRoom.enter(browser.context, house);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('shows the town’s news before anybody has logged in, and nobody’s name', async () => {
    await room.see(/きょうのおしらせ/);
    expect(await room.screen()).not.toMatch(/はなさん/);
  });

  it('goes to the broadcast and comes back', async () => {
    await room.press('Backspace');
    await room.seeNot(/けんこう/);
    await room.press('Enter');
    await room.see(/けんこう/);
  });

  it('greets はな by name after she lays her card, without a PIN', async () => {
    await room.choose(/^けんこう/);
    await room.see(/カードをおいてください/);
    await room.lay('はな');
    await room.see(/はなさん/);
  });

  it('shows her blood pressure with a chart whose days can be read one by one', async () => {
    await room.see(/けつあつ/);
    await room.choose(/けつあつ/);
    await room.see(/めやす/);
    const before = await room.screen();
    await room.press('ArrowLeft');
    expect(await room.screen()).not.toBe(before);
    await room.press('Backspace', 'Backspace');
    await room.see(/よやく/);
  });

  it('lets an order interrupt her booking, by name, and reports to the town that it is on the screen', async () => {
    await room.choose(/^よやく/);
    await room.choose(/よやくする/);
    await room.choose(/公民館、大広間/);
    await room.see(/どの日がいいですか/);
    await room.press('ArrowRight', 'ArrowRight', 'ArrowRight');
    dayBefore = await room.focused();

    town = await TownPage.enter(browser.context, house, 'live');
    await town.send({
      level: 4,
      districts: ['山手'],
      shelter: 'ひより小学校',
      sentence: 'がけの ちかくを とおらないで ください。',
    });
    await room.see(/すぐにげて/);
    expect(await room.screen()).toMatch(/はなさん/);
    expect(await room.screen()).toMatch(/避難指示/);
    await town.seeLine('表示', /\d{1,2}[:時]\d{2}/);
  });

  it('tells the town who answered what', async () => {
    // An order takes no answer before there was time to read it.
    await room.page.waitForTimeout(1000);
    await room.choose(/たすけがいる/);
    await room.choose(/^はなさん/);
    await town.seeLine('若葉 はな', 'たすけがいる');
  });

  it('keeps the order for the others of the household until they are answered for too', async () => {
    await room.see(/いさむさん、/);
    await room.choose(/にげます/);
    await room.choose(/みんな/);
    await room.see(/つたえました/);
    await town.seeLine('若葉 いさむ', 'にげます');
  });

  it('is back at the booking, at the same day, and books it', async () => {
    await room.seeNot(/すぐにげて|つたえました/);
    await room.see(/どの日がいいですか/);
    expect(await room.focused()).toBe(dayBefore);
    await room.choose(/あいています/);
    await room.see(/いつがいいですか/);
    await room.choose(/^午前.*あいています/);
    await room.see(/これでよやくしますか/);
    await room.choose(/^よやくする/);
    await room.see(/よやくしました|よやくできました/);
  });

  it('signs her out when she takes her card', async () => {
    await room.takeCard();
    await room.seeNot(/はなさん/);
    await room.see(/けんこう/);
  });
});
