import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { BoxClock } from '../../tv-app/src/app/clock.ts';
import { Door } from '../../tv-app/src/app/door.ts';
import { KeyGate } from '../../tv-app/src/app/keys/gate.ts';
import { forgetPublic } from '../../tv-app/src/app/last-public.ts';
import { ServicesClient } from '../../tv-app/src/clients/services.ts';
import type { Children } from '../../tv-app/src/components/base/place.ts';
import { Control } from '../../tv-app/src/components/control/Control.ts';
import { NoticesPage } from '../../tv-app/src/pages/notices/NoticesPage.ts';
import type { Theme } from '../../tv-app/src/theme/theme.ts';
import { quietBox, shownOrder } from './canned.ts';
import { session, television } from './evening.ts';

const gone = 'いま つながって いません。なおると ひとりでに もどります。';
const lost = { type: 'lost' } as const;
const back = { type: 'hello', state: quietBox } as const;

describe('without the agent', () => {
  test.each([
    ['home', []],
    ['the news', ['Enter']],
    ['the shelters', ['Right', 'Down', 'Enter']],
    ['help', ['Yellow']],
  ] as const)('%s says so after a moment, stays usable, and the sentence goes by itself', async (_, way) => {
    const { box, clock, press, settle, words, app } = await television();
    for (const key of way) {
      press(key);
      await settle();
    }
    const page = app.page;
    box.dispatch(lost);
    clock.pass(2000);
    expect(words()).not.toContain(gone);
    clock.pass(1000);
    await settle();
    expect(words()).toContain(gone);
    press('Down');
    expect(app.focusedControl).toBeInstanceOf(Control);
    expect(app.page).toBe(page);
    box.dispatch(back);
    await settle();
    expect(words()).not.toContain(gone);
    expect(app.focusedControl).toBeInstanceOf(Control);
  });

  test('a break that nobody notices is not told', async () => {
    const { box, clock, words } = await television();
    box.dispatch(lost);
    clock.pass(1500);
    box.dispatch(back);
    clock.pass(5000);
    expect(words()).not.toContain(gone);
  });

  test('nothing is said over the broadcast, and home says it when it opens', async () => {
    const { box, clock, press, words } = await television();
    press('Tv');
    box.dispatch(lost);
    clock.pass(5000);
    expect(words()).toEqual([]);
    press('Enter');
    expect(words()).toContain(gone);
  });

  test('the card’s page says it itself, once', async () => {
    const { box, clock, press, settle, words } = await television();
    press('Right', 'Enter');
    await settle();
    box.dispatch(lost);
    clock.pass(5000);
    await settle();
    expect(words()).not.toContain(gone);
    expect(words()).toContain('いま つながりません。');
  });

  test('an agent that does not take this page is told in its own words', async () => {
    const { box, words } = await television();
    box.dispatch(lost);
    box.dispatch({ type: 'turned-away', code: 'page.too-old' });
    expect(words().join()).toContain('画面が すこし 古いようです。');
  });

  test('an order that was there stays, with its answers', async () => {
    const { box, clock, settle, focusName, words } = await television();
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4)] } });
    box.dispatch(lost);
    clock.pass(10_000);
    await settle();
    expect(words()).toContain('すぐ にげて！');
    expect(focusName()).toBe('にげます');
  });

  test('what could not be fetched comes by itself when the way is open again', async () => {
    forgetPublic();
    const { services, box, press, settle, words } = await television();
    const shelters = services['/town/shelters'];
    delete services['/town/shelters'];
    press('Right', 'Down', 'Enter');
    await settle();
    await settle();
    expect(words()).toContain('もういちど');
    services['/town/shelters'] = shelters;
    box.dispatch(lost);
    box.dispatch(back);
    await settle();
    await settle();
    expect(words().join()).toContain('ひより しょうがっこう');
  });
});

describe('without the platform', () => {
  afterEach(() => {
    delete (globalThis as { localStorage?: unknown }).localStorage;
  });

  test('home and shelters show what was last known, with its time, also after the box was started anew', async () => {
    const kept = new Map<string, string>();
    (globalThis as { localStorage?: unknown }).localStorage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    const first = await television();
    first.press('Right', 'Down', 'Enter');
    await first.settle();
    await first.settle();
    const { box, services, press, settle, words } = await television();
    for (const path of Object.keys(services)) delete services[path];
    box.dispatch({ type: 'notices.changed', params: {} });
    await settle();
    expect(words().join()).toMatch(/6時30分の おしらせ.*水が とまります。/);
    press('Right', 'Down', 'Enter');
    await settle();
    await settle();
    expect(words().join()).toContain('ひより しょうがっこう');
    expect(words().join()).toContain('6時30分');
    expect([...kept.values()].join()).not.toMatch(/はな|血圧/);
  });

  test('what the agent kept is not shown as if it were new', async () => {
    const headers = { 'x-chanoma-as-of': '2026-11-19T09:00:00+09:00', 'x-chanoma-offline': '1' };
    const services = new ServicesClient(async () => new Response('{}', { headers }), 's');
    const ages: unknown[] = [];
    await services.get('/notices/public', z.object({}), (age) => ages.push(age));
    expect(ages).toEqual([{ at: new Date('2026-11-19T09:00:00+09:00'), fresh: false }]);
  });

  test.each([
    ['is full', { getItem: () => null, setItem: () => fail() }],
    ['is forbidden', { getItem: () => fail(), setItem: () => fail() }],
    ['holds nonsense', { getItem: () => '{"notices":{"value":7,"at":"never"}', setItem() {} }],
    [
      'holds something else',
      { getItem: () => '{"notices":{"value":[{}],"at":"2026-11-20T09:00:00Z"}}', setItem() {} },
    ],
  ])('a storage that %s disturbs nobody', async (_, storage) => {
    (globalThis as { localStorage?: unknown }).localStorage = storage;
    const { words, press, tv, services, box, settle } = await television();
    expect(words().join()).toContain('水が とまります。');
    press('Blue');
    expect(tv.settings.current.textSize).toBe('large');
    forgetPublic();
    delete services['/notices/public'];
    box.dispatch({ type: 'notices.changed', params: {} });
    await settle();
    expect(words().join()).toContain('いま つながって いません。');
  });
});

