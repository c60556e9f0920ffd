import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, openBrowser } from '../end-to-end/browser.ts';
import { type House, openHouse } from '../end-to-end/house.ts';
import { LivingRoom } from '../end-to-end/living-room.ts';
import { TownPage } from '../end-to-end/town-page.ts';
import { frame, type HostilePage, openHostilePage, openSockets, readFrom, sendTo } from './hostile-page.ts';

const town = '/console/towns/990019';

describe.skipIf(browserMissing)('A page of another origin (needs chromium)', () => {
  let house: House;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let room: LivingRoom;
  let official: TownPage;

  beforeAll(async () => {
    house = await openHouse();
    browser = await openBrowser();
    // There is something to steal: a person is signed in, an official has a session, both in this very browser.
    room = await LivingRoom.enter(browser.context, house);
    await room.choose(/^けんこう/);
    await room.see(/カードをおいてください/);
    await room.lay('はな');
    await room.see(/はなさん/);
    official = await TownPage.enter(browser.context, house, 'live');
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  const ownPage = <T>(path: string): Promise<T> =>
    official.page.evaluate(async (url) => (await fetch(url)).json(), path);
  const ordersSent = async (): Promise<unknown[]> =>
    (await ownPage<{ orders: unknown[] }>(`${town}/orders`)).orders;
  const readers = (): Promise<unknown> => ownPage('/living-room/reader');
  const order = (): string =>
    JSON.stringify({
      submit: true,
      draft: {
        id: randomUUID(),
        status: 'drill',
        hazard: 'landslide',
        level: 5,
        minutes: 60,
        districts: ['yamate'],
        sentences: ['{嘘|うそ}です。'],
      },
    });
  const nothing = (loot: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.keys(loot).map((name) => [name, 'nothing']));

  /**
   * `name`: where the hostile page lies. `reach`: the name under which it calls our servers, which may be one that it made
   * resolve to this machine (DNS rebinding).
   */
  describe.each([
    { what: 'of the same name and another port', name: 'localhost', reach: 'localhost' },
    { what: 'of another spelling of this machine', name: '127.0.0.1', reach: 'localhost' },
    { what: 'that calls us by another spelling', name: 'localhost', reach: '127.0.0.1' },
    { what: 'of another host name', name: 'evil.localhost', reach: 'localhost' },
    { what: 'whose own name was rebound to us', name: 'evil.localhost', reach: 'evil.localhost' },
  ])('$what', ({ name, reach }) => {
    let hostile: HostilePage;
    let platform: string;
    let television: string;
    beforeAll(async () => {
      hostile = await openHostilePage(browser.context, name);
      platform = `http://${reach}:${house.port}`;
      television = `http://${reach}:${house.port + 1}`;
    });
    afterAll(() => hostile?.close());

    it('reads nothing', async () => {
      const loot = await readFrom(hostile.page, [
        `${platform}/`,
        `${platform}/healthz`,
        `${platform}/living-room/room`,
        `${platform}/living-room/reader`,
        `${platform}${town}`,
        `${platform}${town}/login`,
        `${platform}${town}/orders`,
        `${platform}/oidc/jwks`,
        `${television}/`,
        `${television}/services/health/fhir/Observation`,
        `${television}/services/notices/public`,
      ]);
      expect(loot).toEqual(nothing(loot));
    });

    it('sends no order, lays no card, takes none, pairs no television and books nothing', async () => {
      const before = await readers();
      const loot = await sendTo(hostile.page, [
        { url: `${platform}${town}/drafts`, body: order() },
        { url: `${platform}${town}/session`, body: '{"official":"sato"}' },
        { url: `${platform}/living-room/reader`, body: '{"action":"take","household":"hana"}' },
        {
          url: `${platform}/living-room/reader`,
          body: '{"action":"lay","household":"kenji","card":"kenji"}',
        },
        { url: `${platform}/living-room/pairings`, body: '{"household":"hana"}' },
        { url: `${television}/services/booking/bookings`, body: '{"facility":"x"}' },
      ]);
      expect(loot).toEqual(nothing(loot));
      expect(await ordersSent()).toEqual([]);
      expect(await readers()).toEqual(before);
      expect(await room.screen()).toMatch(/はなさん/);
    });

    it('opens no socket', async () => {
      const opened = await openSockets(hostile.page, [
        `${platform.replace('http', 'ws')}/living-room/trace`,
        `${platform.replace('http', 'ws')}/boxes/stream`,
        `${television.replace('http', 'ws')}/agent`,
      ]);
      expect(opened).toEqual([]);
    });

    it('frames none of our pages', async () => {
      expect(await frame(hostile.page, [`${platform}/`, `${platform}${town}`, `${television}/`])).toEqual([]);
    });

    it('gets no hold of a window that it opens, and presses no key there', async () => {
      const opening = browser.context.waitForEvent('page');
      await hostile.page.evaluate((url) => {
        const opened = window.open(url);
        (window as unknown as { opened: Window | null }).opened = opened;
      }, `${platform}${town}`);
      const opened = await opening;
      await opened.waitForLoadState();
      // The browser tells it that the window is gone; until then it may shout at it.
      await hostile.page.waitForFunction(() => {
        const { opened } = window as unknown as { opened: Window | null };
        opened?.postMessage({ type: 'chanoma:key', key: 'enter' }, '*');
        return opened === null || opened.closed;
      });
      await opened.close();
    });
  });

  it('of our own does all of that', async () => {
    expect(await ownPage('/living-room/room')).toMatchObject({ readerBackend: 'simulated' });
    const taken = await room.page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ action: 'take', household: 'hana' });
      return (await fetch('/living-room/reader', { method: 'POST', headers, body })).status;
    });
    expect(taken).toBe(200);
    await room.seeNot(/はなさん/);
    const sent = await official.page.evaluate(
      async ([url, body]) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(url!, { method: 'POST', headers, body: body! })).status;
      },
      [`${town}/drafts`, order()],
    );
    expect(sent).toBe(200);
    expect(await ordersSent()).toHaveLength(1);
  });
});
