import { expect, test } from 'vitest';
import type { WatchOverQuestion } from '../../mock-platform/src/protocol/watch-over.ts';
import type { ShownQuestion } from '../../reader-agent/src/protocol/local.ts';
import {
  laterFor,
  noQuestion,
  type SheetEvent,
  step,
} from '../../tv-app/src/pages/watch-over/watch-over-flow.ts';
import { shownOrder } from './canned.ts';
import { television } from './evening.ts';
import type { TestTelevision } from './stage.ts';

const ask = (changes: Partial<WatchOverQuestion> = {}): ShownQuestion => ({
  question: {
    id: '00000000-0000-4000-8000-0000000000a1',
    resident: 'hana-subject-000001',
    sentence: 'けさの ぐあいは どうですか。',
    choices: ['fine', 'so-so', 'unwell', 'call'],
    recipients: ['family'],
    askedAt: '2026-11-20T07:30:00+09:00',
    expiresAt: '2026-11-21T07:30:00+09:00',
    ...changes,
  },
  callName: 'はな',
});
const tell = ({ box }: TestTelevision, ...questions: ShownQuestion[]) =>
  box.dispatch({ type: 'watch-over.changed', params: { questions } });

test('a question comes over the broadcast with the name, who is told, and four answers; one key answers it', async () => {
  const tested = await television();
  const { press, settle, clock, words, focusName, calls, sounds, spoken, app } = tested;
  press('Tv');
  await settle();
  tell(tested, ask());
  await settle();
  expect(words()).toEqual(
    expect.arrayContaining([
      'はなさん、こんばんは。',
      'けさの ぐあいは どうですか。',
      'こたえは ごかぞくに とどきます。',
    ]),
  );
  expect(focusName()).toBe('げんきです');
  expect(sounds.at(-1)).toBe('message');
  expect(spoken.at(-1)).toContain('けさの ぐあいは');
  clock.pass(800);
  press('Right', 'Right', 'Right', 'Right', 'Enter');
  await settle();
  expect(calls.at(-1)).toEqual({
    method: 'watch-over.answer',
    params: { question: ask().question.id, choice: 'call' },
  });
  expect(words().join()).toContain('でんわの ちかくで');
  clock.pass(7_000);
  tell(tested);
  await settle();
  expect(app.page).toBeUndefined();
  expect(words().join()).not.toContain('はなさん');
});

test('it waits while somebody is in the middle of something, and an order always covers it', async () => {
  const tested = await television();
  const { press, settle, words, focusName, app } = tested;
  press('Right', 'Enter');
  await settle();
  tell(tested, ask());
  await settle();
  expect(words().join()).not.toContain('ぐあい');
  press('Back');
  await settle();
  expect(words().join()).toContain('ぐあい');
  tested.box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(3)] } });
  await settle();
  expect(words().join()).not.toContain('ぐあい');
  expect(focusName()).toBe('にげます');
  tested.box.dispatch({ type: 'orders.changed', params: { orders: [] } });
  await settle();
  expect(words().join()).toContain('ぐあい');
  press('Back');
  await settle();
  expect(words().join()).not.toContain('ぐあい');
  expect(app.page).toBeDefined();
});

test('戻る means later; nobody there means later, too; a slip of the first moment is no answer', () => {
  const at = (...events: [number, SheetEvent][]) =>
    events.reduce((flow, [now, event]) => step(flow, event, now), noQuestion);
  const shown = ask();
  const begin: [number, SheetEvent][] = [
    [0, { type: 'free', free: true }],
    [0, { type: 'questions', questions: [shown] }],
  ];
  expect(at(...begin, [100, { type: 'choose', choice: 'fine' }]).view.kind).toBe('asking');
  expect(at(...begin, [1000, { type: 'choose', choice: 'understood' }]).view.kind).toBe('asking');
  for (const away of [
    [1000, { type: 'later' }],
    [200_000, { type: 'tick' }],
  ] as [number, SheetEvent][]) {
    const flow = at(...begin, away);
    expect(flow.view.kind).toBe('none');
    expect(step(flow, { type: 'tick' }, away[0] + laterFor).view.kind).toBe('asking');
  }
  const failed = at(
    ...begin,
    [1000, { type: 'choose', choice: 'call' }],
    [1100, { type: 'failed', question: shown.question.id }],
  );
  expect(failed.view.kind).toBe('failed');
  expect(step(failed, { type: 'tick' }, 1100 + 7_000 + laterFor).view.kind).not.toBe('failed');
});

test('a small message has one answer', async () => {
  const tested = await television();
  tell(tested, {
    ...ask({ choices: ['understood'], recipients: ['town'], sentence: 'あしたは 健診の 日です。' }),
    callName: null,
  });
  await tested.settle();
  expect(tested.focusName()).toBe('わかりました');
  expect(tested.words()).toContain('こんばんは。');
});
