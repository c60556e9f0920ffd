import { randomUUID } from 'node:crypto';
import { audience } from '../../boxes/services.ts';
import { announceToBox } from '../../boxes/several-processes.ts';
import { Batches } from '../../database/batches.ts';
import type { WatchOverQuestion } from '../../protocol/watch-over.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { protectedSubjects } from '../../server/protection.ts';
import { districtsOf } from '../../town/register.ts';
import { atHour, daysLater, japanDay } from './japan-day.ts';
import { isAbsent } from './silence.ts';
import type { WatchOverTables } from './tables.ts';

const firstHour = 7;
const lastHour = 21;
const sentence = 'きょうの {調子|ちょうし}は いかがですか';
const translations = {
  plain: '{今日|きょう}、{体|からだ}は だいじょうぶですか',
  en: 'How are you today?',
};

/** The boxes of households, with whether they are connected, by the household's pairwise id. */
export async function boxesOfHouseholds(
  context: PlatformContext,
  municipality: string,
): Promise<Map<string, { box: string; online: boolean }[]>> {
  const districts = await districtsOf(context, municipality);
  const boxes = await audience(
    context,
    municipality,
    districts.map(({ code }) => code),
  );
  const found = new Map<string, { box: string; online: boolean }[]>();
  for (const { household, box, online } of boxes)
    found.set(household, [...(found.get(household) ?? []), { box, online }]);
  return found;
}

async function tellHouseholds(
  context: PlatformContext,
  municipality: string,
  households: readonly string[],
): Promise<void> {
  const boxes = await boxesOfHouseholds(context, municipality);
  for (const household of new Set(households))
    for (const { box } of boxes.get(household) ?? []) announceToBox(context, box, 'watch-over-changed');
}

/** Tells every television of one household to show the questions that are open now. */
export const tellHousehold = (
  context: PlatformContext,
  municipality: string,
  household: string,
): Promise<void> => tellHouseholds(context, municipality, [household]);

/**
 * Asks everybody who agreed, once a day between seven and nine in the evening, whoever is not away as planned. Protected
 * persons (DV支援措置) are not asked: nobody could be told of their answer. Several processes may call it at once.
 * @returns how many were asked now
 */
export async function askToday(context: PlatformContext): Promise<number> {
  const now = context.clock();
  const day = japanDay(now);
  const expiresAt = atHour(day, lastHour);
  if (now < atHour(day, firstHour) || now >= expiresAt) return 0;
  const tables = context.tables<WatchOverTables>();
  const due = await tables
    .selectFrom('notices.watch as watch')
    .leftJoin('notices.watch_question as question', (join) =>
      join.onRef('question.resident', '=', 'watch.resident').on('question.day', '=', day),
    )
    .select(['watch.resident', 'watch.municipality', 'watch.household', 'watch.recipients'])
    .where('question.id', 'is', null)
    .execute();
  if (due.length === 0) return 0;
  const withheld = await protectedSubjects(context, 'town');
  const away = await tables
    .selectFrom('notices.watch_absence')
    .select(['resident', 'first_day as from', 'last_day as until'])
    .where('last_day', '>=', day)
    .execute();
  const asked: { municipality: string; household: string }[] = [];
  for (const { resident, recipients, ...home } of due) {
    const own = away.filter((absence) => absence.resident === resident);
    if (withheld.has(resident) || isAbsent(day, own)) continue;
    const question: WatchOverQuestion = {
      id: randomUUID(),
      resident,
      sentence,
      translations,
      choices: ['fine', 'so-so', 'unwell', 'call'],
      recipients: [...new Set(recipients.map(({ kind }) => kind))],
      askedAt: now.toISOString(),
      expiresAt: expiresAt.toISOString(),
    };
    const inserted = await tables
      .insertInto('notices.watch_question')
      .values({
        id: question.id,
        resident,
        ...home,
        day,
        body: JSON.stringify(question),
        asked_at: now,
        expires_at: expiresAt,
      })
      .onConflict((on) => on.columns(['resident', 'day']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted) asked.push(home);
  }
  for (const municipality of new Set(asked.map((one) => one.municipality))) {
    const own = asked.filter((one) => one.municipality === municipality);
    await tellHouseholds(
      context,
      municipality,
      own.map(({ household }) => household),
    );
  }
  return asked.length;
}

/** Questions of households that nobody has answered and that have not run out; asked for together. */
export function openQuestions(
  context: PlatformContext,
): (box: RegisteredBox) => Promise<WatchOverQuestion[]> {
  const found = new Batches(async (households: readonly string[]) => {
    const rows = await context
      .tables<WatchOverTables>()
      .selectFrom('notices.watch_question as question')
      .innerJoin('notices.watch as watch', 'watch.resident', 'question.resident')
      .leftJoin('notices.watch_answer as answer', 'answer.question', 'question.id')
      .select(['question.household', 'question.body'])
      .where('question.household', 'in', [...new Set(households)])
      .where('question.expires_at', '>', context.clock())
      .where('answer.id', 'is', null)
      .orderBy('question.asked_at')
      .execute();
    return households.map((household) =>
      rows.filter((row) => row.household === household).map(({ body }) => body),
    );
  });
  return async (box) => {
    const questions = await found.ask(context.pairwise('town', box.household));
    if (questions.length === 0) return [];
    const withheld = await protectedSubjects(context, 'town');
    return questions.filter(({ resident }) => resident === undefined || !withheld.has(resident));
  };
}

/** Forgets questions, answers and reports of more than so many days ago. */
export async function forgetOld(context: PlatformContext, days: number): Promise<void> {
  const now = context.clock();
  const day = daysLater(japanDay(now), -days);
  const tables = context.tables<WatchOverTables>();
  await tables.deleteFrom('notices.watch_question').where('day', '<', day).execute();
  await tables.deleteFrom('notices.watch_report').where('at', '<', atHour(day, 0)).execute();
  await tables.deleteFrom('notices.watch_absence').where('last_day', '<', day).execute();
}
