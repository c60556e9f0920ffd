import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.ts';
import { openHouse } from './house.ts';
import { LivingRoom } from './living-room.ts';
import { TownPage } from './town-page.ts';

/** Takes the README's pictures from the real screens: `npm run pictures`. */
const folder = fileURLToPath(new URL('../../assets/screens/', import.meta.url));
const house = await openHouse();
/** Where health asks for the PIN. */
const strict = await openHouse({ profile: 'statute' });
const browser = await openBrowser();

try {
  const room = await LivingRoom.enter(browser.context, house);
  /** The television alone, as large as the room shows it. */
  const television = (name: string): Promise<unknown> =>
    room.page.locator('iframe').screenshot({ path: `${folder}${name}.png` });

  await room.page.setViewportSize({ width: 1600, height: 1000 });
  await room.press('ArrowRight');
  await room.page.waitForTimeout(1000);
  await room.page.screenshot({ path: `${folder}living-room.png` });
  await room.choose(/^けんこう/);
  await room.see(/カードをおいてください/);
  await room.page.waitForTimeout(1500);
  await television('lay-your-card');
  await room.lay('はな');
  await room.see(/けつあつ/);
  await room.choose(/けつあつ/);
  await room.see(/めやす/);
  await room.press('ArrowLeft', 'ArrowLeft');
  await room.page.waitForTimeout(800);
  await television('blood-pressure');
  await room.goHome();
  await room.choose(/^よやく/);
  await room.choose(/よやくする/);
  await room.choose(/公民館、大広間/);
  await room.press('ArrowRight', 'ArrowRight', 'Enter');
  await room.choose(/あいています/);
  await room.see(/いつがいいですか/);
  await room.page.waitForTimeout(500);
  await television('booking');
  const town = await TownPage.enter(browser.context, house, 'live');
  await town.send({
    level: 4,
    districts: ['山手'],
    shelter: 'ひより小学校',
    sentence: 'がけの ちかくを とおらないで ください。',
  });
  await room.see(/すぐにげて/);
  await room.page.bringToFront();
  await room.page.waitForTimeout(1000);
  await television('order');

  const asked = await LivingRoom.enter(browser.context, strict);
  await asked.page.setViewportSize({ width: 1600, height: 1000 });
  await asked.choose(/^けんこう/);
  await asked.lay('はな');
  await asked.see(/4けた/);
  await asked.press('1', '2');
  await asked.page.waitForTimeout(800);
  await asked.page.locator('iframe').screenshot({ path: `${folder}four-digits.png` });
} finally {
  await browser.close();
  await Promise.all([house.close(), strict.close()]);
}
