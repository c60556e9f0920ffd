import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';

/** What the order overlay shows. */
export type OrderView =
  | { kind: 'none' }
  | { kind: 'asking'; shown: ShownOrder; since: number }
  | { kind: 'whose'; shown: ShownOrder; answer: Answer }
  | { kind: 'sending'; shown: ShownOrder; answer: Answer; residents: string[] }
  | { kind: 'told'; shown: ShownOrder; answer: Answer; queued: boolean; since: number }
  | { kind: 'failed'; shown: ShownOrder; code: string }
  | { kind: 'cancelled'; shown: ShownOrder };

export interface OrderFlow {
  view: OrderView;
  orders: readonly ShownOrder[];
  /** Orders put away with 戻る, until when they stay away. */
  away: Readonly<Record<string, number>>;
  /** Orders this page has drawn: their cancellation must be shown. */
  drawn: readonly string[];
  /** Cancellations that the viewer has seen. */
  acknowledged: readonly string[];
}

export type OrderEvent =
  | { type: 'orders'; orders: readonly ShownOrder[] }
  | { type: 'answer'; answer: Answer }
  | { type: 'residents'; residents: string[] }
  | { type: 'sent'; order: string; queued: boolean }
  | { type: 'failed'; order: string; code: string }
  | { type: 'again' }
  | { type: 'acknowledge' }
  | { type: 'back' }
  | { type: 'tick' };

export const noOrder: OrderFlow = {
  view: { kind: 'none' },
  orders: [],
  away: {},
  drawn: [],
  acknowledged: [],
};

/** So long 戻る does nothing on a new order. */
export const backHeld = 5_000;
/** So long an order stays away after 戻る; it comes back until it is answered. */
export const awayFor = 60_000;
/** So long 「町に つたえました。」 stands. */
export const toldFor = 5_000;

/** Residents who have not answered yet. */
export const waiting = (shown: ShownOrder) => shown.residents.filter(({ answer }) => answer === null);

/** Answers a level offers (D9), the calmer one first. */
export const answersFor = (level: 3 | 4 | 5): readonly [Answer, Answer] =>
  level === 5 ? ['safe', 'help'] : ['evacuating', 'help'];

/** Next state. Pure; `now` in milliseconds. */
export function step(flow: OrderFlow, event: OrderEvent, now: number): OrderFlow {
  const { view } = flow;
  switch (event.type) {
    case 'orders':
      return settle({ ...flow, orders: event.orders }, now);
    case 'answer': {
      if (view.kind !== 'asking' || !answersFor(view.shown.order.level).includes(event.answer)) return flow;
      const open = waiting(view.shown);
      const { shown } = view;
      const next: OrderView =
        open.length > 1
          ? { kind: 'whose', shown, answer: event.answer }
          : { kind: 'sending', shown, answer: event.answer, residents: open.map(({ subject }) => subject) };
      return { ...flow, view: next };
    }
    case 'residents':
      if (view.kind !== 'whose' || event.residents.length === 0) return flow;
      return { ...flow, view: { ...view, kind: 'sending', residents: event.residents } };
    case 'sent':
      if (view.kind !== 'sending' || view.shown.order.id !== event.order) return flow;
      return {
        ...flow,
        view: { kind: 'told', shown: view.shown, answer: view.answer, queued: event.queued, since: now },
      };
    case 'failed':
      if (view.kind !== 'sending' || view.shown.order.id !== event.order) return flow;
      return { ...flow, view: { kind: 'failed', shown: view.shown, code: event.code } };
    case 'again':
      if (view.kind !== 'failed') return flow;
      return { ...flow, view: { kind: 'asking', shown: view.shown, since: now } };
    case 'acknowledge':
      if (view.kind === 'cancelled') {
        const acknowledged = [...flow.acknowledged, view.shown.order.id];
        return settle({ ...flow, acknowledged, view: { kind: 'none' } }, now);
      }
      return view.kind === 'told' ? settle({ ...flow, view: { kind: 'none' } }, now) : flow;
    case 'back':
      return back(flow, now);
    case 'tick':
      if (view.kind === 'told' && now - view.since < toldFor) return flow;
      return settle(view.kind === 'told' ? { ...flow, view: { kind: 'none' } } : flow, now);
  }
}

