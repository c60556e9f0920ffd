import { expect, test } from 'vitest';
import { awayFor, backHeld, seenAfter, step, toldFor } from '../../tv-app/src/pages/order/order-flow.ts';
import { laterAfter } from '../../tv-app/src/pages/order/order-screen.ts';
import { noOrder, type OrderEvent, type OrderFlow } from '../../tv-app/src/pages/order/order-view.ts';
import { shownOrder } from './canned.ts';

const four = '00000000-0000-4000-8000-000000000004';
const start = Date.parse('2026-11-20T18:42:00+09:00');

/** Plays events, each so many milliseconds after the start. */
function play(...events: [at: number, event: OrderEvent][]): OrderFlow {
  return events.reduce((flow, [at, event]) => step(flow, event, start + at), noOrder);
}
const orders = (...list: ReturnType<typeof shownOrder>[]): OrderEvent => ({ type: 'orders', orders: list });

test('an unanswered order asks, and stays until it is answered', () => {
  const flow = play([0, orders(shownOrder(4))], [60_000, { type: 'tick' }], [3_600_000, { type: 'tick' }]);
  expect(flow.view.kind).toBe('asking');
});

test('with one resident the answer goes off at once, in their name', () => {
  const flow = play([0, orders(shownOrder(4))], [1000, { type: 'answer', answer: 'evacuating' }]);
  expect(flow.view).toMatchObject({
    kind: 'sending',
    answer: 'evacuating',
    residents: ['hana-subject-000001'],
  });
});

test('with several residents it asks whose answer it is', () => {
  const flow = play([0, orders(shownOrder(4, { people: 3 }))], [1000, { type: 'answer', answer: 'help' }]);
  expect(flow.view).toMatchObject({ kind: 'whose', answer: 'help' });
  const sent = step(flow, { type: 'residents', residents: ['yui-subject-0000001'] }, start + 1200);
  expect(sent.view).toMatchObject({ kind: 'sending', residents: ['yui-subject-0000001'] });
});

test('an answer that does not belong to the level is not taken', () => {
  expect(play([0, orders(shownOrder(5))], [1000, { type: 'answer', answer: 'evacuating' }]).view.kind).toBe(
    'asking',
  );
  expect(play([0, orders(shownOrder(4))], [1000, { type: 'answer', answer: 'safe' }]).view.kind).toBe(
    'asking',
  );
});

test('戻る does nothing for five seconds, then asks: answer now, or in a minute', () => {
  const early = play([0, orders(shownOrder(4))], [backHeld - 1, { type: 'back' }]);
  expect(early.view.kind).toBe('asking');
  const leaving = step(early, { type: 'back' }, start + backHeld);
  expect(leaving.view.kind).toBe('leaving');
  expect(step(leaving, { type: 'again' }, start + backHeld + 1).view.kind).toBe('asking');
  expect(step(leaving, { type: 'back' }, start + backHeld + 1).view.kind).toBe('asking');
  const away = step(leaving, { type: 'put-away' }, start + backHeld);
  expect(away.view.kind).toBe('none');
  expect(step(away, { type: 'tick' }, start + backHeld + awayFor - 1).view.kind).toBe('none');
  expect(step(away, { type: 'tick' }, start + backHeld + awayFor).view.kind).toBe('asking');
});

test.each([
  ['leaving', { type: 'back' } as const],
  ['whose', { type: 'answer', answer: 'help' } as const],
])('whoever walks away from %s finds the order on the screen again', (kind, event) => {
  const flow = play([0, orders(shownOrder(4, { people: 2 }))], [6000, event]);
  expect(flow.view.kind).toBe(kind);
  expect(step(flow, { type: 'tick' }, start + 60_000).view.kind).toBe('asking');
});

test('a key that was meant for what stood there before is no answer', () => {
  const flow = play([0, orders(shownOrder(4))], [seenAfter - 1, { type: 'answer', answer: 'help' }]);
  expect(flow.view.kind).toBe('asking');
  const newer = shownOrder(4, { id: '00000000-0000-4000-8000-0000000000a4' });
  newer.order.issuedAt = '2026-11-20T18:50:00+09:00';
  const replaced = step(flow, orders(newer, shownOrder(4)), start + 2000);
  expect(replaced.view).toMatchObject({ kind: 'asking', shown: { order: { id: newer.order.id } } });
  expect(step(replaced, { type: 'answer', answer: 'help' }, start + 2100).view.kind).toBe('asking');
  expect(step(replaced, { type: 'answer', answer: 'help' }, start + 2700).view.kind).toBe('sending');
});

