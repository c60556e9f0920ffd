import { type Answer, AnswerStatement, type Level } from '../protocol/alerts.ts';
import type { PlatformContext, RegisteredBox } from '../server/context.ts';
import { residentsOf } from '../town/register.ts';
import { refusedAt, signedByBox } from './signed-by-box.ts';
import type { AlertsTables } from './tables.ts';

/** What the television offers at a level (D9): at 5 leaving may kill, so nobody says that they are leaving. */
const offered = (level: Level): readonly Answer[] =>
  level === 5 ? ['safe', 'help'] : ['evacuating', 'help'];

/** `typ` of a signed answer. */
export const answerType = 'chanoma-answer+jwt';

/**
 * Stores what residents answered to an order, once per statement; resolves with its id when it is durable.
 * @throws PlatformError `answer.signature`, `answer.order`, `answer.choice`, `answer.resident`, `request.malformed`: nothing is stored
 */
export async function storeAnswer(
  context: PlatformContext,
  box: RegisteredBox,
  statement: string,
): Promise<string> {
  const answer = signedByBox(box, statement, {
    type: answerType,
    schema: AnswerStatement,
    refusal: 'answer.signature',
    path: '/statement',
  });
  const tables = context.tables<AlertsTables>();
  const order = await tables
    .selectFrom('alerts.order')
    .select(['municipality', 'districts', 'action', 'body'])
    .where('id', '=', answer.order)
    .executeTakeFirst();
  const concerns =
    order !== undefined &&
    order.action === 'issue' &&
    order.municipality === box.municipality &&
    order.districts.includes(box.district);
  if (!concerns) throw refusedAt('answer.order', '/statement/order', 'No order for this box.');
  if (!offered(order.body.level).includes(answer.answer)) {
    throw refusedAt('answer.choice', '/statement/answer', `No answer to level ${order.body.level}.`);
  }

  const household = context.pairwise('town', box.household);
  const own = new Set(
    (await residentsOf(context, box.municipality, [household])).map(({ subject }) => subject),
  );
  const stranger = answer.residents.findIndex((resident) => !own.has(resident));
  if (stranger >= 0) {
    throw refusedAt(
      'answer.resident',
      `/statement/residents/${stranger}`,
      'Not a resident of this household.',
    );
  }
  const { id, tier } = answer;
  const now = context.clock();
  // A clock that runs ahead must not make an answer the last word for ever; the statement keeps what was signed.
  const at = new Date(Math.min(Date.parse(answer.at), now.getTime()));
  await tables
    .insertInto('alerts.answer')
    .values(
      [...new Set(answer.residents)].map((resident) => ({
        id,
        box: box.box,
        order: answer.order,
        resident,
        answer: answer.answer,
        tier,
        at,
        stored_at: now,
        statement,
      })),
    )
    .onConflict((on) => on.doNothing())
    .execute();
  context.trace({
    flow: answer.order,
    station: 'town',
    what: 'answer',
    verdict: answer.answer,
    household: box.household,
  });
  return id;
}