function back(flow: OrderFlow, now: number): OrderFlow {
  const { view } = flow;
  switch (view.kind) {
    case 'asking': {
      if (now - view.since < backHeld) return flow;
      const away = { ...flow.away, [view.shown.order.id]: now + awayFor };
      return settle({ ...flow, away, view: { kind: 'none' } }, now);
    }
    case 'whose':
    case 'failed':
      return { ...flow, view: { kind: 'asking', shown: view.shown, since: now } };
    case 'told':
    case 'cancelled':
      return step(flow, { type: 'acknowledge' }, now);
    default:
      return flow;
  }
}

/** Which order has the screen now. What is on it stays unless something weightier comes or it ends. */
function settle(flow: OrderFlow, now: number): OrderFlow {
  const { view, orders } = flow;
  const drawn = [...new Set([...flow.drawn, ...(view.kind === 'none' ? [] : [view.shown.order.id])])];
  const next = { ...flow, drawn };
  const current =
    view.kind === 'none' ? undefined : orders.find(({ order }) => order.id === view.shown.order.id);
  const best = strongest(orders.filter((shown) => wantsAnswer(shown, next, now)));
  const cancelled = orders.find(
    (shown) =>
      shown.cancelledAt !== null &&
      (shown.displayed || drawn.includes(shown.order.id)) &&
      !flow.acknowledged.includes(shown.order.id),
  );
  const ask = (shown: ShownOrder): OrderFlow => ({ ...next, view: { kind: 'asking', shown, since: now } });

  if (cancelled?.order.status === 'live' && best?.order.status === 'drill') {
    return { ...next, view: { kind: 'cancelled', shown: cancelled } };
  }
  if (best && (view.kind === 'none' || view.kind === 'cancelled')) return ask(best);
  if (current && current.cancelledAt === null && view.kind !== 'none') {
    const same = best === undefined || best.order.id === current.order.id || weight(best) <= weight(current);
    const busy = view.kind === 'told' || view.kind === 'sending';
    if (same && (busy || wantsAnswer(current, next, now))) {
      return { ...next, view: { ...view, shown: current } as OrderView };
    }
  }
  if (best) return ask(best);
  if (cancelled) return { ...next, view: { kind: 'cancelled', shown: cancelled } };
  return { ...next, view: { kind: 'none' } };
}

function wantsAnswer(shown: ShownOrder, flow: OrderFlow, now: number): boolean {
  const { order } = shown;
  if (shown.cancelledAt !== null || order.action === 'cancel') return false;
  if (Date.parse(order.expiresAt) <= now || waiting(shown).length === 0) return false;
  if (isUpdated(shown, flow.orders)) return false;
  if (flow.orders.some((other) => !isUpdated(other, flow.orders) && replaces(other, shown, now)))
    return false;
  return (flow.away[order.id] ?? 0) <= now;
}

/** Another order has taken its place by name. */
function isUpdated({ order }: ShownOrder, orders: readonly ShownOrder[]): boolean {
  return orders.some((other) => other.order.references.includes(order.id) && other.cancelledAt === null);
}

/**
 * A stronger order in force, answered or not, silences what was issued before it: at level 5 「にげて」 of an earlier level 4
 * may kill, and nobody is to be drilled after a real answer.
 */
function replaces(stronger: ShownOrder, weaker: ShownOrder, now: number): boolean {
  const { order, cancelledAt } = stronger;
  if (cancelledAt !== null || order.action === 'cancel' || Date.parse(order.expiresAt) <= now) return false;
  const later = Date.parse(order.issuedAt) >= Date.parse(weaker.order.issuedAt);
  return later && weight(stronger) > weight(weaker);
}

/** A real order outweighs every drill; then the level, then the later one. */
function weight({ order }: ShownOrder): number {
  return (order.status === 'live' ? 100 : 0) + order.level;
}

function strongest(orders: readonly ShownOrder[]): ShownOrder | undefined {
  return [...orders].sort(
    (a, b) => weight(b) - weight(a) || Date.parse(b.order.issuedAt) - Date.parse(a.order.issuedAt),
  )[0];
}
