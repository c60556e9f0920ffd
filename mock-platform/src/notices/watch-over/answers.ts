import { refusedAt, signedByBox } from '../../boxes/signed-by-box.ts';
import { WatchOverAnswer } from '../../protocol/watch-over.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { tellHousehold } from './questions.ts';
import { reportAnswer } from './reports.ts';
import type { WatchOverTables } from './tables.ts';

/** `typ` of a signed answer. */
export const watchOverType = 'chanoma-watchover+jwt';

/**
 * Stores an answer, once per statement, and reports it to those whom the resident named; resolves with its id when both are
 * durable. It counts after the question has run out, too: it may have waited for a connection.
 * @throws PlatformError `watch-over.signature`, `watch-over.question`, `watch-over.choice`, `request.malformed`: nothing is stored
 */
export async function storeWatchOverAnswer(
  context: PlatformContext,
  box: RegisteredBox,
  statement: string,
): Promise<string> {
  const answer = signedByBox(box, statement, {
    type: watchOverType,
    schema: WatchOverAnswer,
    refusal: 'watch-over.signature',
    path: '/statement',
  });
  const { id, choice, tier } = answer;
  const household = context.pairwise('town', box.household);
  const now = context.clock();
  const isNew = await context
    .tables<WatchOverTables>()
    .transaction()
    .execute(async (tables) => {
      const question = await tables
        .selectFrom('notices.watch_question as question')
        .leftJoin('notices.watch as watch', 'watch.resident', 'question.resident')
        .select(['question.resident', 'question.municipality', 'question.body', 'watch.recipients'])
        .where('question.id', '=', answer.question)
        .where('question.household', '=', household)
        .executeTakeFirst();
      if (!question)
        throw refusedAt('watch-over.question', '/statement/question', 'No question for this household.');
      const { resident, municipality, body, recipients } = question;
      if (!body.choices.includes(choice))
        throw refusedAt('watch-over.choice', '/statement/choice', 'This was not offered.');
      // A clock that runs ahead must not silence the watch; the statement keeps what was signed.
      const at = new Date(Math.min(Date.parse(answer.at), now.getTime()));
      const stored = await tables
        .insertInto('notices.watch_answer')
        .values({
          box: box.box,
          id,
          question: answer.question,
          resident,
          choice,
          tier,
          at,
          stored_at: now,
          statement,
        })
        .onConflict((on) => on.columns(['box', 'id']).doNothing())
        .returning('id')
        .executeTakeFirst();
      // Who has ended the watch meanwhile is reported to nobody.
      if (stored && recipients)
        await reportAnswer(
          tables,
          { resident, municipality, recipients, at },
          { answer: `${box.box} ${id}`, choice },
        );
      return stored !== undefined;
    });
  // The other televisions of the household need not ask any more.
  if (isNew) await tellHousehold(context, box.municipality, household);
  return id;
}
