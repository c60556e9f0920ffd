import type { PlatformContext } from '../../server/context.ts';
import type { IdentityTables } from '../tables.ts';

/** One login, allowed or refused. Holds no certificate and no name. */
export interface LoginRecord {
  box: string;
  service: string;
  askedTier: string;
  allowed: boolean;
  /** `allowed`, or the true reason of the refusal. */
  code: string;
  pinUsedBefore: boolean;
  notRevoked: boolean;
  realCard: boolean;
  serial: string | undefined;
}

/** Appends to the audit record; the table refuses changes. */
export async function recordLogin(context: PlatformContext, record: LoginRecord): Promise<void> {
  await context
    .tables<IdentityTables>()
    .insertInto('identity.login_audit')
    .values({
      at: context.clock(),
      box: record.box,
      service: record.service,
      asked_tier: record.askedTier,
      allowed: record.allowed,
      code: record.code,
      pin_used_before: record.pinUsedBefore,
      not_revoked: record.notRevoked,
      real_card: record.realCard,
      serial_hash: record.serial === undefined ? null : context.logHash(record.serial),
    })
    .execute();
}
