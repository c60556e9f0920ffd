import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, openBrowser } from './browser.ts';
import { cardCommand } from './command-line.ts';
import { type House, openHouse } from './house.ts';
import { LivingRoom } from './living-room.ts';

describe.skipIf(browserMissing)('What the television says when it does not work (needs chromium)', () => {
  let house: House;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let room: LivingRoom;

  beforeAll(async () => {
    house = await openHouse();
    browser = await openBrowser();
    room = await LivingRoom.enter(browser.context, house);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });
  afterEach(async () => {
    await room.putCardAway();
    await room.goHome();
  });

  async function askForTheCard(): Promise<void> {
    await room.choose(/^けんこう/);
    await room.see(/カードをおいてください/);
  }

  it.each([
    ['a revoked card', 'ふみ', /とまっています[\s\S]*でんわしてください/],
    ['an expired card', 'たけし', /期限がきれました[\s\S]*新しく/],
    ['a card of another household', 'けんじ', /このテレビではつかえません[\s\S]*ごじぶんのテレビ/],
    ['a card of another town', 'さちこ', /このテレビではつかえません[\s\S]*ごじぶんのテレビ/],
    [
      'a card that nobody registered, exactly as one of another household',
      'まこと',
      /このテレビではつかえません[\s\S]*ごじぶんのテレビ/,
    ],
    ['an old 住基カード', 'むかし', /まえのカード[\s\S]*マイナンバーカードをおいて/],
    [
      'a card that is no identity card',
      'こうつう',
      /このカードはつかえません[\s\S]*マイナンバーカードをおいて/,
    ],
    ['a credit card', 'クレジット', /このカードはつかえません[\s\S]*マイナンバーカードをおいて/],
    ['a phone', 'スマホ', /スマホでははいれません[\s\S]*マイナンバーカードをおいて/],
    ['a card that does not answer', 'こわれた', /よみとれませんでした[\s\S]*まんなかにおいて/],
  ])('%s gets a plain sentence and the next step, and opens nothing', async (_kind, card, sentence) => {
    await askForTheCard();
    await room.lay(card);
    await room.see(sentence);
    expect(await room.screen()).not.toMatch(/けつあつ/);
  });

  it('lets a blocked PIN and a card of the next generation in at their own television: no PIN is asked', async () => {
    await room.switchTo('けんじさんの家');
    for (const [card, name] of [
      ['よしこ', /よしこさん/],
      ['みのる', /みのるさん/],
    ] as const) {
      await askForTheCard();
      await room.lay(card);
      await room.see(name);
      await room.putCardAway();
      await room.goHome();
      await room.seeNot(name);
    }
    await room.switchTo('はなさんの家');
  });

  it('says that the reader is missing when its cord is pulled, and goes on by itself when it is back', async () => {
    await room.pullReaderCord();
    await room.choose(/^けんこう/);
    await room.see(/カードの台がありません/);
    await room.pushReaderCord();
    await room.see(/カードをおいてください/);
    await room.lay('いさむ');
    await room.see(/いさむさん/);
  });

  it('asks for the card again when it is taken away while it is read', async () => {
    const data = ['--data', house.dataDirectory];
    await cardCommand('misbehave', 'hana', '--remove-after', '4', ...data);
    await askForTheCard();
    await room.lay('はな');
    await room.see(/はなれました[\s\S]*もういちどおいて/);
    await cardCommand('misbehave', 'hana', '--well', ...data);
    await room.putCardAway();
    await room.lay('はな');
    await room.see(/はなさん/);
  });

  it('says so when the platform is away, and logs in when it is back', async () => {
    await askForTheCard();
    await house.kill('platform');
    await cardCommand('insert', 'hana', '--data', house.dataDirectory);
    await room.see(/つながりません/);
    await house.restart('platform');
    await room.reload();
    await room.choose(/^けんこう/);
    await room.see(/はなさん/);
  });

  /** What somebody does at the counter of the certification service. */
  async function atTheCounter(
    card: string,
    deed: string,
    fields: Record<string, string> = {},
  ): Promise<void> {
    const answer = await fetch(`${house.address}/certification/counter/${card}/${deed}`, {
      method: 'POST',
      headers: { origin: house.address },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    expect(answer.status).toBe(303);
  }

  it('lets somebody who has moved in, and says what to do; turns the card away once it is lost', async () => {
    await atTheCounter('isamu', 'move', { municipality: '990027', address: 'みはらし町丘1番地' });
    await askForTheCard();
    await room.lay('いさむ');
    await room.see(/いさむさん/);
    await room.goHome();
    await room.see(/お名前か住所がかわっています/);
    await room.putCardAway();
    await room.seeNot(/お名前か住所/);
    await atTheCounter('isamu', 'lost');
    await askForTheCard();
    await room.lay('いさむ');
    await room.see(/とまっています/);
  });
});
