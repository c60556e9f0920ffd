import { randomUUID } from 'node:crypto';
import type {
  WatchOverAgreement,
  WatchOverName,
  WatchOverRecipient,
  WatchOverStanding,
} from '../../protocol/watch-over.ts';
import type { Caller, PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { supportersOf, townName } from '../../town/register.ts';
import { dayMilliseconds, daysLater, japanDay } from './japan-day.ts';
import { reportsAbout } from './reports.ts';
import type { WatchOverTables } from './tables.ts';

/** So long back reports are shown, and so long a planned absence may be. */
export const keptDays = 92;

const kinds: Readonly<Record<string, WatchOverRecipient>> = { 家族: 'family', 民生委員: 'welfare-officer' };

/** Whom a resident may name: supporters of the town's register, and the town. */
export async function namesOffered(
  context: PlatformContext,
  municipality: string,
  resident: string,
): Promise<WatchOverName[]> {
  const supporters = (await supportersOf(context, [resident])).get(resident) ?? [];
  const named = supporters.flatMap(({ name, role }) => {
    const kind = kinds[role];
    return kind === undefined ? [] : [{ kind, name }];
  });
  const town = await townName(context, municipality);
  return town === undefined ? named : [...named, { kind: 'town', name: town }];
}

type Person = Pick<Caller, 'sub' | 'municipality' | 'household' | 'tier'>;

/**
 * Notes whom the resident wants to be told; nobody named ends it, with the questions and absences.
 * @throws PlatformError 400 `watch-over.recipient`
 */
export async function agree(
  context: PlatformContext,
  { sub, municipality, household, tier }: Person,
  { recipients }: WatchOverAgreement,
): Promise<void> {
  const tables = context.tables<WatchOverTables>();
  if (recipients.length === 0) {
    await tables.deleteFrom('notices.watch').where('resident', '=', sub).execute();
    return;
  }
  const offered = await namesOffered(context, municipality, sub);
  const stranger = recipients.findIndex(
    (one) => !offered.some(({ kind, name }) => kind === one.kind && name === one.name),
  );
  if (stranger >= 0) {
    const path = `/recipients/${stranger}`;
    throw new PlatformError(400, 'watch-over.recipient', undefined, [{ path, message: 'Not a supporter.' }]);
  }
  const change = { municipality, household, recipients: JSON.stringify(recipients), tier };
  await tables
    .insertInto('notices.watch')
    .values({ resident: sub, ...change, agreed_at: context.clock() })
    .onConflict((on) => on.column('resident').doUpdateSet(change))
    .execute();
}

/** @throws PlatformError 400 `watch-over.absence` */
export async function planAbsence(
  context: PlatformContext,
  resident: string,
  { from, until }: { from: string; until: string },
): Promise<void> {
  const refuse = (path: string): PlatformError =>
    new PlatformError(400, 'watch-over.absence', undefined, [{ path, message: 'Not such a day.' }]);
  if (until < from || until > daysLater(from, keptDays)) throw refuse('/until');
  if (until < japanDay(context.clock())) throw refuse('/until');
  const tables = context.tables<WatchOverTables>();
  const watched = await tables
    .selectFrom('notices.watch')
    .select('resident')
    .where('resident', '=', resident)
    .executeTakeFirst();
  if (watched === undefined) throw new PlatformError(404, 'watch-over.unknown');
  await tables
    .insertInto('notices.watch_absence')
    .values({ id: randomUUID(), resident, first_day: from, last_day: until })
    .execute();
}

/** @throws PlatformError 404 `watch-over.unknown` */
export async function cancelAbsence(context: PlatformContext, resident: string, id: string): Promise<void> {
  const gone = await context
    .tables<WatchOverTables>()
    .deleteFrom('notices.watch_absence')
    .where('id', '=', id)
    .where('resident', '=', resident)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) throw new PlatformError(404, 'watch-over.unknown');
}

/** What a resident agreed to and what was reported: the television shows all of it. */
export async function standingOf(
  context: PlatformContext,
  { sub, municipality }: Pick<Caller, 'sub' | 'municipality'>,
): Promise<WatchOverStanding> {
  const tables = context.tables<WatchOverTables>();
  const now = context.clock();
  const [watch, offered, absences, reports] = await Promise.all([
    tables
      .selectFrom('notices.watch')
      .select(['agreed_at', 'recipients'])
      .where('resident', '=', sub)
      .executeTakeFirst(),
    namesOffered(context, municipality, sub),
    tables
      .selectFrom('notices.watch_absence')
      .select(['id', 'first_day as from', 'last_day as until'])
      .where('resident', '=', sub)
      .where('last_day', '>=', japanDay(now))
      .orderBy('first_day')
      .execute(),
    reportsAbout(context, [sub], new Date(now.getTime() - keptDays * dayMilliseconds)),
  ]);
  return {
    ...(watch ? { agreed: { since: watch.agreed_at.toISOString(), recipients: watch.recipients } } : {}),
    offered,
    absences,
    reports: (reports.get(sub) ?? []).slice(0, 60),
  };
}
