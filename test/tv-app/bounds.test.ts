import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrolmentCodes, refusalCodes } from '../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import type { LoginPhase, LoginProgress } from '../../reader-agent/src/protocol/local.ts';
import { shownOrder } from './canned.ts';
import { dist, type FakeAgent, startFakeAgent } from './fake-agent.ts';
import { openBrowser, openTelevision, settle } from './screenshots.ts';

const ready = existsSync(path.join(dist, 'index.html')) && existsSync('/usr/bin/chromium');

/** Runs in the page: every visible text that leaves the safe area, its control, or lies over another control. */
function faultsInPage(): string[] {
  type Element = Record<string, never> & {
    visible: boolean;
    alpha: number;
    focusKey?: string;
    look?: string;
    w: number;
    h: number;
    text?: { text: string; fontSize: number };
    texture?: { source?: { renderInfo?: { lineWidths: number[] } } };
    core: { _worldContext: { px: number; py: number } };
    childList: { get(): Element[] };
    words?: string;
  };
  interface Box {
    x: number;
    y: number;
    right: number;
    bottom: number;
  }
  // On a busy machine the frame that places everything may still be on its way.
  (window as unknown as { __application: { stage: { drawFrame(): void } } }).__application.stage.drawFrame();
  const texts: { box: Box; words: string; control: Element | undefined }[] = [];
  const controls: { box: Box; element: Element }[] = [];
  const walk = (element: Element, control: Element | undefined): void => {
    if (!element.visible || element.alpha === 0) return;
    const { px: x, py: y } = element.core._worldContext;
    let inside = control;
    // A layer over the pages has a focusKey too, the one it stands on; only a control has a ground.
    if (element.focusKey !== undefined && element.look !== undefined) {
      controls.push({ box: { x, y, right: x + element.w, bottom: y + element.h }, element });
      inside = element;
    }
    const content = element.text?.text;
    const widths = element.texture?.source?.renderInfo?.lineWidths;
    if (content && widths) {
      const size = element.text!.fontSize;
      const height = (element as unknown as { renderHeight: number }).renderHeight;
      const box = { x, y: y + size * 0.15, right: x + Math.max(...widths), bottom: y + height - size * 0.18 };
      texts.push({ box, words: content, control: inside });
    }
    for (const child of element.childList.get()) walk(child, inside);
  };
  const app = (window as unknown as { __app: Element }).__app;
  const overlay = app.childList
    .get()
    .find((child) => (child as unknown as { ref: string }).ref === 'Overlay')!;
  walk(overlay.visible ? overlay : app, undefined);
  const faults: string[] = [];
  for (const { box, words, control } of texts) {
    const said = `「${words}」 ${JSON.stringify(box, (_, value) => (typeof value === 'number' ? Math.round(value) : value))}`;
    if (box.x < 86 || box.right > 1830 || box.y < 40 || box.bottom > 1040)
      faults.push(`outside the safe area: ${said}`);
    for (const other of controls) {
      const own = other.element === control;
      const { x, y, right, bottom } = other.box;
      if (own && (box.x < x + 8 || box.right > right - 8 || box.y < y - 2 || box.bottom > bottom - 2)) {
        faults.push(`outside its control: ${said}`);
      }
      if (!own && box.x < right && box.right > x && box.y < bottom && box.bottom > y) {
        faults.push(`over another control: ${said}`);
      }
    }
  }
  return faults;
}

