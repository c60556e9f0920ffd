import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { oncePerRequest } from '../../server/caller-first.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import type { IdentityTables } from '../tables.ts';

/** A member of a cable operator's staff; sees and changes only what is the operator's (D6). */
export interface StaffCaller {
  operator: string;
  /** Short name of the member, for the audit record. */
  staff: string;
}

/** Who of the staff calls. @throws PlatformError 401 `staff.token` */
export type StaffCallers = (request: FastifyRequest) => Promise<StaffCaller>;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const TOKEN_BYTES = 32;
/** Longest life of a token: a shift. */
const mostHours = 24;

/**
 * Gives a member of an operator's staff a token for the staff API (`Authorization: Bearer …`). Only its hash is kept.
 * Whoever calls this has found out who the member is: the staff console, or the operator's own system.
 */
export async function issueStaffToken(
  context: Pick<PlatformContext, 'tables' | 'clock'>,
  { operator, staff }: StaffCaller,
  hours = 12,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const expires = context.clock().getTime() + Math.min(hours, mostHours) * 3_600_000;
  await context
    .tables<IdentityTables>()
    .insertInto('identity.staff_token')
    .values({ hash: hashOf(token), operator, staff, expires_at: new Date(expires) })
    .execute();
  return token;
}

/** Callers with a token of `issueStaffToken`. */
function staffByToken(context: PlatformContext): StaffCallers {
  return async ({ headers }) => {
    const token = /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '')?.[1];
    const found =
      token &&
      (await context
        .tables<IdentityTables>()
        .selectFrom('identity.staff_token')
        .select(['operator', 'staff'])
        .where('hash', '=', hashOf(token))
        .where('expires_at', '>', context.clock())
        .executeTakeFirst());
    if (!found) throw new PlatformError(401, 'staff.token');
    return found;
  };
}

const callers = new WeakMap<PlatformContext, StaffCallers>();
const chosen = new WeakMap<PlatformContext, StaffCallers>();

/** Replaces the tokens by another way to know staff, for instance the sessions of a console. */
export const useStaffCallers = (context: PlatformContext, callers: StaffCallers): void =>
  void chosen.set(context, callers);

/** Who of the staff calls: asked anew at every request, so that modules may be put together in any order. */
export const staffCallers = (context: PlatformContext): StaffCallers => {
  const known = callers.get(context);
  if (known) return known;
  const byToken = staffByToken(context);
  const made = oncePerRequest((request) => (chosen.get(context) ?? byToken)(request));
  callers.set(context, made);
  return made;
};
