import { afterEach, describe, expect, test } from 'vitest';
import { KeyboardPage } from '../../tv-app/src/components/keyboard/KeyboardPage.ts';
import { doors } from '../../tv-app/src/pages/doors.ts';
import { HomePage } from '../../tv-app/src/pages/home/HomePage.ts';
import { KeyTestPage } from '../../tv-app/src/pages/settings/KeyTestPage.ts';
import { shownOrder } from './canned.ts';
import { loginId, session, television } from './evening.ts';
import { request } from './pages/provider/canned.ts';
import type { TestTelevision } from './stage.ts';

const tell = (tested: TestTelevision, ...orders: ReturnType<typeof shownOrder>[]) =>
  tested.box.dispatch({ type: 'orders.changed', params: { orders } });
const login = (tested: TestTelevision, more: object) =>
  tested.box.dispatch({
    type: 'login.changed',
    params: { login: loginId, service: 'health', tier: 't2', ...more } as never,
  });
const signIn = ({ box }: TestTelevision) =>
  box.dispatch({
    type: 'session.changed',
    params: { session: { ...session, since: '2026-11-20T18:30:00+09:00' } },
  });
const pin = (triesLeft: number) => ({ kind: 'authentication', triesLeft, typed: 2, least: 4, most: 4 });
const keys =
  (...names: Parameters<TestTelevision['press']>) =>
  async (tested: TestTelevision) => {
    for (const name of names) {
      tested.press(name);
      await tested.settle();
    }
  };

/** Everything that can be on the screen when an order comes. */
const situations: readonly [name: string, come: (tested: TestTelevision) => unknown][] = [
  ['the broadcast', keys('Tv')],
  ['a help page', keys('Yellow')],
  ['a page deep inside', keys('Right', 'Down', 'Enter')],
  ['the card’s page', keys('Right', 'Enter')],
  ['four digits half typed', (tested) => login(tested, { phase: 'waiting-for-pin', pin: pin(3) })],
  [
    'the question before the last try',
    (tested) => login(tested, { phase: 'waiting-for-consent', pin: pin(1) }),
  ],
  ['a refusal', (tested) => login(tested, { phase: 'refused', code: 'certificate.expired' })],
  [
    'the keyboard',
    ({ app }) =>
      app.open(KeyboardPage, { title: 'お名前', text: 'やま', changed() {}, done() {}, personal: false }),
  ],
  ['the first-run guide', ({ app }) => app.open(doors.firstRun)],
  ['a page that borrows every key', ({ app }) => app.open(KeyTestPage)],
  [
    'the question of an idle visit',
    async (tested) => {
      signIn(tested);
      await tested.settle();
      tested.clock.pass(180_000);
    },
  ],
  [
    'a hidden visit',
    async (tested) => {
      signIn(tested);
      await tested.settle();
      await keys('Right', 'Enter', 'Digit0')(tested);
    },
  ],
  [
    'a service provider’s request',
    async (tested) => {
      tested.box.dispatch({ type: 'requests.changed', params: { requests: [request] } });
      await keys('Right', 'Down', 'Right', 'Enter')(tested);
    },
  ],
  ['the strip of a lost agent', (tested) => tested.box.dispatch({ type: 'lost' })],
];

describe('an order comes', () => {
  let tested: TestTelevision;
  afterEach(() => tell(tested));

  test.each(situations)('over %s, and leaves it as it was', async (_, come) => {
    tested = await television();
    const { app, settle, focusName, shown: showing, words } = tested;
    await come(tested);
    await settle();
    const [page, focus] = [app.page, focusName()];
    tell(tested, shownOrder(4));
    await settle();
    expect(showing.at(-1)).toBe('order');
    expect(words().join()).toContain('すぐ にげて！');
    expect(focusName()).toBe('にげます');
    // Keys belong to the order, also where a page borrows or types them.
    tested.press('Right', 'Digit5');
    expect(focusName()).toBe('たすけがいる');
    expect(tested.calls.filter(({ method }) => method === 'pin.type')).toEqual([]);
    tell(tested);
    await settle();
    expect(app.page).toBe(page);
    expect(focusName()).toBe(focus);
  });

  test('and when the agent was started again it is on the screen as before', async () => {
    tested = await television();
    const { box, settle, focusName, app } = tested;
    tell(tested, shownOrder(5));
    await settle();
    box.dispatch({ type: 'lost' });
    await settle();
    expect(focusName()).toBe('あんぜんです');
    expect(app.page).toBeInstanceOf(HomePage);
  });
});
