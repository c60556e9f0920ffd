import { describe, expect, test } from 'vitest';
import { type KeyName, keyNames } from '../../tv-app/src/app/keys/names.ts';
import { Control } from '../../tv-app/src/components/control/Control.ts';
import { OrderOverlay } from '../../tv-app/src/pages/order/OrderOverlay.ts';
import { shownOrder } from './canned.ts';
import { session, television } from './evening.ts';

describe('an order', () => {
  test('covers every page, is an alert for screen readers, and is reported once', async () => {
    const { box, settle, mirror, shown, calls, focusName, sounds } = await television();
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4)] } });
    await settle();
    await settle();
    expect(shown.at(-1)).toBe('order');
    const dialog = JSON.stringify(mirror());
    expect(dialog).not.toContain('"role":"main"');
    expect(dialog).toContain('"role":"alertdialog"');
    expect(dialog).toContain('はなさん');
    expect(dialog).toContain('すぐ にげて！');
    expect(focusName()).toBe('にげます');
    expect(sounds).toEqual(['alarm']);
    expect(calls.filter(({ method }) => method === 'orders.displayed')).toHaveLength(1);
  });

  test('comes back exactly to where one was', async () => {
    const { box, settle, press, focusName, replies, app, clock } = await television();
    press('Right', 'Down', 'Enter');
    await settle();
    press('Down');
    const before = focusName();
    const page = app.page;
    const shown = shownOrder(4);
    box.dispatch({ type: 'orders.changed', params: { orders: [shown] } });
    await settle();
    replies['orders.answer'] = {
      ...shown,
      residents: shown.residents.map((one) => ({ ...one, answer: 'evacuating' })),
    };
    clock.pass(600);
    press('Enter');
    await settle();
    clock.pass(500);
    press('Enter');
    await settle();
    expect(app.page).toBe(page);
    expect(focusName()).toBe(before);
  });

  test('no key reaches the page below', async () => {
    const { box, settle, press, app, tv } = await television();
    const page = app.page;
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(5)] } });
    await settle();
    press('Green', 'Yellow', 'Blue', 'Back', 'Tv', 'Up', 'Down');
    expect(app.page).toBe(page);
    expect(tv.settings.current.textSize).toBe('normal');
  });

  test('the alarm comes again every twenty seconds until somebody answers', async () => {
    const { box, settle, clock, sounds, spoken, press, replies } = await television();
    const shown = shownOrder(4);
    box.dispatch({ type: 'orders.changed', params: { orders: [shown] } });
    await settle();
    clock.pass(50_000);
    expect(sounds.filter((name) => name === 'alarm').length).toBe(3);
    expect(spoken.at(-1)).toContain('ひよりしょうがっこうへ');
    replies['orders.answer'] = {
      ...shown,
      residents: shown.residents.map((one) => ({ ...one, answer: 'help' })),
    };
    press('Right', 'Enter');
    await settle();
    const before = sounds.filter((name) => name === 'alarm').length;
    clock.pass(60_000);
    expect(sounds.filter((name) => name === 'alarm').length).toBe(before);
  });

  test('that was shown before does not sound the alarm at once', async () => {
    const { box, settle, sounds } = await television();
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4, { displayed: true })] } });
    await settle();
    expect(sounds).not.toContain('alarm');
  });

  test('of a drill sounds and speaks otherwise, and says 訓練 on everything', async () => {
    const { box, settle, sounds, clock, spoken, words } = await television();
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4, { drill: true })] } });
    await settle();
    clock.pass(5000);
    expect(sounds).toEqual(['drill']);
    expect(spoken.at(-1)!.match(/訓練/g)!.length).toBeGreaterThanOrEqual(4);
    expect(words()).toContain('訓練 にげます');
    expect(words()).toContain('はなさん、訓練です。');
  });

  test('answered without network says that it will be told later', async () => {
    const { box, settle, press, replies, words, clock } = await television();
    const shown = shownOrder(5);
    box.dispatch({ type: 'platform.changed', params: { platform: 'offline' } });
    box.dispatch({ type: 'orders.changed', params: { orders: [shown] } });
    await settle();
    replies['orders.answer'] = {
      ...shown,
      residents: shown.residents.map((one) => ({ ...one, answer: 'safe' })),
    };
    clock.pass(1000);
    press('Enter');
    await settle();
    expect(words().join()).toContain('つながったら');
  });
});

test('five hundred random keys never lose the focus', async () => {
  const { app, box, settle, clock, replies } = await television();
  replies['orders.answer'] = 'platform.unreachable';
  let seed = 20261120;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const keys: readonly KeyName[] = keyNames;
  for (let count = 0; count < 500; count += 1) {
    clock.pass(150 + random(400));
    const key = keys[random(keys.length)]!;
    app.press(random(3) === 0 ? 'Enter' : key);
    if (count % 50 === 20) box.dispatch({ type: 'session.changed', params: { session } });
    if (count % 50 === 45)
      box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    if (count % 90 === 60)
      box.dispatch({
        type: 'orders.changed',
        params: {
          orders: [shownOrder(4, { id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}` })],
        },
      });
    if (count % 90 === 80) box.dispatch({ type: 'orders.changed', params: { orders: [] } });
    if (count % 5 === 0) await settle();
    const focused = app.focusedControl;
    expect(focused, `after ${count} keys`).toBeDefined();
    expect(focused!.attached).toBe(true);
    const covered = focused instanceof OrderOverlay;
    if (!covered && app.page && app.page.controls().length > 0)
      expect(focused, `after ${key} on ${app.page.title}`).toBeInstanceOf(Control);
  }
});