describe.skipIf(!ready)('words stay in their place (skipped without tv-app/dist or Chromium)', () => {
  let browser: Browser;
  let agent: FakeAgent;
  let page: Page;
  const requests: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
    agent = await startFakeAgent();
    page = await openTelevision(browser, agent);
    page.on('request', (request) => requests.push(request.url()));
    await page.reload();
    await page.waitForSelector('#mirror [role="main"]', { state: 'attached' });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await agent?.close();
  });

  const keys = async (...names: string[]): Promise<void> => {
    for (const name of names) {
      await page.keyboard.press(name);
      await page.waitForTimeout(60);
    }
    await settle(page);
  };
  const faults = (): Promise<string[]> => page.evaluate(faultsInPage);
  const home = () => keys('F3');

  describe.each(['normal', 'large'])('%s letters', (size) => {
    beforeAll(async () => {
      await home();
      const large = await page.evaluate(
        () => localStorage.getItem('chanoma:settings')?.includes('large') ?? false,
      );
      if ((size === 'large') !== large) await keys('F1');
    }, 30_000);

    test.each([
      ['home', []],
      ['the news', ['Enter']],
      ['the second notice', ['Enter', 'ArrowRight', 'ArrowDown', 'Enter']],
      ['more news', ['Enter', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']],
      ['shelters', ['ArrowRight', 'ArrowDown', 'Enter']],
      ['settings', ['ArrowRight', 'ArrowDown', 'ArrowRight', 'Enter']],
      ['help', ['F4']],
      ['the card', ['ArrowRight', 'Enter']],
      ['the card’s help', ['ArrowRight', 'Enter', 'F4']],
    ])(
      '%s',
      async (_, path) => {
        await home();
        await keys('ArrowLeft', 'ArrowLeft', ...path);
        expect(await faults()).toEqual([]);
      },
      30_000,
    );

    test('home with a greeting', async () => {
      await home();
      agent.signIn('たけし');
      await settle(page);
      expect(await faults()).toEqual([]);
      agent.signOut('card-removed');
    }, 30_000);

    test('every phase of a PIN', async () => {
      await home();
      await keys('ArrowLeft', 'ArrowLeft', 'ArrowRight', 'Enter');
      const found: string[] = [];
      const show = async (name: string, phase: LoginPhase, more: Partial<LoginProgress>) => {
        agent.login(phase, more);
        await measure(name);
      };
      const measure = async (name: string) => {
        await page.waitForTimeout(60);
        found.push(...(await faults()).map((fault) => `${name}: ${fault}`));
      };
      const kinds = [
        { kind: 'authentication', typed: 0, least: 4, most: 4 },
        { kind: 'signature', typed: 0, least: 6, most: 16 },
      ] as const;
      for (const entry of kinds) {
        const pin = (triesLeft: number) => ({ ...entry, triesLeft });
        await show(entry.kind, 'waiting-for-pin', { pin: pin(5) });
        // One more than fit: the sentence about it is the longest that can stand under the rounds.
        for (let key = 0; key <= entry.most; key += 1) await page.keyboard.press(`Digit${key % 10}`);
        await measure(`${entry.kind} with one key too many`);
        await show('wrong', 'waiting-for-pin', { pin: pin(4), code: 'pin.wrong' });
        await show('another card', 'waiting-for-pin', { pin: pin(5), code: 'card.changed' });
        await show('consent', 'waiting-for-consent', { pin: pin(1) });
        await show('consent after a wrong one', 'waiting-for-consent', { pin: pin(1), code: 'pin.wrong' });
        await show('the last try', 'waiting-for-pin', { pin: pin(1) });
        await show('the last try after a wrong one', 'waiting-for-pin', { pin: pin(1), code: 'pin.wrong' });
      }
      await page.keyboard.press('F4');
      await measure('help');
      expect(found).toEqual([]);
    }, 30_000);

    test('every fault of a login', async () => {
      await home();
      await keys('ArrowLeft', 'ArrowLeft', 'ArrowRight', 'Enter');
      const found: string[] = [];
      for (const code of [...Object.keys(failures), ...refusalCodes, ...enrolmentCodes]) {
        agent.login('refused', { code });
        await page.waitForTimeout(60);
        found.push(...(await faults()).map((fault) => `${code}: ${fault}`));
      }
      expect(found).toEqual([]);
    }, 60_000);
  });

  test('the page asks nobody but its own box', () => {
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.filter((url) => !url.startsWith(agent.url))).toEqual([]);
  });

  const long = [
    '{山手公民館|やまてこうみんかん}か ひより{小学校|しょうがっこう}の {体育館|たいいくかん}へ いってください。',
    'がけの ちかくと {川|かわ}の ちかくを とおらないで ゆっくり あるいて いって ください。',
  ];
  test.each([
    ['level 3', shownOrder(3), []],
    ['level 4', shownOrder(4), []],
    ['level 5', shownOrder(5), []],
    ['five people', shownOrder(4, { people: 5 }), []],
    ['whose answer', shownOrder(5, { people: 5 }), ['Enter']],
    ['told', shownOrder(4, { id: '00000000-0000-4000-8000-000000000014' }), ['Enter']],
    [
      'the longest sentences and five people',
      shownOrder(4, { people: 5, sentences: long, id: '00000000-0000-4000-8000-000000000024' }),
      [],
    ],
    [
      'cancelled',
      shownOrder(3, { cancelled: true, displayed: true, id: '00000000-0000-4000-8000-000000000034' }),
      [],
    ],
    ['a drill', shownOrder(4, { drill: true, id: '00000000-0000-4000-8000-000000000044' }), []],
    [
      'a drill of level 5 for three',
      shownOrder(5, { drill: true, people: 3, id: '00000000-0000-4000-8000-000000000054' }),
      [],
    ],
    [
      'whose answer in a drill',
      shownOrder(3, { drill: true, people: 5, id: '00000000-0000-4000-8000-000000000064' }),
      ['Enter'],
    ],
    [
      'a drill that was told',
      shownOrder(3, { drill: true, id: '00000000-0000-4000-8000-000000000074' }),
      ['Enter'],
    ],
    [
      'a cancelled drill',
      shownOrder(3, {
        drill: true,
        cancelled: true,
        displayed: true,
        id: '00000000-0000-4000-8000-000000000084',
      }),
      [],
    ],
  ])(
    'an order: %s',
    async (_, shown, path) => {
      agent.state.orders = [];
      agent.notify('orders.changed', { orders: [] });
      await settle(page);
      agent.state.orders = [shown];
      agent.notify('orders.changed', { orders: [shown] });
      await settle(page);
      // An order takes no answer before there was time to read it.
      if (path.length > 0) await page.waitForTimeout(500);
      await keys(...path);
      expect(await faults()).toEqual([]);
    },
    30_000,
  );
});
