import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, openBrowser } from './browser.ts';
import { type House, openHouse } from './house.ts';
import { LivingRoom } from './living-room.ts';
import { TownPage } from './town-page.ts';

describe.skipIf(browserMissing)('An order when the platform dies under it (needs chromium)', () => {
  let house: House;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let hana: LivingRoom;
  let kenji: LivingRoom;
  let town: TownPage;

  beforeAll(async () => {
    house = await openHouse();
    browser = await openBrowser();
    kenji = await LivingRoom.enter(browser.context, house);
    await kenji.switchTo('けんじさんの家');
    // Last: every window starts at this household, and its television is where it was opened last.
    hana = await LivingRoom.enter(browser.context, house);
    town = await TownPage.enter(browser.context, house, 'live');
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('reaches every television after the restart, though the platform was killed before any box had confirmed it', async () => {
    house.freeze('hana', true);
    house.freeze('kenji', true);
    await town.send({ level: 3, districts: ['山手', '川原'], shelter: 'ひより小学校' });
    await town.seeLine('若葉 はな');
    await house.kill('platform');
    house.freeze('hana', false);
    house.freeze('kenji', false);
    await house.restart('platform');
    await hana.see(/いまひなんして/);
    await kenji.see(/いまひなんして/);
    expect(await hana.screen()).toMatch(/はなさん/);
    expect(await kenji.screen()).toMatch(/けんじさん/);
  });

  it('is not shown a second time after it was answered, however often the platform restarts', async () => {
    // An order takes no answer before there was time to read it.
    await hana.page.waitForTimeout(1000);
    await hana.choose(/にげます/);
    await hana.choose(/みんな/);
    // Her box may still be on its way back to the platform; then it says that it will tell the town.
    await hana.see(/つたえました|つながったら町につたえます/);
    await hana.seeNot(/つたえ|いまひなんして/);
    await house.kill('platform');
    await house.restart('platform');
    await kenji.see(/いまひなんして/);
    await town.page.reload();
    await town.seeLine('若葉 はな', 'にげます');
    await hana.page.waitForTimeout(2500);
    expect(await hana.screen()).not.toMatch(/いまひなんして/);
  });
});
