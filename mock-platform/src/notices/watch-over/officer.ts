import type { Kysely } from 'kysely';
import type { WatchOverDesk, WatchOverFigures } from '../../protocol/welfare.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { protectedSubjects } from '../../server/protection.ts';
import { householdNames, residentsBySubject } from '../../town/register.ts';
import { dayMilliseconds, japanDay } from './japan-day.ts';
import { reportsAbout } from './reports.ts';
import { isAbsent } from './silence.ts';
import type { WatchOverTables } from './tables.ts';

const figuresDays = 30;
const reportsDays = 14;

/** Notes which supporter (民生委員) of the town's register an official is. */
export async function assignWelfareOfficer(
  context: PlatformContext,
  officer: WatchOverTables['notices.welfare_officer'],
): Promise<void> {
  await context
    .tables<WatchOverTables>()
    .insertInto('notices.welfare_officer')
    .values(officer)
    .onConflict((on) => on.columns(['municipality', 'official']).doUpdateSet({ name: officer.name }))
    .execute();
}

async function nameOf(
  tables: Kysely<WatchOverTables>,
  municipality: string,
  official: string,
): Promise<string> {
  const row = await tables
    .selectFrom('notices.welfare_officer')
    .select('name')
    .where('municipality', '=', municipality)
    .where('official', '=', official)
    .executeTakeFirst();
  if (row === undefined) throw new PlatformError(404, 'watch-over.unknown', 'Not a welfare officer.');
  return row.name;
}

/** Those who have named this officer; nobody else, and no protected person (DV支援措置). */
async function peopleOf(context: PlatformContext, municipality: string, name: string) {
  const withheld = await protectedSubjects(context, 'town');
  const rows = await context
    .tables<WatchOverTables>()
    .selectFrom('notices.watch')
    .select(['resident', 'recipients'])
    .where('municipality', '=', municipality)
    .execute();
  return rows
    .filter(({ resident }) => !withheld.has(resident))
    .filter(({ recipients }) => recipients.some((one) => one.kind === 'welfare-officer' && one.name === name))
    .map(({ resident }) => resident);
}

/** Reports of silence in a town and what they were; protected persons are in no number. */
export async function watchOverFigures(
  context: PlatformContext,
  municipality: string,
): Promise<WatchOverFigures> {
  const tables = context.tables<WatchOverTables>();
  const since = new Date(context.clock().getTime() - figuresDays * dayMilliseconds);
  const withheld = await protectedSubjects(context, 'town');
  const shown = <T extends { resident: string }>(rows: readonly T[]): T[] =>
    rows.filter(({ resident }) => !withheld.has(resident));
  const watches = await tables
    .selectFrom('notices.watch')
    .select('resident')
    .where('municipality', '=', municipality)
    .execute();
  const questions = await tables
    .selectFrom('notices.watch_question as question')
    .leftJoin('notices.watch_answer as answer', 'answer.question', 'question.id')
    .select((select) => ['question.resident', 'question.id', select.fn.count('answer.id').as('answers')])
    .where('question.municipality', '=', municipality)
    .where('question.asked_at', '>=', since)
    .groupBy(['question.resident', 'question.id'])
    .execute();
  const silence = await tables
    .selectFrom('notices.watch_report')
    .select(['resident', 'outcome'])
    .where('municipality', '=', municipality)
    .where('kind', '=', 'silence')
    .where('at', '>=', since)
    .execute();
  const reports = shown(silence);
  const asked = shown(questions);
  return {
    days: figuresDays,
    residents: shown(watches).length,
    questions: asked.length,
    answered: asked.filter(({ answers }) => Number(answers) > 0).length,
    silenceReports: reports.length,
    help: reports.filter(({ outcome }) => outcome === 'help').length,
    falseAlarms: reports.filter(({ outcome }) => outcome === 'answered' || outcome === 'well').length,
  };
}

/**
 * What a welfare officer sees: people who named them, what those said last, and the figures of the town.
 * @throws PlatformError 404 `watch-over.unknown` for an official who is none
 */
export async function watchOverDesk(
  context: PlatformContext,
  municipality: string,
  official: string,
): Promise<WatchOverDesk> {
  const tables = context.tables<WatchOverTables>();
  const officer = await nameOf(tables, municipality, official);
  const people = await peopleOf(context, municipality, officer);
  const now = context.clock();
  const since = new Date(now.getTime() - reportsDays * dayMilliseconds);
  const [register, reports, figures] = await Promise.all([
    residentsBySubject(context, municipality, people),
    reportsAbout(context, people, since),
    watchOverFigures(context, municipality),
  ]);
  const names = await householdNames(
    context,
    municipality,
    [...register.values()].map(({ household }) => household),
  );
  const absences =
    people.length === 0
      ? []
      : await tables
          .selectFrom('notices.watch_absence')
          .select(['resident', 'first_day as from', 'last_day as until'])
          .where('resident', 'in', people)
          .execute();
  return {
    officer,
    people: people.flatMap((subject) => {
      const resident = register.get(subject);
      if (resident === undefined) return [];
      // Only what went to this officer: a step before may have told the family alone.
      const own = (reports.get(subject) ?? []).filter(({ to }) =>
        to.some((one) => one.kind === 'welfare-officer' && one.name === officer),
      );
      const answered = own.find(({ kind }) => kind === 'answer');
      const open = (report: { outcome?: unknown }): number => (report.outcome === undefined ? 0 : 1);
      return [
        {
          subject,
          name: resident.fullName,
          householdName: names.get(resident.household) ?? '—',
          ...(answered?.choice ? { lastAnswer: { choice: answered.choice, at: answered.at } } : {}),
          absent: isAbsent(
            japanDay(now),
            absences.filter((one) => one.resident === subject),
          ),
          reports: own.toSorted((a, b) => open(a) - open(b)),
        },
      ];
    }),
    figures,
  };
}

/**
 * Notes what a report came to; the first word counts.
 * @throws PlatformError 404 `watch-over.unknown` when it is not about one of the officer's own people
 */
export async function closeReport(
  context: PlatformContext,
  { municipality, official, report }: { municipality: string; official: string; report: string },
  outcome: 'well' | 'help',
): Promise<void> {
  const desk = await watchOverDesk(context, municipality, official);
  if (!desk.people.some(({ reports }) => reports.some(({ id }) => id === report)))
    throw new PlatformError(404, 'watch-over.unknown');
  await context
    .tables<WatchOverTables>()
    .updateTable('notices.watch_report')
    .set({ outcome, closed_at: context.clock(), closed_by: official })
    .where('id', '=', report)
    .where('outcome', 'is', null)
    .execute();
}