function fail(): never {
  throw new DOMException('quota', 'QuotaExceededError');
}

test('a full disk of the box is told on home, and nowhere else', async () => {
  const { box, press, settle, words } = await television();
  box.dispatch({ type: 'hello', state: { ...quietBox, storage: 'storage.full' } });
  await settle();
  expect(words().join()).toContain('ほぞん できませんでした。');
  press('Right', 'Down', 'Enter');
  await settle();
  expect(words().join()).not.toContain('ほぞん できませんでした。');
});

describe('a clock that is wrong', () => {
  const evening = Date.parse('2026-11-20T18:30:00+09:00');

  test.each([-400, 400, 30_000])(
    'by %i days is put right by what the agent tells, and stays right',
    (days) => {
      let system = evening + days * 86_400_000;
      let steady = 1000;
      const clock = new BoxClock(
        () => system,
        () => steady,
      );
      expect(clock.tell(new Date(evening))).toBe(true);
      steady += 60_000;
      // The box sets its own clock meanwhile.
      system = evening;
      expect(clock.now().toISOString()).toBe(new Date(evening + 60_000).toISOString());
      expect(clock.known).toBe(true);
    },
  );

  test('before 2026 shows no time until the agent tells one', () => {
    const clock = new BoxClock(
      () => 0,
      () => 0,
    );
    expect(clock.known).toBe(false);
    expect(clock.tell(new Date('nonsense'))).toBe(false);
    expect(clock.known).toBe(false);
    clock.tell(new Date(evening));
    expect(clock.known).toBe(true);
  });

  test('that is not known stands on no page', async () => {
    const { tv, words, app } = await television();
    expect(words().join()).toMatch(/6時30分/);
    (tv as { clock: unknown }).clock = {
      now: tv.clock.now,
      after: tv.clock.after.bind(tv.clock),
      known: false,
    };
    app.page!.redraw();
    expect(words().join()).not.toMatch(/6時30分|11月20日/);
    expect(words()).toContain('茶の間');
  });

  test('put back by a year keeps no key from counting', () => {
    const gate = new KeyGate();
    const enter = (now: number) => gate.accepts('Enter', { repeat: false, now, commit: true });
    expect(enter(evening + 31_536_000_000)).toBe(true);
    expect(enter(evening)).toBe(true);
  });
});

test('a part of the application that cannot be fetched says so, has a way back, and comes with もういちど', async () => {
  let there = false;
  const door = new Door<undefined>(
    () => 'おしらせ',
    () => (there ? Promise.resolve(NoticesPage) : Promise.reject(new Error('404'))),
  );
  const { tv, app, press, settle, words, focusName } = await television();
  tv.pages.open(door);
  await settle();
  await settle();
  expect(words()).toContain('いま つながりません。');
  expect(focusName()).toBe('もういちど');
  press('Back');
  await settle();
  expect(app.page!.title).toBe('茶の間');
  tv.pages.open(door);
  await settle();
  there = true;
  press('Enter');
  await settle();
  await settle();
  expect(app.page).toBeInstanceOf(NoticesPage);
});

test('a page that cannot be drawn says so, and has a way on and a way back', async () => {
  class BrokenPage extends NoticesPage {
    static times = 0;
    override content(theme: Theme): Children {
      BrokenPage.times += 1;
      if (BrokenPage.times < 3) throw new TypeError('nothing to draw');
      return super.content(theme);
    }
  }
  const reported = vi.spyOn(globalThis, 'setTimeout').mockReturnValue(0 as never);
  const { tv, press, settle, words, focusName } = await television();
  tv.pages.open(BrokenPage);
  await settle();
  expect(words().join()).toContain('うまく いきませんでした。');
  expect(focusName()).toBe('もういちど');
  expect(reported.mock.calls.length).toBeGreaterThan(0);
  expect(reported.mock.calls[0]![0]).toThrow('nothing to draw');
  reported.mockRestore();
  press('Enter');
  await settle();
  expect(focusName()).toContain('水が とまります。');
});

test('a day and a night of waiting change nothing but the time', async () => {
  const { box, clock, settle, words, focusName } = await television();
  const before = focusName();
  for (let hour = 0; hour < 24; hour += 1) {
    box.dispatch(hour % 2 ? back : lost);
    if (hour % 6 === 1) {
      box.dispatch({ type: 'session.changed', params: { session } });
      box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    }
    clock.pass(3_600_000);
    await settle();
  }
  expect(words().join()).toMatch(/11月21日.*6時30分/);
  expect(focusName()).toBe(before);
}, 20_000);
