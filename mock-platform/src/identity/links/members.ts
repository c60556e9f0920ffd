import { type Kysely, sql } from 'kysely';
import type { ServiceName } from '../../protocol/basics.ts';
import type { OperatorLink } from '../../protocol/staff.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import type { IdentityTables } from '../tables.ts';
import { type OperatorHousehold, operatorSubject } from './operator-subject.ts';

interface LinkRow {
  person: string;
  household: string;
  source: string;
  from_at: Date;
  to_at: Date | null;
  services: ServiceName[] | null;
  register_anew: boolean;
}

/** Position in the steady order of a hand-over: time, then person, then household. */
export interface LinkPosition {
  at: string;
  person: string;
  household: string;
}

/**
 * Links of one operator with what the contract lets it have: no serials, no facts. Protected persons are not in it. The
 * operator stands in the condition of the one query that hands links out (D6).
 */
async function linksOf(
  tables: Kysely<IdentityTables>,
  operator: string,
  condition: ReturnType<typeof sql>,
  limit: number,
): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select member.person, member.household, member.source, member.from_at, member.to_at,
      (select json_agg(link.service order by link.service) from identity.service_link as link
        where link.person = member.person and link.to_at is null) as services,
      exists (select from identity.signature_certificate as signature
        where signature.person = member.person and signature.to_at is null
          and signature.revoked_seen_at is not null) as register_anew
    from identity.household_member as member
    where member.operator = ${operator} and ${condition}
      and not exists (select from identity.protection as protection
        where protection.person = member.person and protection.to_at is null)
    order by member.from_at, member.person, member.household limit ${limit}`.execute(tables);
  return rows;
}

const describeLink =
  (context: Pick<PlatformContext, 'pairwise'>, operator: string) =>
  (row: LinkRow): OperatorLink => ({
    person: operatorSubject(context, operator, row.person),
    household: row.household,
    services: row.to_at === null ? (row.services ?? []) : [],
    source: row.source,
    from: row.from_at.toISOString(),
    ...(row.to_at === null ? {} : { to: row.to_at.toISOString() }),
    registerAnew: row.to_at === null && row.register_anew,
  });

/** Who is linked to a household now. @throws PlatformError 404 `staff.household-unknown` */
export async function membersOf(
  context: PlatformContext,
  { operator, household }: OperatorHousehold,
): Promise<OperatorLink[]> {
  const tables = context.tables<IdentityTables>();
  const known = await tables
    .selectFrom('identity.household_member')
    .select('household')
    .where('operator', '=', operator)
    .where('household', '=', household)
    .limit(1)
    .executeTakeFirst();
  if (!known) throw new PlatformError(404, 'staff.household-unknown');
  const now = sql`member.household = ${household} and member.to_at is null`;
  return (await linksOf(tables, operator, now, 1000)).map(describeLink(context, operator));
}

/** One page of all links of an operator, ended ones too, and where the next begins. */
export async function linkPage(
  context: PlatformContext,
  operator: string,
  after: LinkPosition | undefined,
  limit: number,
): Promise<{ links: OperatorLink[]; next: LinkPosition | undefined }> {
  const condition = after
    ? sql`(member.from_at, member.person, member.household) >
        (${after.at}::timestamptz, ${after.person}::uuid, ${after.household})`
    : sql`true`;
  const rows = await linksOf(context.tables<IdentityTables>(), operator, condition, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next =
    rows.length > limit && last
      ? { at: last.from_at.toISOString(), person: last.person, household: last.household }
      : undefined;
  return { links: page.map(describeLink(context, operator)), next };
}