test('after the answer it says so for a while and goes', () => {
  const answered = {
    ...shownOrder(4),
    residents: [{ subject: 'hana-subject-000001', callName: 'はな', answer: 'evacuating' as const }],
  };
  const flow = play(
    [0, orders(shownOrder(4))],
    [1000, { type: 'answer', answer: 'evacuating' }],
    [1200, { type: 'sent', order: four, queued: false }],
    [1210, orders(answered)],
  );
  expect(flow.view).toMatchObject({ kind: 'told', queued: false });
  expect(step(flow, { type: 'tick' }, start + 1200 + toldFor - 1).view.kind).toBe('told');
  expect(step(flow, { type: 'tick' }, start + 1200 + toldFor).view.kind).toBe('none');
});

test('those who have not answered are asked again', () => {
  const open = shownOrder(4, { people: 2 });
  const half = {
    ...open,
    residents: [{ ...open.residents[0]!, answer: 'evacuating' as const }, open.residents[1]!],
  };
  const flow = play(
    [0, orders(open)],
    [1000, { type: 'answer', answer: 'evacuating' }],
    [1050, { type: 'residents', residents: ['hana-subject-000001'] }],
    [1200, { type: 'sent', order: four, queued: false }],
    [1210, orders(half)],
    [1300, { type: 'acknowledge' }],
  );
  expect(flow.view.kind).toBe('asking');
});

test('a higher level takes the screen, a lower one and a drill do not', () => {
  const four = shownOrder(4);
  expect(play([0, orders(four)], [10, orders(shownOrder(5), four)]).view).toMatchObject({
    shown: { order: { level: 5 } },
  });
  expect(play([0, orders(four)], [10, orders(shownOrder(3), four)]).view).toMatchObject({
    shown: { order: { level: 4 } },
  });
  const drill = shownOrder(5, { drill: true, id: '00000000-0000-4000-8000-0000000000d5' });
  expect(play([0, orders(four)], [10, orders(drill, four)]).view).toMatchObject({
    shown: { order: { status: 'live' } },
  });
  expect(play([0, orders(drill)], [10, orders(four, drill)]).view).toMatchObject({
    shown: { order: { status: 'live' } },
  });
});

test('an order that another one updates is not asked any more', () => {
  const old = shownOrder(4);
  const update = shownOrder(3);
  const newer = {
    ...update,
    order: { ...update.order, action: 'update' as const, references: [old.order.id] },
  };
  expect(play([0, orders(old)], [10, orders(newer, old)]).view).toMatchObject({
    shown: { order: { level: 3 } },
  });
});

test('an answered order of level 5 keeps an earlier 「にげて」 and an earlier drill off the screen until it is cancelled', () => {
  const at = (shown: ReturnType<typeof shownOrder>, issuedAt: string) => ({
    ...shown,
    order: { ...shown.order, issuedAt },
  });
  const four = at(shownOrder(4), '2026-11-20T18:30:00+09:00');
  // Of whatever kind: who stays in his house does not leave it for a river.
  four.order.hazard = 'flood';
  const drill = shownOrder(3, { drill: true, id: '00000000-0000-4000-8000-0000000000d3' });
  const five = shownOrder(5);
  const answered = { ...five, residents: five.residents.map((one) => ({ ...one, answer: 'safe' as const })) };
  expect(play([0, orders(answered, four, drill)]).view.kind).toBe('none');
  const cancelled = { ...answered, cancelledAt: '2026-11-20T18:45:00+09:00' };
  expect(play([0, orders(cancelled, four, drill)]).view).toMatchObject({ shown: { order: { level: 4 } } });
  const newer = at(four, '2026-11-20T19:00:00+09:00');
  expect(play([0, orders(answered, newer)]).view).toMatchObject({ shown: { order: { level: 4 } } });
});

test('a cancellation shows 取消 where the order had been shown, once', () => {
  const cancelled = shownOrder(4, { cancelled: true });
  const flow = play([0, orders(shownOrder(4))], [1000, orders(cancelled)]);
  expect(flow.view.kind).toBe('cancelled');
  const seen = step(flow, { type: 'acknowledge' }, start + 2000);
  expect(seen.view.kind).toBe('none');
  expect(step(seen, orders(cancelled), start + 3000).view.kind).toBe('none');
});

test('a cancellation of an order that was never shown shows nothing', () => {
  expect(play([0, orders(shownOrder(4, { cancelled: true }))]).view.kind).toBe('none');
});

test('an order that runs out while it is shown, or while somebody answers, leaves the screen', () => {
  const shown = shownOrder(4, { people: 2 });
  expect(play([0, orders(shown)], [9000, orders()]).view.kind).toBe('none');
  const answering = play([0, orders(shown)], [1000, { type: 'answer', answer: 'help' }], [2000, orders()]);
  expect(answering.view.kind).toBe('none');
});

