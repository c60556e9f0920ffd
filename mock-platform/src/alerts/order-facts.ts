import { type Kysely, sql } from 'kysely';
import type { Answer, Order } from '../protocol/alerts.ts';
import type { Tier } from '../protocol/basics.ts';
import type { AlertsTables } from './tables.ts';

export interface OrderRow {
  id: string;
  body: Order;
  audience: 'districts' | 'persons';
  cancelled_at: Date | null;
  /** The order that has replaced it. */
  superseded_by: string | null;
}

/** Orders of a town that were shown, with what became of them. */
export function townOrders(tables: Kysely<AlertsTables>, municipality: string) {
  return tables
    .selectFrom('alerts.order as order')
    .leftJoin('alerts.order as cancellation', 'cancellation.cancels', 'order.id')
    .leftJoin('alerts.order as successor', 'successor.updates', 'order.id')
    .select([
      'order.id',
      'order.body',
      'order.audience',
      'cancellation.issued_at as cancelled_at',
      'successor.id as superseded_by',
    ])
    .where('order.municipality', '=', municipality)
    .where('order.action', '!=', 'cancel');
}

/** An order with those that it replaced: what was answered to any of them was answered. */
export const chainOf = ({ body }: Pick<OrderRow, 'body'>): string[] => [body.id, ...body.references];

export type BoxEvent = 'received' | 'woken' | 'displayed';

/** When each of a box's events about an order happened first. */
export type BoxFacts = Partial<Record<BoxEvent, Date>>;

/** What the boxes reported about an order, by box. */
export async function boxFacts(tables: Kysely<AlertsTables>, order: string): Promise<Map<string, BoxFacts>> {
  const rows = await tables
    .selectFrom('alerts.receipt')
    .select((select) => ['box', 'event', select.fn.min('at').as('at')])
    .where('order', '=', order)
    .where('event', '!=', 'refused')
    .groupBy(['box', 'event'])
    .execute();
  const found = new Map<string, BoxFacts>();
  for (const { box, event, at } of rows) {
    const facts = found.get(box) ?? {};
    facts[event as BoxEvent] = at;
    found.set(box, facts);
  }
  return found;
}

/** How many of the boxes reported each event, by order and event. */
export async function countedEvents(
  tables: Kysely<AlertsTables>,
  orders: readonly string[],
  boxes: readonly string[],
): Promise<(order: string, event: BoxEvent) => number> {
  if (orders.length === 0 || boxes.length === 0) return () => 0;
  const { rows } = await sql<{ order: string; event: string; boxes: number }>`
    select "order", event, count(distinct box)::int as boxes from alerts.receipt
    where "order" = any(${[...orders]}::uuid[]) and event <> 'refused' and box = any(${[...boxes]}::uuid[])
    group by "order", event`.execute(tables);
  const found = new Map(rows.map((row) => [`${row.order}/${row.event}`, row.boxes]));
  return (order, event) => found.get(`${order}/${event}`) ?? 0;
}

export interface SaidAnswer {
  order: string;
  resident: string;
  answer: Answer;
  tier: Tier;
  at: Date;
  stored_at: Date;
}

/** What every resident said last to each order; a statement stored later wins between equal times. */
export async function latestAnswers(
  tables: Kysely<AlertsTables>,
  orders: readonly string[],
): Promise<SaidAnswer[]> {
  if (orders.length === 0) return [];
  return tables
    .selectFrom('alerts.answer')
    .distinctOn(['order', 'resident'])
    .select(['order', 'resident', 'answer', 'tier', 'at', 'stored_at'])
    .where('order', 'in', [...orders])
    .orderBy('order')
    .orderBy('resident')
    .orderBy('at', 'desc')
    .orderBy('stored_at', 'desc')
    .orderBy(sql`tier desc`)
    .execute();
}

const isLater = (one: SaidAnswer, other: SaidAnswer): boolean =>
  (one.at.getTime() - other.at.getTime() || one.stored_at.getTime() - other.stored_at.getTime()) > 0;

/** What every resident said last to any order of a chain. */
export function answersOfChain(
  answers: readonly SaidAnswer[],
  chain: readonly string[],
): Map<string, SaidAnswer> {
  const found = new Map<string, SaidAnswer>();
  for (const answer of answers) {
    const known = found.get(answer.resident);
    if (chain.includes(answer.order) && (known === undefined || isLater(answer, known)))
      found.set(answer.resident, answer);
  }
  return found;
}
