import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../../mock-platform/src/protocol/alerts.ts';
import {
  answer,
  cancelledShownMs,
  display,
  mayAnswer,
  nextChange,
  type Orders,
  receive,
  shown,
} from '../../../reader-agent/src/alerts/orders.ts';
import { anOrder, hana, isamu } from '../fake-platform.ts';

const at = new Date().toISOString();
const now = Date.parse(at) + 1_000;
const names = [
  { subject: hana, callName: 'はな', fullName: '若葉 はな' },
  { subject: isamu, callName: 'いさむ', fullName: '若葉 いさむ' },
];
const known = (...orders: Order[]): Orders => orders.reduce<Orders>((all, one) => receive(all, one, at), {});
const ids = (orders: Orders, when = now) => shown(orders, names, when).map(({ order }) => order.id);
const follow = (order: Order, action: 'update' | 'cancel', changes: Partial<Order> = {}) =>
  anOrder({
    action,
    references: [order.id],
    status: order.status,
    issuedAt: new Date(Date.parse(order.issuedAt) + 1_000).toISOString(),
    ...changes,
  });

/** A history of orders that reference earlier ones, of both statuses and two towns. */
const history = fc
  .array(
    fc.record({
      action: fc.constantFrom('issue' as const, 'issue' as const, 'update' as const, 'cancel' as const),
      status: fc.constantFrom('live' as const, 'drill' as const),
      municipality: fc.constantFrom('990019', '990019', '990027'),
      target: fc.nat(),
      minutes: fc.integer({ min: -5, max: 60 }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((steps) => {
    const orders: Order[] = [];
    for (const { action, status, municipality, target, minutes } of steps) {
      const before = orders.length === 0 ? undefined : orders[target % orders.length];
      const references = action === 'issue' || before === undefined ? [] : [before.id];
      const expiresAt = new Date(now + minutes * 60_000).toISOString();
      orders.push(anOrder({ action, status, municipality, references, expiresAt, issuedAt: at }));
    }
    return orders;
  });

describe('orders on a box', () => {
  it('are shown the same whatever the sequence in which they come and however often', () => {
    const shuffled = history.chain((orders) =>
      fc.tuple(
        fc.constant(orders),
        fc.shuffledSubarray([...orders, ...orders], { minLength: orders.length * 2 }),
        fc.subarray(orders.map(({ id }) => id)),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([orders, mixed, seen]) => {
        const displayed = (all: Orders) => seen.reduce((state, id) => display(state, id, at), all);
        const straight = displayed(known(...orders));
        expect(shown(displayed(known(...mixed)), names, now)).toEqual(shown(straight, names, now));
      }),
    );
  });

  it('of a drill and of real danger never touch each other', () => {
    fc.assert(
      fc.property(history, (orders) => {
        const live = orders.filter(({ status }) => status === 'live');
        const liveIds = new Set(live.map(({ id }) => id));
        expect(ids(known(...orders)).filter((id) => liveIds.has(id))).toEqual(ids(known(...live)));
      }),
    );
  });

  it('carry the names of the household, and are shown without any when none are known', () => {
    const order = anOrder();
    expect(shown(known(order), names, now)[0]!.residents.map(({ callName }) => callName)).toEqual([
      'はな',
      'いさむ',
    ]);
    expect(shown(known(order), [], now)[0]!.residents).toEqual([]);
  });

  it('disappear when they expire', () => {
    const order = anOrder();
    const end = Date.parse(order.expiresAt);
    expect(ids(known(order), end - 1)).toEqual([order.id]);
    expect(ids(known(order), end)).toEqual([]);
    expect(nextChange(known(order), now)).toBe(end);
  });

  it('are replaced by an update, whichever comes first', () => {
    const order = anOrder();
    const update = follow(order, 'update', { level: 5 });
    expect(ids(known(order, update))).toEqual([update.id]);
    expect(ids(known(update, order))).toEqual([update.id]);
  });

  it('that were never on the screen vanish when cancelled, even if the cancellation came first', () => {
    const order = anOrder();
    const cancel = follow(order, 'cancel');
    expect(ids(known(order, cancel))).toEqual([]);
    expect(ids(known(cancel, order))).toEqual([]);
  });

  it('that had been on the screen are shown as cancelled for a while', () => {
    const order = anOrder();
    const cancel = follow(order, 'cancel');
    const state = receive(display(known(order), order.id, at), cancel, at);
    expect(shown(state, names, now)[0]).toMatchObject({ displayed: true, cancelledAt: cancel.issuedAt });
    expect(nextChange(state, now)).toBe(Date.parse(at) + cancelledShownMs);
    expect(ids(state, Date.parse(at) + cancelledShownMs)).toEqual([]);
  });

  it('whose update was cancelled before anybody saw it still tell those who saw the first', () => {
    const order = anOrder();
    const update = follow(order, 'update');
    const cancel = follow(update, 'cancel');
    const state = [update, cancel].reduce(
      (all, one) => receive(all, one, at),
      display(known(order), order.id, at),
    );
    expect(shown(state, names, now)).toMatchObject([
      { order: { id: update.id }, cancelledAt: cancel.issuedAt },
    ]);
  });

  it('of another town are not cancelled by this one', () => {
    const order = anOrder();
    expect(ids(known(order, follow(order, 'cancel', { municipality: '990027' })))).toEqual([order.id]);
  });

  it('keep the newest answer of each resident', () => {
    const order = anOrder();
    let state = answer(known(order), order.id, [hana, isamu], 'evacuating');
    state = answer(state, order.id, [hana], 'help');
    expect(shown(state, names, now)[0]!.residents.map((one) => one.answer)).toEqual(['help', 'evacuating']);
    expect(answer(state, randomUUID(), [hana], 'help')).toBe(state);
  });

  it('offer no evacuation at level 5, where moving may kill', () => {
    const first = (level: 3 | 4 | 5) =>
      (['evacuating', 'safe', 'help'] as const).filter((given) => mayAnswer(level, given, null));
    expect([first(3), first(4), first(5)]).toEqual([
      ['evacuating', 'help'],
      ['evacuating', 'help'],
      ['safe', 'help'],
    ]);
    expect(mayAnswer(4, 'safe', 'evacuating')).toBe(true);
    expect(mayAnswer(5, 'evacuating', 'safe')).toBe(false);
  });
});
