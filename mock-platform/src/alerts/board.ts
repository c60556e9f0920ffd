import { type Kysely, sql } from 'kysely';
import { type AudienceBox, audience } from '../boxes/services.ts';
import type { Answer, Order } from '../protocol/alerts.ts';
import type { Tier } from '../protocol/basics.ts';
import type { OrderBoard, OrderSummary } from '../protocol/console.ts';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { districtsOf, householdNames, residentsOf } from '../town/register.ts';
import type { AlertsTables } from './tables.ts';

interface OrderRow {
  id: string;
  body: Order;
  cancelled_at: Date | null;
}

interface LatestAnswer {
  order: string;
  box: string;
  resident: string;
  answer: Answer;
  tier: Tier;
  at: Date;
}

const instant = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
const listed = 50;

function orders(tables: Kysely<AlertsTables>, municipality: string) {
  return tables
    .selectFrom('alerts.order as order')
    .leftJoin('alerts.order as cancellation', 'cancellation.cancels', 'order.id')
    .select(['order.id', 'order.body', 'cancellation.issued_at as cancelled_at'])
    .where('order.municipality', '=', municipality)
    .where('order.action', '=', 'issue');
}

/** First receipt of every kind, per order and box. */
async function firstReceipts(
  tables: Kysely<AlertsTables>,
  ids: readonly string[],
): Promise<{ order: string; box: string; event: string; at: Date }[]> {
  if (ids.length === 0) return [];
  return tables
    .selectFrom('alerts.receipt')
    .select((select) => ['order', 'box', 'event', select.fn.min('at').as('at')])
    .where('order', 'in', [...ids])
    .where('event', '!=', 'refused')
    .groupBy(['order', 'box', 'event'])
    .execute();
}

/** What every resident said last; a statement stored later wins between equal times. */
async function latestAnswers(tables: Kysely<AlertsTables>, ids: readonly string[]): Promise<LatestAnswer[]> {
  if (ids.length === 0) return [];
  return tables
    .selectFrom('alerts.answer')
    .distinctOn(['order', 'resident'])
    .select(['order', 'box', 'resident', 'answer', 'tier', 'at'])
    .where('order', 'in', [...ids])
    .orderBy('order')
    .orderBy('resident')
    .orderBy('at', 'desc')
    .orderBy('stored_at', 'desc')
    .orderBy(sql`tier desc`)
    .execute();
}

interface Facts {
  districts: Map<string, string>;
  receipts: Awaited<ReturnType<typeof firstReceipts>>;
  answers: LatestAnswer[];
}

async function factsOf(
  context: PlatformContext,
  municipality: string,
  ids: readonly string[],
): Promise<Facts> {
  const tables = context.tables<AlertsTables>();
  const districts = await districtsOf(context, municipality);
  return {
    districts: new Map(districts.map(({ code, name }) => [code, name])),
    receipts: await firstReceipts(tables, ids),
    answers: await latestAnswers(tables, ids),
  };
}

function summaryOf(row: OrderRow, facts: Facts, boxes: readonly AudienceBox[]): OrderSummary {
  const { id, body } = row;
  const inAudience = new Set(boxes.map(({ box }) => box));
  const told = (event: string): number =>
    facts.receipts.filter(
      (receipt) => receipt.order === id && receipt.event === event && inAudience.has(receipt.box),
    ).length;
  const answers = facts.answers.filter(({ order }) => order === id);
  return {
    id,
    status: body.status,
    hazard: body.hazard,
    level: body.level,
    action: body.action,
    districts: body.districts.map((code) => ({ code, name: facts.districts.get(code) ?? code })),
    issuedAt: body.issuedAt,
    expiresAt: body.expiresAt,
    cancelledAt: instant(row.cancelled_at),
    counts: {
      boxes: boxes.length,
      received: told('received'),
      displayed: told('displayed'),
      answered: answers.length,
      help: answers.filter(({ answer }) => answer === 'help').length,
    },
  };
}

/** Orders of a town, newest first. */
export async function listOrders(context: PlatformContext, municipality: string): Promise<OrderSummary[]> {
  const rows = await orders(context.tables<AlertsTables>(), municipality)
    .orderBy('order.number', 'desc')
    .limit(listed)
    .execute();
  const facts = await factsOf(
    context,
    municipality,
    rows.map(({ id }) => id),
  );
  const boxes = await audience(context, municipality, [...facts.districts.keys()]);
  return rows.map((row) => {
    const districts = new Set(row.body.districts);
    return summaryOf(
      row,
      facts,
      boxes.filter(({ district }) => districts.has(district)),
    );
  });
}

/** One order with every box of its audience and every resident there, under the town's own names. */
export async function orderBoard(
  context: PlatformContext,
  municipality: string,
  id: string,
): Promise<OrderBoard> {
  const row = await orders(context.tables<AlertsTables>(), municipality)
    .where('order.id', '=', id)
    .executeTakeFirst();
  // Another town's order looks exactly like one that is not there.
  if (row === undefined) throw new PlatformError(404, 'order.unknown');
  const facts = await factsOf(context, municipality, [id]);
  const boxes = await audience(context, municipality, row.body.districts);
  const households = boxes.map(({ household }) => household);
  const names = await householdNames(context, municipality, households);
  const residents = await residentsOf(context, municipality, households);
  const at = (box: string, event: string): string | null =>
    instant(facts.receipts.find((receipt) => receipt.box === box && receipt.event === event)?.at);
  return {
    order: summaryOf(row, facts, boxes),
    sentences: row.body.sentences,
    boxes: boxes.map(({ box, household, district, online }) => ({
      box,
      householdName: names.get(household) ?? '—',
      districtName: facts.districts.get(district) ?? district,
      online,
      receivedAt: at(box, 'received'),
      displayedAt: at(box, 'displayed'),
      residents: residents
        .filter((resident) => resident.household === household)
        .map(({ subject, fullName, supportNeeded }) => {
          const said = facts.answers.find(({ resident }) => resident === subject);
          return {
            subject,
            name: fullName,
            supportNeeded,
            answer: said?.answer ?? null,
            tier: said?.tier ?? null,
            answeredAt: instant(said?.at),
          };
        }),
    })),
  };
}
