import type { PlatformContext } from '../../server/context.ts';
import type { IdentityTables } from '../tables.ts';
import { retention } from './periods.ts';

const before = (now: Date, period: number): Date => new Date(now.getTime() - period);

/** Forgets what of logins at service providers lives minutes. */
export async function purgeLoginsElsewhere(context: PlatformContext): Promise<void> {
  const tables = context.tables<IdentityTables>();
  const now = context.clock();
  const expired = before(now, retention.loginElsewhere);
  await tables.deleteFrom('identity.provider_record').where('expires_at', '<', expired).execute();
  for (const table of ['identity.television_code', 'identity.federation_request'] as const) {
    await tables.deleteFrom(table).where('expires_at', '<', now).execute();
  }
}

/** Forgets ended visits and consents, notices that were settled, and changes that nobody asks about any more. */
export async function purgeNotices(context: PlatformContext): Promise<void> {
  const tables = context.tables<IdentityTables>();
  const now = context.clock();
  const { delivery, deadLetter, visit, link } = retention;
  for (const [state, period] of [
    ['done', delivery],
    ['dead', deadLetter],
  ] as const) {
    await tables
      .deleteFrom('identity.delivery')
      .where('state', '=', state)
      .where('done_at', '<', before(now, period))
      .execute();
  }
  await tables.deleteFrom('identity.federation_visit').where('ended_at', '<', before(now, visit)).execute();
  await tables.deleteFrom('identity.consent').where('to_at', '<', before(now, link)).execute();
  await tables.deleteFrom('identity.change').where('at', '<', before(now, link)).execute();
}
