import { randomInt, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type * as z from 'zod/mini';
import type { Groups } from '../protocol/booking.ts';
import type { Booker } from './bookings.ts';
import { BookingRefused } from './refused.ts';
import type { BookingTables } from './tables.ts';

type Group = z.infer<typeof Groups>['groups'][number];

const clubsOf = (tables: Kysely<BookingTables>, { subject, municipality }: Booker) =>
  tables
    .selectFrom('booking.club as club')
    .innerJoin('booking.club_member as member', 'member.club', 'club.id')
    .where('club.municipality', '=', municipality)
    .where('member.subject', '=', subject)
    .select(['club.id', 'club.name', 'club.reduction_percent as reductionPercent'])
    .orderBy('club.name');

/** The registered groups of the town of which the person is a member. */
export const groupsOf = (tables: Kysely<BookingTables>, booker: Booker): Promise<Group[]> =>
  clubsOf(tables, booker).execute();

/** One of the person's groups. @throws BookingRefused `booking.group-unknown` */
export async function clubOf(tables: Kysely<BookingTables>, booker: Booker, id: string): Promise<Group> {
  const club = await clubsOf(tables, booker).where('club.id', '=', id).executeTakeFirst();
  if (club === undefined) throw new BookingRefused('booking.group-unknown');
  return club;
}

/** Joins the group that the house gave this number. @throws BookingRefused `booking.group-unknown` */
export async function joinGroup(
  tables: Kysely<BookingTables>,
  booker: Booker,
  code: string,
): Promise<Group[]> {
  const club = await tables
    .selectFrom('booking.club')
    .select('id')
    .where('municipality', '=', booker.municipality)
    .where('code', '=', code)
    .executeTakeFirst();
  if (club === undefined) throw new BookingRefused('booking.group-unknown');
  await tables
    .insertInto('booking.club_member')
    .values({ club: club.id, subject: booker.subject })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return groupsOf(tables, booker);
}

/** Registers a group of the town; its number is for the group's members. */
export async function registerGroup(
  tables: Kysely<BookingTables>,
  municipality: string,
  { name, reductionPercent }: { name: string; reductionPercent: number },
  now: Date,
): Promise<{ id: string; code: string }> {
  const id = randomUUID();
  const code = String(randomInt(100_000_000)).padStart(8, '0');
  await tables
    .insertInto('booking.club')
    .values({ id, municipality, name, reduction_percent: reductionPercent, code, created_at: now })
    .execute();
  return { id, code };
}