test('the box decides what has expired: a television whose own clock is wrong still shows an order', () => {
  const shown = shownOrder(4);
  const old = { ...shown, order: { ...shown.order, expiresAt: '2026-11-20T18:41:00+09:00' } };
  expect(play([0, orders(old)]).view.kind).toBe('asking');
});

test('a clock that is put back by a day holds neither 戻る nor an order that was put away', () => {
  const day = 86_400_000;
  const flow = play(
    [0, orders(shownOrder(4))],
    [-day, { type: 'tick' }],
    [-day + backHeld, { type: 'back' }],
  );
  expect(flow.view.kind).toBe('leaving');
  const away = step(flow, { type: 'put-away' }, start);
  const back = step(away, { type: 'tick' }, start - day);
  expect(step(back, { type: 'tick' }, start - day + awayFor).view.kind).toBe('asking');
});

test('a home whose residents are not known yet reads the order and puts it away for good', () => {
  const shown = shownOrder(4, { people: 0 });
  const flow = play([0, orders(shown)]);
  expect(flow.view.kind).toBe('asking');
  const seen = step(flow, { type: 'acknowledge' }, start + 1000);
  expect(seen.view.kind).toBe('none');
  expect(step(seen, orders(shownOrder(4)), start + 2000).view.kind).toBe('asking');
});

test('orders for different hazards are asked one after the other, and the first says that there is another', () => {
  const flood = shownOrder(3, { id: '00000000-0000-4000-8000-0000000000f3' });
  flood.order.hazard = 'flood';
  const flow = play([0, orders(shownOrder(4), flood)]);
  expect(flow).toMatchObject({ view: { shown: { order: { level: 4 } } }, more: 1 });
  const four = shownOrder(4);
  const answered = { ...four, residents: four.residents.map((one) => ({ ...one, answer: 'help' as const })) };
  const next = step(flow, orders(answered, flood), start + 1000);
  expect(next).toMatchObject({ view: { kind: 'asking', shown: { order: { hazard: 'flood' } } }, more: 0 });
});

test.each([
  ['the same words', {}, 'chime'],
  ['another place', { sentences: ['はま{公民館|こうみんかん}へ いってください。'] }, 'alarm'],
  ['another level', { level: 5 as const }, 'alarm'],
])('an update with %s says so and begins with: %s', (_, changes, first) => {
  const old = shownOrder(4);
  const update: ReturnType<typeof shownOrder> = {
    ...old,
    order: { ...old.order, id: '00000000-0000-4000-8000-0000000000b4', action: 'update', ...changes },
  };
  update.order.references = [old.order.id];
  const flow = play([0, orders(old)], [9000, orders(update)]);
  expect(flow.appearance).toMatchObject({ renewed: true, first });
});

test('half an hour after 「にげます」 it asks whether they are safe, and takes 「もう あんぜん」 at every level', () => {
  const shown = shownOrder(4);
  const gone = {
    ...shown,
    residents: shown.residents.map((one) => ({ ...one, answer: 'evacuating' as const })),
  };
  const told = play([0, orders(shown)], [1000, orders(gone)]);
  expect(told.view.kind).toBe('none');
  expect(step(told, { type: 'tick' }, start + laterAfter).view.kind).toBe('none');
  const later = step(told, { type: 'tick' }, start + 1000 + laterAfter);
  expect(later.view.kind).toBe('asking-later');
  expect(step(later, { type: 'answer', answer: 'safe' }, start + 3000 + laterAfter).view).toMatchObject({
    kind: 'sending',
    answer: 'safe',
  });
  expect(step(later, { type: 'back' }, start + 3000 + laterAfter).view.kind).toBe('none');
});

test('an answer that the box could not take can be given again', () => {
  const flow = play(
    [0, orders(shownOrder(4))],
    [1000, { type: 'answer', answer: 'help' }],
    [1200, { type: 'failed', order: four, code: 'platform.unreachable' }],
  );
  expect(flow.view.kind).toBe('failed');
  expect(step(flow, { type: 'again' }, start + 1300).view.kind).toBe('asking');
});

test('an answer that comes back for another order changes nothing', () => {
  const flow = play(
    [0, orders(shownOrder(4))],
    [1000, { type: 'answer', answer: 'evacuating' }],
    [1200, orders(shownOrder(5), shownOrder(4))],
    [2000, { type: 'answer', answer: 'safe' }],
    [2100, { type: 'sent', order: four, queued: false }],
  );
  expect(flow.view).toMatchObject({ kind: 'sending', shown: { order: { level: 5 } } });
});
