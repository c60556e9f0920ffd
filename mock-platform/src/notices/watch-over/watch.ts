import type { PlatformContext } from '../../server/context.ts';
import { keptDays } from './agreements.ts';
import { dayMilliseconds } from './japan-day.ts';
import { askToday, boxesOfHouseholds, forgetOld } from './questions.ts';
import { reportSilence } from './reports.ts';
import { type Absence, silentHours, silentSince, stepOf, toldAt } from './silence.ts';
import type { WatchOverTables } from './tables.ts';

/** Silence older than this has long been reported. */
const lookedBackDays = 10;

interface Asked {
  id: string;
  at: Date;
}

/** By resident. */
function grouped<T, V>(rows: readonly (T & { resident: string })[], value: (row: T) => V): Map<string, V[]> {
  const found = new Map<string, V[]>();
  for (const row of rows) found.set(row.resident, [...(found.get(row.resident) ?? []), value(row)]);
  return found;
}

/** Reports everybody who has been silent for a further step. @returns how many reports are new */
export async function reportSilent(context: PlatformContext): Promise<number> {
  const now = context.clock();
  const tables = context.tables<WatchOverTables>();
  const since = new Date(now.getTime() - lookedBackDays * dayMilliseconds);
  const watches = await tables.selectFrom('notices.watch').selectAll().execute();
  if (watches.length === 0) return 0;
  const questions = await tables
    .selectFrom('notices.watch_question')
    .select(['resident', 'id', 'asked_at as at'])
    .where('asked_at', '>=', since)
    .execute();
  const signs = await tables
    .selectFrom('notices.watch_answer')
    .select((select) => ['resident', select.fn.max('at').as('at')])
    .groupBy('resident')
    .execute();
  const absences = await tables
    .selectFrom('notices.watch_absence')
    .select(['resident', 'first_day as from', 'last_day as until'])
    .execute();
  const asked = grouped(questions, ({ id, at }): Asked => ({ id, at }));
  const lastSigns = new Map(signs.map(({ resident, at }) => [resident, at]));
  const away = grouped(absences, ({ from, until }): Absence => ({ from, until }));
  const boxes = new Map<string, Awaited<ReturnType<typeof boxesOfHouseholds>>>();
  let reported = 0;
  for (const { resident, municipality, household, recipients, agreed_at } of watches) {
    // Who has agreed anew begins anew.
    const own = (asked.get(resident) ?? []).filter(({ at }) => at >= agreed_at);
    const from = silentSince(
      own.map(({ at }) => at),
      lastSigns.get(resident),
    );
    const hours = from && stepOf(silentHours(from, now, away.get(resident) ?? []));
    const question = own.find(({ at }) => at === from)?.id;
    if (!hours || !question) continue;
    const ofTown = boxes.get(municipality) ?? (await boxesOfHouseholds(context, municipality));
    boxes.set(municipality, ofTown);
    const connected = (ofTown.get(household) ?? []).some(({ online }) => online);
    const report = { resident, municipality, recipients: toldAt(hours, recipients), at: now };
    if (await reportSilence(tables, report, { question, hours, connected })) reported += 1;
  }
  return reported;
}

const roundMilliseconds = 60_000;

/** Asks, reports and forgets from a timer until the platform ends; a round that fails is followed by the next. */
export function watchRegularly(context: PlatformContext): void {
  let running: Promise<unknown> | undefined;
  const round = async (): Promise<void> => {
    await askToday(context);
    await reportSilent(context);
    await forgetOld(context, keptDays);
  };
  const timer = setInterval(() => {
    running ??= round()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
  }, roundMilliseconds);
  timer.unref();
  context.onClose(async () => {
    clearInterval(timer);
    await running;
  });
}
