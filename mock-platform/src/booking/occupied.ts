import { type Kysely, sql, type Transaction } from 'kysely';
import type { BookingTables, OccupiedTable } from './tables.ts';

export interface Span {
  startsAt: Date;
  endsAt: Date;
}

/** SQLSTATE of a violated exclusion constraint: the range overlaps another holder's. */
const exclusionViolation = '23P01';

export const isTaken = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === exclusionViolation;

const textArray = (values: readonly string[]) => sql`array[${sql.join([...values])}]::text[]`;

/**
 * Whoever takes or gives back a room queues up here until the end of the transaction. All take their places in the same order,
 * so two never wait for each other; without it they could, inside the constraint's own check.
 */
export async function queueUp(
  transaction: Transaction<BookingTables>,
  names: readonly string[],
): Promise<void> {
  const keys = [...new Set(names)].sort().map((name) => `booking ${name}`);
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${textArray(keys)}) as key`.execute(
    transaction,
  );
}

/** Holds resources for a time, half-open. @throws SQLSTATE 23P01, see {@link isTaken} */
export async function occupy(
  tables: Kysely<BookingTables>,
  holder: string,
  kind: OccupiedTable['kind'],
  resources: readonly string[],
  { startsAt, endsAt }: Span,
): Promise<void> {
  await sql`
    insert into booking.occupied (holder, kind, resource, during)
    select ${holder}::uuid, ${kind}::text, resource, tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz, '[)')
    from unnest(${textArray(resources)}) as resource
  `.execute(tables);
}

/** Gives back what a holder held, or its part within a span of time. */
export async function release(tables: Kysely<BookingTables>, holder: string, span?: Span): Promise<void> {
  await tables
    .updateTable('booking.occupied')
    .set({ released: true })
    .where('holder', '=', holder)
    .where('released', '=', false)
    .$if(span !== undefined, (query) => query.where(overlaps(span as Span)))
    .execute();
}

/** Condition on `booking.occupied.during`. */
export const overlaps = ({ startsAt, endsAt }: Span) =>
  sql<boolean>`during && tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz, '[)')`;

/** What is held of the resources within a span of time. */
export function heldWithin(tables: Kysely<BookingTables>, resources: readonly string[], span: Span) {
  return tables
    .selectFrom('booking.occupied')
    .where('resource', 'in', [...resources])
    .where('released', '=', false)
    .where(overlaps(span))
    .select([
      'holder',
      'kind',
      'resource',
      sql<Date>`lower(during)`.as('starts_at'),
      sql<Date>`upper(during)`.as('ends_at'),
    ]);
}
