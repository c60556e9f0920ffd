import type { PlatformContext } from '../../server/context.ts';
import { metricsOf } from '../../server/metrics.ts';
import type { IdentityTables } from '../tables.ts';
import type { AuditFact } from './append.ts';
import { auditQueue } from './queue.ts';

type Needed = Pick<PlatformContext, 'tables' | 'clock' | 'logHash' | 'pairwise'>;

/** Whether the person's signature certificate is good; asked at every login, decides only those with its key. */
export type SignatureStatus = 'good' | 'revoked' | 'absent' | 'unavailable' | 'not-asked';

/** One login, allowed or refused. Holds no certificate and no name. */
export interface LoginRecord {
  box: string;
  service: string;
  askedTier: string;
  /** Reached; absent when refused. */
  tier: string | undefined;
  allowed: boolean;
  /** `allowed`; `unconfirmed` when nobody could say whether the card was revoked; or the true reason of the refusal. */
  code: string;
  /** 38条の4: (a) earlier PIN use, (b) not revoked, (c) data from a real card. */
  pinUsedBefore: boolean;
  notRevoked: boolean;
  realCard: boolean;
  signature: SignatureStatus;
  serial: string | undefined;
  /** Platform's own person id; recorded as the pseudonym of the sector `audit`. */
  person: string | undefined;
}

/** Name of a person in the audit record: says nothing once the person's links are erased. */
export const auditSubject = (context: Pick<PlatformContext, 'pairwise'>, person: string): string =>
  context.pairwise('audit', person);

function loginFact(context: Needed, { serial, person, tier, ...record }: LoginRecord): AuditFact {
  return {
    at: context.clock(),
    kind: 'login',
    record: {
      ...record,
      tier: tier ?? null,
      serial: serial === undefined ? null : context.logHash(serial),
      person: person === undefined ? null : auditSubject(context, person),
    },
  };
}

/** Records a login, together with its result when there is one; resolves when both are durable. */
export function recordLogin(
  context: Needed,
  record: LoginRecord,
  result?: IdentityTables['identity.login_result'],
): Promise<void> {
  metricsOf(context).logins.inc({ tier: record.askedTier, result: record.code });
  return auditQueue(context).append(loginFact(context, record), result);
}

/** Something other than a login: an enrolment, a link, a flag, a key. `staff` or `box` says who asked. */
export function eventFact(
  context: Pick<Needed, 'clock' | 'pairwise'>,
  kind: string,
  { person, ...record }: Record<string, unknown> & { person?: string | undefined },
): AuditFact {
  const subject = person === undefined ? {} : { person: auditSubject(context, person) };
  return { at: context.clock(), kind, record: { ...record, ...subject } };
}
