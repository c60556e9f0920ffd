import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import { answersFor, laterAnswers, onTheirWay, waiting } from './order-queue.ts';
import { laterAfter, settle } from './order-screen.ts';
import type { OrderEvent, OrderFlow } from './order-view.ts';

/** So long 戻る does nothing on a new order. */
export const backHeld = 5_000;
/** A key within this time after an order appeared was meant for what was on the screen before. */
export const seenAfter = 700;
/** So long an order stays away after 戻る; it comes back until it is answered. */
export const awayFor = 60_000;
/** So long 「町に つたえました。」 stands; longer while a card may still vouch for it. */
export const toldFor = 8_000;
/** So long the question whether they are safe stands. */
const laterFor = 5 * 60_000;
/** So long a viewer may stop in the middle of an answer; then the order is shown again. */
const pauseFor = 45_000;

/** Next state. Pure; `now` in milliseconds, and it may jump. */
export function step(flow: OrderFlow, event: OrderEvent, now: number): OrderFlow {
  return next(withoutFuture(flow, now), event, now);
}

function next(flow: OrderFlow, event: OrderEvent, now: number): OrderFlow {
  const { view } = flow;
  switch (event.type) {
    case 'orders':
      return settle({ ...flow, orders: event.orders }, now);
    case 'answer':
      return answered(flow, event.answer, now);
    case 'residents':
      if (view.kind !== 'whose' || event.residents.length === 0) return flow;
      return {
        ...flow,
        view: { kind: 'sending', shown: view.shown, answer: view.answer, residents: event.residents },
      };
    case 'sent': {
      if (view.kind !== 'sending' || view.shown.order.id !== event.order) return flow;
      const { queued, confirmed = null } = event;
      const later = { ...flow.later, [event.order]: now + laterAfter };
      return { ...flow, later, view: { ...view, kind: 'told', queued, confirmed, since: now } };
    }
    case 'confirmed':
      if (view.kind !== 'told' || view.shown.order.id !== event.order) return flow;
      return { ...flow, view: { ...view, confirmed: event.resident, since: now } };
    case 'failed':
      if (view.kind !== 'sending' || view.shown.order.id !== event.order) return flow;
      return { ...flow, view: { kind: 'failed', shown: view.shown, code: event.code, since: now } };
    case 'again':
      return view.kind === 'failed' || view.kind === 'leaving' ? asked(flow, now) : flow;
    case 'acknowledge':
      return acknowledged(flow, now);
    case 'put-away': {
      if (view.kind !== 'leaving') return flow;
      const away = { ...flow.away, [view.shown.order.id]: now + awayFor };
      return settle({ ...flow, away, view: { kind: 'none' }, appearance: null }, now);
    }
    case 'back':
      return back(flow, now);
    case 'tick':
      return settle(inTime(flow, now), now);
  }
}

/** An answer belongs to what the viewer has seen: it is not taken before there was time to see it. */
function answered(flow: OrderFlow, answer: Answer, now: number): OrderFlow {
  const { view, appearance } = flow;
  if (view.kind !== 'asking' && view.kind !== 'asking-later') return flow;
  const since = view.kind === 'asking' ? (appearance?.since ?? 0) : view.since;
  const { shown } = view;
  const offered = view.kind === 'asking' ? answersFor(shown.order.level) : laterAnswers;
  const asked = view.kind === 'asking' ? waiting(shown) : onTheirWay(shown);
  if (now - since < seenAfter || !offered.includes(answer) || asked.length === 0) return flow;
  if (asked.length > 1) return { ...flow, view: { kind: 'whose', shown, answer, since: now } };
  const residents = asked.map(({ subject }) => subject);
  return { ...flow, view: { kind: 'sending', shown, answer, residents } };
}

/** Residents whose answer is asked for: those who have not answered, else those who are not known to be safe. */
export const askedOf = (shown: ShownOrder) => {
  const open = waiting(shown);
  return open.length > 0 ? open : onTheirWay(shown);
};

function acknowledged(flow: OrderFlow, now: number): OrderFlow {
  const { view, appearance } = flow;
  const unlisted =
    view.kind === 'asking' &&
    view.shown.residents.length === 0 &&
    now - (appearance?.since ?? 0) >= seenAfter;
  if (view.kind === 'cancelled' || unlisted) {
    const seen = [...flow.acknowledged, view.shown.order.id];
    return settle({ ...flow, acknowledged: seen, view: { kind: 'none' } }, now);
  }
  return view.kind === 'told' || view.kind === 'asking-later' ? settle(closed(flow, now), now) : flow;
}

function back(flow: OrderFlow, now: number): OrderFlow {
  const { view, appearance } = flow;
  switch (view.kind) {
    case 'asking':
      return now - (appearance?.since ?? 0) < backHeld
        ? flow
        : { ...flow, view: { kind: 'leaving', shown: view.shown, since: now } };
    case 'whose':
    case 'failed':
    case 'leaving':
      return asked(flow, now);
    default:
      return acknowledged(flow, now);
  }
}

/** Back to the question. Those who were asked later have answered before: they may go. */
function asked(flow: OrderFlow, now: number): OrderFlow {
  const { view } = flow;
  if (view.kind === 'none') return flow;
  const { shown } = view;
  return waiting(shown).length > 0
    ? settle({ ...flow, view: { kind: 'asking', shown } }, now)
    : settle(closed({ ...flow, view: { kind: 'asking-later', shown, since: now } }, now), now);
}

/** What a view becomes when nobody has pressed a key for its time. */
function inTime(flow: OrderFlow, now: number): OrderFlow {
  const { view } = flow;
  if (!('since' in view)) return flow;
  const passed = now - view.since;
  if (view.kind === 'told') return passed >= toldFor ? closed(flow, now) : flow;
  if (view.kind === 'asking-later') return passed >= laterFor ? closed(flow, now) : flow;
  return passed >= pauseFor ? asked(flow, now) : flow;
}

/** The screen is free; who was asked later is asked again after the same time. */
function closed(flow: OrderFlow, now: number): OrderFlow {
  const { view } = flow;
  if (view.kind !== 'asking-later') return { ...flow, view: { kind: 'none' } };
  return {
    ...flow,
    later: { ...flow.later, [view.shown.order.id]: now + laterAfter },
    view: { kind: 'none' },
  };
}

/** After the clock was put back nothing lies further ahead than it may: neither 戻る nor an order is held for hours. */
function withoutFuture(flow: OrderFlow, now: number): OrderFlow {
  const { view, appearance, away, later } = flow;
  const soonest = (instants: Readonly<Record<string, number>>, most: number) =>
    Object.fromEntries(Object.entries(instants).map(([id, at]) => [id, Math.min(at, now + most)]));
  return {
    ...flow,
    view: 'since' in view && view.since > now ? { ...view, since: now } : view,
    appearance: appearance && appearance.since > now ? { ...appearance, since: now } : appearance,
    away: soonest(away, awayFor),
    later: soonest(later, laterAfter),
  };
}
