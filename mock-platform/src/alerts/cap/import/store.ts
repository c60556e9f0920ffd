import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { TownBulletin } from '../../../protocol/bulletins.ts';
import type { PlatformContext } from '../../../server/context.ts';
import type { CapTables } from '../tables.ts';
import type { Bulletin } from './bulletin.ts';
import { inForce } from './in-force.ts';

const mostListed = 200;
/** Messages that ran out are kept for so long, so that an old copy of one is known. */
const keptMilliseconds = 30 * 24 * 3600_000;
const mostKept = 2000;

/** Whether a message is about a town: it names it, its prefecture, or no place that can be read. */
const concerns = ({ municipalities, prefectures }: Bulletin, municipality: string): boolean =>
  municipalities.length > 0
    ? municipalities.includes(municipality)
    : prefectures.length === 0 || prefectures.includes(municipality.slice(0, 2));

/**
 * Keeps what others sent for the town's board; nothing of it goes to a television. A message that is there already
 * changes nothing.
 * @returns how many were new
 */
export async function storeBulletins(
  context: PlatformContext,
  municipality: string,
  bulletins: readonly Bulletin[],
): Promise<number> {
  const tables = context.tables<CapTables>();
  const now = context.clock();
  const own = bulletins.filter((bulletin) => concerns(bulletin, municipality));
  let stored = 0;
  for (const bulletin of own) {
    const {
      issuedAt,
      expiresAt,
      text,
      municipalities: _codes,
      prefectures: _prefectures,
      ...rest
    } = bulletin;
    const [result] = await tables
      .insertInto('alerts.bulletin')
      .values({
        ...rest,
        id: randomUUID(),
        municipality,
        ends: JSON.stringify(bulletin.ends),
        body: text,
        issued_at: issuedAt,
        expires_at: expiresAt,
        stored_at: now,
      })
      .onConflict((on) => on.doNothing())
      .execute();
    stored += Number(result?.numInsertedOrUpdatedRows ?? 0);
  }
  if (stored > 0) await clearAway(context, municipality, now);
  return stored;
}

async function clearAway(context: PlatformContext, municipality: string, now: Date): Promise<void> {
  await context
    .tables<CapTables>()
    .deleteFrom('alerts.bulletin')
    .where('municipality', '=', municipality)
    .where('stored_at', '<', new Date(now.getTime() - keptMilliseconds))
    .where(sql<boolean>`coalesce(expires_at, issued_at) < ${now}`)
    .execute();
}

/** What counts now for a town, newest first; what is not verified says so. */
export async function townBulletins(context: PlatformContext, municipality: string): Promise<TownBulletin[]> {
  const rows = await context
    .tables<CapTables>()
    .selectFrom('alerts.bulletin')
    .selectAll()
    .where('municipality', '=', municipality)
    .orderBy('stored_at', 'desc')
    .limit(mostKept)
    .execute();
  const messages = rows.map(({ issued_at, expires_at, ...row }) => ({
    ...row,
    revision: Number(row.revision),
    issuedAt: issued_at,
    expiresAt: expires_at,
  }));
  // A message that came unsigned and, later, signed is one message.
  const verified = new Set(messages.filter((message) => message.verified).map(({ key }) => key));
  return inForce(messages, context.clock())
    .filter((message) => message.verified || !verified.has(message.key))
    .sort((one, other) => other.issuedAt.getTime() - one.issuedAt.getTime())
    .slice(0, mostListed)
    .map(({ id, source, sender, status, action, title, body, level, verified: isVerified, ...when }) => ({
      id,
      source,
      sender,
      status,
      action: action === 'update' ? 'update' : 'issue',
      title,
      text: body,
      level,
      verified: isVerified,
      issuedAt: when.issuedAt.toISOString(),
      expiresAt: when.expiresAt?.toISOString() ?? null,
    }));
}
