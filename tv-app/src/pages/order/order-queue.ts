import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';

/** Which orders of a list want the viewer's answer, and in which sequence. Pure. */

/** Residents who have not answered yet. */
export const waiting = (shown: ShownOrder) => shown.residents.filter(({ answer }) => answer === null);

/** Residents who have answered, and not that they are safe: they are asked once more, later. */
export const onTheirWay = (shown: ShownOrder) =>
  shown.residents.filter(({ answer }) => answer === 'evacuating' || answer === 'help');

/** Answers a level offers (D9), the calmer one first. */
export const answersFor = (level: 3 | 4 | 5): readonly [Answer, Answer] =>
  level === 5 ? ['safe', 'help'] : ['evacuating', 'help'];

/** Answers of the question that comes later. */
export const laterAnswers: readonly [Answer, Answer] = ['safe', 'help'];

/** What makes an order another one for the viewer: its level, and where and how. */
export const essenceOf = ({ order }: ShownOrder): string =>
  JSON.stringify([order.status, order.level, order.sentences]);

/** A real order outweighs every drill; then the level. */
export function weight({ order }: ShownOrder): number {
  return (order.status === 'live' ? 100 : 0) + order.level;
}

/** Strongest first, of equal ones the newest; ids decide between twins, so that nothing jumps to and fro. */
export function byUrgency(a: ShownOrder, b: ShownOrder): number {
  return (
    weight(b) - weight(a) ||
    Date.parse(b.order.issuedAt) - Date.parse(a.order.issuedAt) ||
    (a.order.id < b.order.id ? 1 : -1)
  );
}

/** An order that is neither withdrawn nor replaced by its own update. The agent leaves out what has expired. */
export function inForce(shown: ShownOrder, orders: readonly ShownOrder[]): boolean {
  const { order, cancelledAt } = shown;
  if (cancelledAt !== null || order.action === 'cancel') return false;
  return !orders.some((other) => other.cancelledAt === null && other.order.references.includes(order.id));
}

/**
 * Whether an order, answered or not, silences another that was issued before it. At level 5 an earlier 「にげて」 may kill; of
 * one hazard the higher level is the one that counts; nobody is drilled after a real order. Orders for different hazards stand
 * side by side: they may name different places.
 */
function covers(stronger: ShownOrder, weaker: ShownOrder): boolean {
  const [one, other] = [stronger.order, weaker.order];
  if (weight(stronger) <= weight(weaker) || Date.parse(one.issuedAt) < Date.parse(other.issuedAt))
    return false;
  return one.status !== other.status || one.level === 5 || one.hazard === other.hazard;
}

export const isCovered = (shown: ShownOrder, orders: readonly ShownOrder[]): boolean =>
  orders.some((other) => other !== shown && inForce(other, orders) && covers(other, shown));

/** Orders that stand open, the one for the screen first. `seen`: orders that a home without a list of residents has read. */
export function openOrders(orders: readonly ShownOrder[], seen: readonly string[]): ShownOrder[] {
  return orders
    .filter((shown) => {
      const open = shown.residents.length === 0 ? !seen.includes(shown.order.id) : waiting(shown).length > 0;
      return open && inForce(shown, orders) && !isCovered(shown, orders);
    })
    .sort(byUrgency);
}
