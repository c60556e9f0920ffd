import { sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { endApplication } from '../enrolment/applications.ts';
import { erasePerson } from '../persons/erase.ts';
import type { IdentityTables } from '../tables.ts';
import { retention } from './periods.ts';
import { purgeLoginsElsewhere, purgeNotices } from './purge-federation.ts';

const everyMs = { minutes: 60_000, days: 6 * 3_600_000 };
/** Persons erased in one run; the next run goes on. */
const mostErased = 200;

const before = (now: Date, period: number): Date => new Date(now.getTime() - period);

/** Forgets what lives minutes: challenges, results, PIN uses, staff tokens. */
export async function purgeShortLived(context: PlatformContext): Promise<void> {
  const tables = context.tables<IdentityTables>();
  const now = context.clock();
  const { challenge, loginResult, pinUse, staffToken } = retention;
  await tables.deleteFrom('identity.challenge').where('expires_at', '<', before(now, challenge)).execute();
  await tables
    .deleteFrom('identity.login_result')
    .where('expires_at', '<', before(now, loginResult))
    .execute();
  await tables.deleteFrom('identity.pin_use').where('at', '<', before(now, pinUse)).execute();
  await tables.deleteFrom('identity.staff_token').where('expires_at', '<', before(now, staffToken)).execute();
  await purgeLoginsElsewhere(context);
}

async function purgeApplications(context: PlatformContext, now: Date): Promise<void> {
  const tables = context.tables<IdentityTables>();
  const late = await tables
    .selectFrom('identity.application')
    .select('id')
    .where('state', '=', 'open')
    .where('expires_at', '<', now)
    .execute();
  for (const { id } of late) await endApplication(tables, id, 'expired', now);
  await tables
    .deleteFrom('identity.application')
    .where('ended_at', '<', before(now, retention.application))
    .execute();
}

/** Persons who left every household long enough ago. */
async function forgotten(context: PlatformContext, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select person.id from identity.person as person
    where not exists (select from identity.household_member as member
        where member.person = person.id and coalesce(member.to_at, 'infinity') >= ${before(now, retention.person)})
      and person.created_at < ${before(now, retention.person)}
    limit ${mostErased}`.execute(context.tables<IdentityTables>());
  return rows.map(({ id }) => id);
}

/**
 * Forgets what has outlived its period (periods.ts): applications, ended links, persons who left long ago.
 * @returns how many persons were erased
 */
export async function purgeLongLived(context: PlatformContext): Promise<number> {
  const tables = context.tables<IdentityTables>();
  const now = context.clock();
  await purgeApplications(context, now);
  const ended = before(now, retention.link);
  await tables.deleteFrom('identity.service_link').where('to_at', '<', ended).execute();
  await tables
    .deleteFrom('identity.unconfirmed_login')
    .where('ended_at', '<', before(now, retention.unconfirmedLogin))
    .execute();
  await tables.deleteFrom('identity.protection').where('to_at', '<', ended).execute();
  await purgeNotices(context);
  const persons = await forgotten(context, now);
  for (const person of persons) await erasePerson(context, person, { by: 'retention' });
  return persons.length;
}

/** Runs both from timers until the platform ends. A run that fails is tried again at its next time. */
export function purgeRegularly(context: PlatformContext, report: (error: unknown) => void): void {
  const timers = [
    setInterval(() => void purgeShortLived(context).catch(report), everyMs.minutes),
    setInterval(() => void purgeLongLived(context).catch(report), everyMs.days),
  ];
  for (const timer of timers) timer.unref();
  context.onClose(() => {
    for (const timer of timers) clearInterval(timer);
  });
}
