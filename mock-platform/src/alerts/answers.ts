import type { Kysely } from 'kysely';
import { refusedAt, signedByBox } from '../boxes/signed-by-box.ts';
import { type Answer, AnswerStatement, type Level } from '../protocol/alerts.ts';
import type { PlatformContext, RegisteredBox } from '../server/context.ts';
import { residentsAtBox } from '../town/shown.ts';
import { noteProgress } from './progress.ts';
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
  const household = context.pairwise('town', box.household);
  const order = await tables
    .selectFrom('alerts.order as order')
    .leftJoin('alerts.addressee as addressee', (join) =>
      join.onRef('addressee.order', '=', 'order.id').on('addressee.household', '=', household),
    )
    .select(['municipality', 'districts', 'action', 'body', 'audience', 'addressee.subjects as addressed'])
    .where('id', '=', answer.order)
    .executeTakeFirst();
  const concerns =
    order !== undefined &&
    order.action !== 'cancel' &&
    order.municipality === box.municipality &&
    (order.audience === 'persons' ? order.addressed !== null : order.districts.includes(box.district));
  if (!concerns) throw refusedAt('answer.order', '/statement/order', 'No order for this box.');
  const later = answer.answer === 'safe' && (await allHaveAnswered(tables, answer));
  if (!later && !offered(order.body.level).includes(answer.answer)) {
    throw refusedAt('answer.choice', '/statement/answer', `No answer to level ${order.body.level}.`);
  }

  const own = new Set(
    (await residentsAtBox(context, box.municipality, household))
      .map(({ subject }) => subject)
      .filter((subject) => order.addressed?.includes(subject) ?? true),
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
  await noteProgress(context, answer.order);
  context.trace({
    flow: answer.order,
    station: 'town',
    what: 'answer',
    verdict: answer.answer,
    household: box.household,
  });
  return id;
}

/** Who said that they are leaving, or need help, may later say at every level that they are safe. */
async function allHaveAnswered(
  tables: Kysely<AlertsTables>,
  { order, residents }: AnswerStatement,
): Promise<boolean> {
  const before = await tables
    .selectFrom('alerts.answer')
    .select('resident')
    .distinct()
    .where('order', '=', order)
    .where('resident', 'in', residents)
    .execute();
  return before.length === new Set(residents).size;
}
