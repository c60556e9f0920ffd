import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import { essenceOf, inForce, isCovered, onTheirWay, openOrders, waiting, weight } from './order-queue.ts';
import type { Appearance, OrderFlow, OrderView } from './order-view.ts';

/** So long after an answer comes the question whether they are safe. */
export const laterAfter = 30 * 60_000;

/** Which order has the screen now. */
export function settle(before: OrderFlow, now: number): OrderFlow {
  const flow = { ...before, later: planned(before, now) };
  const open = openOrders(flow.orders, flow.acknowledged).filter(
    ({ order }) => (flow.away[order.id] ?? 0) <= now,
  );
  const shown = chosen(flow, open, now);
  const view: OrderView = shown === undefined ? { kind: 'none' } : shown;
  const of = view.kind === 'none' ? undefined : view.shown;
  const appearance = of === undefined ? null : appearanceOf(flow, of, view.kind, now);
  const others = open.filter(
    ({ order }) => order.id !== of?.order.id && order.status === (of?.order.status ?? order.status),
  );
  const result = { ...flow, view, appearance, more: others.length };
  return { ...result, drawn: remember(result) };
}

/** What goes on, or what takes its place: the weightiest, a withdrawal, the later question; in this sequence. */
function chosen(flow: OrderFlow, open: readonly ShownOrder[], now: number): OrderView | undefined {
  const { view } = flow;
  const best = open[0];
  const current =
    view.kind === 'none' ? undefined : flow.orders.find(({ order }) => order.id === view.shown.order.id);
  const cancelled = flow.orders.find(
    (one) =>
      one.cancelledAt !== null &&
      (one.displayed || flow.drawn[one.order.id] !== undefined) &&
      !flow.acknowledged.includes(one.order.id),
  );
  if (current && inForce(current, flow.orders) && view.kind !== 'none' && view.kind !== 'cancelled') {
    if (goesOn(view, current, open)) return { ...view, shown: current } as OrderView;
  }
  if (best && !(cancelled?.order.status === 'live' && best.order.status === 'drill'))
    return { kind: 'asking', shown: best };
  if (cancelled) return { kind: 'cancelled', shown: cancelled };
  const due = flow.orders.find(({ order }) => order.id in flow.later && (flow.later[order.id] ?? 0) <= now);
  return due && { kind: 'asking-later', shown: due, since: now };
}

/** Who is in the middle of an answer is interrupted by something weightier only; who reads, also by something newer. */
function goesOn(view: OrderView, current: ShownOrder, open: readonly ShownOrder[]): boolean {
  const best = open[0];
  const isOpen = open.some(({ order }) => order.id === current.order.id);
  const outweighed = best !== undefined && weight(best) > weight(current);
  switch (view.kind) {
    case 'asking':
    case 'leaving':
      return best?.order.id === current.order.id;
    case 'whose':
    case 'failed':
      return !outweighed && (isOpen || onTheirWay(current).length > 0);
    case 'sending':
    case 'told':
      return !outweighed;
    case 'asking-later':
      return best === undefined && onTheirWay(current).length > 0;
    default:
      return false;
  }
}

function appearanceOf(flow: OrderFlow, shown: ShownOrder, kind: OrderView['kind'], now: number): Appearance {
  const { order, displayed } = shown;
  if (flow.appearance?.order === order.id) return flow.appearance;
  const former = order.references.map((id) => flow.drawn[id]).find((one) => one !== undefined);
  const renewed = order.action === 'update' && former !== undefined;
  const again = displayed || flow.drawn[order.id] !== undefined || kind !== 'asking';
  const same = renewed && former.essence === essenceOf(shown);
  return {
    order: order.id,
    since: now,
    renewed,
    first: again ? 'nothing' : same ? 'chime' : 'alarm',
    repeat: same && former.answered ? 'chime' : 'alarm',
  };
}

/** What is on the screen has been drawn; of what has been drawn, whether everybody has answered. */
function remember(flow: OrderFlow): OrderFlow['drawn'] {
  const { view, orders, drawn } = flow;
  const ids = new Set(
    view.kind === 'none' ? Object.keys(drawn) : [...Object.keys(drawn), view.shown.order.id],
  );
  const entries = orders
    .filter(({ order }) => ids.has(order.id))
    .map((shown) => {
      const answeredByAll = shown.residents.length > 0 && waiting(shown).length === 0;
      return [shown.order.id, { essence: essenceOf(shown), answered: answeredByAll }] as const;
    });
  return entries.length === 0 ? drawn : { ...drawn, ...Object.fromEntries(entries) };
}

/** Live orders that everybody has answered, and not everybody that they are safe: when they are asked. */
function planned(flow: OrderFlow, now: number): OrderFlow['later'] {
  const asked = flow.orders.filter(
    (shown) =>
      shown.order.status === 'live' &&
      inForce(shown, flow.orders) &&
      !isCovered(shown, flow.orders) &&
      waiting(shown).length === 0 &&
      onTheirWay(shown).length > 0,
  );
  return Object.fromEntries(asked.map(({ order }) => [order.id, flow.later[order.id] ?? now + laterAfter]));
}
