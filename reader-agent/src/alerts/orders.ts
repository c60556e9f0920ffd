import type { Answer, Order } from '../../../mock-platform/src/protocol/alerts.ts';
import type { BoxResident } from '../../../mock-platform/src/protocol/town.ts';
import type { ShownOrder } from '../protocol/local.ts';

/** How long a withdrawn order is still shown as 「取消」 after the box heard of it, milliseconds. */
export const cancelledShownMs = 30 * 60 * 1000;
/** Verified orders that are remembered; the oldest expired ones go first. */
const remembered = 500;

/** One verified order and what happened to it on this box. Plain data: it is stored as it is. */
export interface KnownOrder {
  order: Order;
  /** ISO 8601, by the box's corrected clock. */
  receivedAt: string;
  displayedAt: string | null;
  /** Newest answer of each resident (subject). */
  answers: Record<string, Answer>;
  /** For an order to single persons: whom the platform named beside it. */
  addressed?: string[] | undefined;
}

/** Every verified order by its id, in no meaningful sequence: arrival must not matter. */
export type Orders = Readonly<Record<string, KnownOrder>>;

/** Adds a verified order; the same id a second time changes nothing. */
export function receive(orders: Orders, order: Order, at: string, addressed?: readonly string[]): Orders {
  if (Object.hasOwn(orders, order.id)) return orders;
  const known: KnownOrder = { order, receivedAt: at, displayedAt: null, answers: {} };
  return {
    ...orders,
    [order.id]: order.audience === 'persons' ? { ...known, addressed: [...(addressed ?? [])] } : known,
  };
}

/**
 * Whom of the household an order is for: everybody, or those whom the platform named and who live here. An order to single
 * persons none of whom lives here is for nobody: it is not shown.
 */
export function meant(
  { order, addressed }: Pick<KnownOrder, 'order' | 'addressed'>,
  names: readonly BoxResident[],
): readonly BoxResident[] {
  if (order.audience !== 'persons') return names;
  return names.filter(({ subject }) => addressed?.includes(subject) === true);
}

/** The order was drawn on the screen; only the first time counts. */
export function display(orders: Orders, id: string, at: string): Orders {
  const known = orders[id];
  if (known === undefined || known.displayedAt !== null) return orders;
  return { ...orders, [id]: { ...known, displayedAt: at } };
}

/** Residents answered; a later answer replaces an earlier one. */
export function answer(orders: Orders, id: string, residents: readonly string[], given: Answer): Orders {
  const known = orders[id];
  if (known === undefined) return orders;
  const answers = { ...known.answers };
  for (const resident of residents) answers[resident] = given;
  return { ...orders, [id]: { ...known, answers } };
}

/**
 * Whether a resident may give an answer. A level offers two (D9): at level 5 moving may kill. Who has answered before may say
 * at every level that they are safe now.
 */
export function mayAnswer(level: Order['level'], given: Answer, before: Answer | null): boolean {
  if (given === 'help') return true;
  return given === 'safe' ? level === 5 || before !== null : level !== 5;
}

/**
 * What the screen shows at an instant: in force (not expired, not superseded), or withdrawn where it had been shown.
 * Newest first. Depends on the set of known orders only, never on the sequence in which they came.
 */
export function shown(orders: Orders, names: readonly BoxResident[], now: number): ShownOrder[] {
  const superseded = referencedBy(orders, 'update');
  const cancels = referencedBy(orders, 'cancel');
  const result: ShownOrder[] = [];
  for (const known of Object.values(orders)) {
    const { order } = known;
    if (order.action === 'cancel' || superseded.has(order.id) || Date.parse(order.expiresAt) <= now) continue;
    const residents = meant(known, names);
    if (order.audience === 'persons' && residents.length === 0) continue;
    const cancel = cancels.get(order.id);
    const displayed = known.displayedAt !== null;
    if (cancel !== undefined) {
      // Only who saw it (or what it replaced) is told that it was withdrawn.
      if (!displayed && !predecessorDisplayed(orders, order)) continue;
      if (Date.parse(cancel.receivedAt) + cancelledShownMs <= now) continue;
    }
    result.push({
      order,
      residents: residents.map(({ subject, callName }) => ({
        subject,
        callName,
        answer: known.answers[subject] ?? null,
      })),
      displayed,
      cancelledAt: cancel?.order.issuedAt ?? null,
    });
  }
  return result.sort(newestFirst);
}

/** The next instant at which `shown` changes by the passing of time alone, milliseconds; undefined for never. */
export function nextChange(orders: Orders, now: number): number | undefined {
  const instants = Object.values(orders).flatMap(({ order, receivedAt }) =>
    order.action === 'cancel' ? [Date.parse(receivedAt) + cancelledShownMs] : [Date.parse(order.expiresAt)],
  );
  const later = instants.filter((instant) => instant > now);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** Forgets the oldest expired orders beyond what is remembered. */
export function prune(orders: Orders, now: number): Orders {
  const all = Object.values(orders);
  if (all.length <= remembered) return orders;
  const expired = all
    .filter(({ order }) => Date.parse(order.expiresAt) <= now)
    .sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
  const gone = new Set(expired.slice(0, all.length - remembered).map(({ order }) => order.id));
  return Object.fromEntries(Object.entries(orders).filter(([id]) => !gone.has(id)));
}

/**
 * Which orders are referenced by an update or a cancel, and by which (the earliest issued). A drill never touches a
 * live order nor the reverse, and no town touches another's.
 */
function referencedBy(orders: Orders, action: 'update' | 'cancel'): Map<string, KnownOrder> {
  const found = new Map<string, KnownOrder>();
  for (const known of Object.values(orders)) {
    if (known.order.action !== action) continue;
    for (const id of known.order.references) {
      const target = orders[id]?.order;
      if (target === undefined || id === known.order.id || !sameMatter(target, known.order)) continue;
      const earlier = found.get(id);
      if (earlier === undefined || compareIssue(known.order, earlier.order) < 0) found.set(id, known);
    }
  }
  return found;
}

function predecessorDisplayed(orders: Orders, order: Order, seen = new Set<string>()): boolean {
  if (order.action !== 'update' || seen.has(order.id)) return false;
  seen.add(order.id);
  return order.references.some((id) => {
    const previous = orders[id];
    if (previous === undefined || !sameMatter(previous.order, order)) return false;
    return previous.displayedAt !== null || predecessorDisplayed(orders, previous.order, seen);
  });
}

const sameMatter = (a: Order, b: Order): boolean =>
  a.status === b.status && a.municipality === b.municipality;

const compareIssue = (a: Order, b: Order): number =>
  Date.parse(a.issuedAt) - Date.parse(b.issuedAt) || (a.id < b.id ? -1 : 1);

const newestFirst = (a: ShownOrder, b: ShownOrder): number => compareIssue(b.order, a.order);
