import { expect, test } from 'vitest';
import type { ShownOrder } from '../../reader-agent/src/protocol/local.ts';
import { shownOrder } from './canned.ts';
import { loginId, session, television } from './evening.ts';
import type { TestTelevision } from './stage.ts';

const hana = 'hana-subject-000001';
const tell = (tested: TestTelevision, ...orders: ShownOrder[]) =>
  tested.box.dispatch({ type: 'orders.changed', params: { orders } });
/** As the agent gives it back when everybody named has answered. */
const answered = (shown: ShownOrder, answer: 'evacuating' | 'safe' | 'help', whose: string[] = [hana]) => ({
  ...shown,
  residents: shown.residents.map((one) => (whose.includes(one.subject) ? { ...one, answer } : one)),
});
const answers = ({ calls }: TestTelevision) => calls.filter(({ method }) => method === 'orders.answer');

test('the voice begins within a second and a half, and both come again every twenty seconds in every language', async () => {
  const tested = await television();
  const { clock, sounds, spoken, tv, settle } = tested;
  const shown = shownOrder(4);
  shown.order.translations = { en: ['Please go to Hiyori Elementary School.'] };
  tell(tested, shown);
  expect(sounds).toEqual(['alarm']);
  clock.pass(1_499);
  expect(spoken).toHaveLength(1);
  clock.pass(20_000);
  expect([sounds.length, spoken.length]).toEqual([2, 2]);
  tv.settings.set({ language: 'en' });
  await settle();
  expect(tested.words()).toContain('Please go to Hiyori Elementary School.');
  clock.pass(20_000);
  expect(spoken.at(-1)).toContain('Please go to Hiyori Elementary School.');
  tv.settings.set({ language: 'plain' });
  await settle();
  // What the town has not translated comes as it was written.
  expect(tested.words()).toContain('ひより小学校へ いってください。');
  tv.settings.set({ language: 'ja' });
});

test('nothing on the screen changes while nobody does anything: no flashing, no inversion', async () => {
  const tested = await television();
  tell(tested, shownOrder(5));
  await tested.settle();
  const overlay = () => JSON.stringify(tested.mirror());
  const before = overlay();
  let drawn = 0;
  tested.app.stage.on('frameEnd', () => {
    drawn += tested.app.stage.transitions.active.size;
  });
  for (let second = 0; second < 19; second += 1) {
    tested.clock.pass(1_000);
    await tested.settle();
    expect(overlay()).toBe(before);
  }
  expect(drawn).toBe(0);
});

test('it is reported as displayed when its words are drawn, not before, and an order that was replaced meanwhile never', async () => {
  const tested = await television();
  const { calls, settle, app } = tested;
  const displayed = () => calls.filter(({ method }) => method === 'orders.displayed');
  tell(tested, shownOrder(4));
  expect(displayed()).toHaveLength(0);
  tell(tested, shownOrder(5), shownOrder(4));
  await settle();
  await settle();
  expect(displayed().map(({ params }) => (params as { order: string }).order)).toEqual([
    shownOrder(5).order.id,
  ]);
  // A lost WebGL context draws frames into nowhere.
  Object.assign(app.stage, { gl: { isContextLost: () => true } });
  tell(tested, shownOrder(5, { id: '00000000-0000-4000-8000-0000000000e5' }));
  await settle();
  expect(displayed()).toHaveLength(1);
  Object.assign(app.stage, { gl: { isContextLost: () => false } });
  await settle();
  expect(displayed()).toHaveLength(2);
});

test('a card laid after the answer vouches for its holder: the same answer once more, and the screen says so', async () => {
  const tested = await television();
  const { box, clock, press, settle, calls, replies, words } = tested;
  const shown = shownOrder(4, { people: 2 });
  tell(tested, shown);
  clock.pass(1_000);
  replies['orders.answer'] = answered(shown, 'help', [hana, 'isamu-subject-00001']);
  press('Right', 'Enter');
  await settle();
  clock.pass(600);
  press('Enter');
  await settle();
  expect(words().join()).toContain('カードを おくと');
  box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: true } });
  await settle();
  expect(calls.filter(({ method }) => method === 'login.start')).toEqual([
    { method: 'login.start', params: { service: 'town', tier: 't1' } },
  ]);
  expect(words().join()).toContain('カードを よんでいます');
  box.dispatch({ type: 'session.changed', params: { session: { ...session, resident: hana } } });
  await settle();
  expect(answers(tested).at(-1)?.params).toEqual({
    order: shown.order.id,
    answer: 'help',
    residents: [hana],
  });
  expect(words().join()).toContain('はなさんの カードで');
  expect(answers(tested)).toHaveLength(2);
});

test('a card that is no good changes nothing: the answer stands', async () => {
  const tested = await television();
  const { box, clock, press, settle, replies, words } = tested;
  const shown = shownOrder(4);
  tell(tested, shown);
  clock.pass(1_000);
  replies['orders.answer'] = answered(shown, 'evacuating');
  press('Enter');
  await settle();
  box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: true } });
  await settle();
  const refused = { login: loginId, service: 'town', tier: 't1', phase: 'refused' } as const;
  box.dispatch({ type: 'login.changed', params: { ...refused, code: 'login.other-household' } });
  await settle();
  expect(words().join()).toContain('こたえは そのままです');
  expect(answers(tested)).toHaveLength(1);
});

test('whoever takes the card away in the middle of an order does not silence it', async () => {
  const tested = await television();
  const { box, settle, mirror, app, clock, spoken } = tested;
  box.dispatch({ type: 'session.changed', params: { session } });
  await settle();
  tell(tested, shownOrder(4));
  await settle();
  clock.pass(1_000);
  box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
  await settle();
  clock.pass(600);
  expect(spoken.at(-1)).toContain('すぐ にげて');
  expect(JSON.stringify(mirror())).toContain('すぐ にげて');
  expect(app.focusedControl).toBeDefined();
});

test('a home whose residents are not known sees it, too', async () => {
  const tested = await television();
  tell(tested, shownOrder(4, { people: 0 }));
  await tested.settle();
  expect(tested.words()).toContain('みなさん');
  expect(tested.focusName()).toBe('わかりました');
});

test('a drill that is cancelled says 訓練 in words, on its button and aloud', async () => {
  const tested = await television();
  const drill = shownOrder(4, { drill: true });
  tell(tested, drill);
  await tested.settle();
  tell(tested, { ...drill, cancelledAt: '2026-11-20T19:10:00+09:00' });
  await tested.settle();
  expect(tested.words().filter((line) => line.includes('訓練')).length).toBeGreaterThanOrEqual(7);
  expect(tested.spoken.at(-1)).toMatch(/訓練/);
  expect(tested.focusName()).toBe('訓練 わかりました');
});

test('help says what to do, with and without a connection', async () => {
  for (const platform of ['online', 'offline'] as const) {
    const tested = await television();
    tested.box.dispatch({ type: 'platform.changed', params: { platform } });
    const shown = shownOrder(5);
    tell(tested, shown);
    tested.clock.pass(1_000);
    tested.replies['orders.answer'] = answered(shown, 'help');
    tested.press('Right', 'Enter');
    await tested.settle();
    expect(tested.words().join()).toContain('119');
    expect(tested.spoken.at(-1)).toContain('119');
  }
});
