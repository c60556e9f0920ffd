import type { OrderBoard, OrderSummary } from '../protocol/console.ts';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { districtsOf } from '../town/register.ts';
import {
  answersOfChain,
  type BoxEvent,
  boxFacts,
  chainOf,
  countedEvents,
  latestAnswers,
  type OrderRow,
  type SaidAnswer,
  townOrders,
} from './order-facts.ts';
import { shelteredNow } from './sheltered.ts';
import { audienceOfOrder, type ShownAudience, shownAudience } from './shown-audience.ts';
import type { AlertsTables } from './tables.ts';

const instant = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
const listed = 50;

interface Counted {
  boxes: number;
  told(event: BoxEvent): number;
  answers: readonly SaidAnswer[];
}

function summaryOf(row: OrderRow, districts: ReadonlyMap<string, string>, counted: Counted): OrderSummary {
  const { id, body } = row;
  return {
    id,
    status: body.status,
    hazard: body.hazard,
    level: body.level,
    action: body.action,
    districts: body.districts.map((code) => ({ code, name: districts.get(code) ?? code })),
    issuedAt: body.issuedAt,
    expiresAt: body.expiresAt,
    cancelledAt: instant(row.cancelled_at),
    ...(row.audience === 'persons' ? { audience: row.audience } : {}),
    ...(row.superseded_by === null ? {} : { supersededBy: row.superseded_by }),
    counts: {
      boxes: counted.boxes,
      received: counted.told('received'),
      displayed: counted.told('displayed'),
      answered: counted.answers.length,
      help: counted.answers.filter(({ answer }) => answer === 'help').length,
    },
  };
}

const districtNames = async (context: PlatformContext, municipality: string): Promise<Map<string, string>> =>
  new Map((await districtsOf(context, municipality)).map(({ code, name }) => [code, name]));

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const others = found.get(key(item));
    if (others === undefined) found.set(key(item), [item]);
    else others.push(item);
  }
  return found;
}

const shownAnswers = (answers: ReadonlyMap<string, SaidAnswer>, { withheld }: ShownAudience): SaidAnswer[] =>
  [...answers.values()].filter(({ resident }) => !withheld.has(resident));

/** Orders of a town, newest first; protected persons are in no number. */
export async function listOrders(context: PlatformContext, municipality: string): Promise<OrderSummary[]> {
  const tables = context.tables<AlertsTables>();
  const rows = await townOrders(tables, municipality).orderBy('order.number', 'desc').limit(listed).execute();
  const districts = await districtNames(context, municipality);
  const shown = await shownAudience(context, municipality, [...districts.keys()]);
  const told = await countedEvents(
    tables,
    rows.map(({ id }) => id),
    shown.boxes.map(({ box }) => box),
  );
  const answers = await latestAnswers(tables, [...new Set(rows.flatMap(chainOf))]);
  const summaries: OrderSummary[] = [];
  for (const row of rows) {
    const inDistricts = new Set(row.body.districts);
    const boxes =
      row.audience === 'districts'
        ? shown.boxes.filter(({ district }) => inDistricts.has(district))
        : (await audienceOfOrder(context, municipality, row)).boxes;
    summaries.push(
      summaryOf(row, districts, {
        boxes: boxes.length,
        told: (event) => told(row.id, event),
        answers: shownAnswers(answersOfChain(answers, chainOf(row)), shown),
      }),
    );
  }
  return summaries;
}

/**
 * A town's order that was shown.
 * @throws PlatformError 404 `order.unknown`: another town's order looks exactly like one that is not there
 */
export async function townOrder(
  context: PlatformContext,
  municipality: string,
  id: string,
): Promise<OrderRow> {
  const row = await townOrders(context.tables<AlertsTables>(), municipality)
    .where('order.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new PlatformError(404, 'order.unknown');
  return row;
}

/** One order with every box of its audience and every resident there, under the town's own names; protected persons are not in it. */
export async function orderBoard(
  context: PlatformContext,
  municipality: string,
  id: string,
): Promise<OrderBoard> {
  const tables = context.tables<AlertsTables>();
  const row = await townOrder(context, municipality, id);
  const districts = await districtNames(context, municipality);
  const shown = await audienceOfOrder(context, municipality, row);
  const facts = await boxFacts(tables, id);
  const chain = chainOf(row);
  const answers = answersOfChain(await latestAnswers(tables, chain), chain);
  const sheltered = await shelteredNow(context, municipality);
  const { boxes, names, residents } = shown;
  const byHousehold = grouped(residents, ({ household }) => household);
  return {
    order: summaryOf(row, districts, {
      boxes: boxes.length,
      told: (event) => boxes.filter(({ box }) => facts.get(box)?.[event] !== undefined).length,
      answers: shownAnswers(answers, shown),
    }),
    sentences: row.body.sentences,
    boxes: boxes.map(({ box, household, district, online, seenAt }) => ({
      box,
      householdName: names.get(household) ?? '—',
      districtName: districts.get(district) ?? district,
      online,
      receivedAt: instant(facts.get(box)?.received),
      wokenAt: instant(facts.get(box)?.woken),
      displayedAt: instant(facts.get(box)?.displayed),
      unreachableSince: online ? null : instant(seenAt),
      residents: (byHousehold.get(household) ?? []).map(({ subject, fullName, supportNeeded }) => {
        const said = answers.get(subject);
        return {
          subject,
          name: fullName,
          supportNeeded,
          answer: said?.answer ?? null,
          tier: said?.tier ?? null,
          answeredAt: instant(said?.at),
          shelteredAt: instant(sheltered.get(subject)),
        };
      }),
    })),
  };
}

/**
 * How many protected persons of a town ask for help, over all its orders in force: all that its officials hear of them,
 * so that nobody is left alone and no order, district or box gives them away.
 */
export async function withheldHelp(context: PlatformContext, municipality: string): Promise<number> {
  const { withheld } = await shownAudience(context, municipality, []);
  if (withheld.size === 0) return 0;
  const tables = context.tables<AlertsTables>();
  const inForce = await townOrders(tables, municipality)
    .where('order.expires_at', '>', context.clock())
    .where('cancellation.id', 'is', null)
    .where('successor.id', 'is', null)
    .execute();
  const chains = inForce.map(chainOf);
  const answers = await latestAnswers(tables, [...new Set(chains.flat())]);
  const asking = chains.flatMap((chain) =>
    [...answersOfChain(answers, chain).values()].filter(
      ({ resident, answer }) => answer === 'help' && withheld.has(resident),
    ),
  );
  return new Set(asking.map(({ resident }) => resident)).size;
}
