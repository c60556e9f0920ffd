import { residentEnrolledEvent } from '../../protocol/signals.ts';

/** What service providers can hear about a person, and as which event (SSF 1.0, CAEP 1.0, RISC 1.0; RFC 8417). */
export type ChangeKind =
  | 'certificate-revoked'
  | 'holder-gone'
  | 'certificate-renewed'
  | 'facts-changed'
  | 'enrolled'
  | 'session-ended';

const caep = 'https://schemas.openid.net/secevent/caep/event-type';
const risc = 'https://schemas.openid.net/secevent/risc/event-type';
const ssf = 'https://schemas.openid.net/secevent/ssf/event-type';

export const verificationEvent = `${ssf}/verification`;

/**
 * Event types. The last two are ours: who has registered, for the town's register alone, with the facts that the person
 * hands over to it; and that name or address changed, without saying which and to what. With the person's consent
 * to `address` or `name`, and once the platform knows the new value, CAEP `token-claims-change` says it instead.
 */
export const eventTypes = {
  credentialCompromise: `${risc}/credential-compromise`,
  accountDisabled: `${risc}/account-disabled`,
  credentialChange: `${caep}/credential-change`,
  sessionRevoked: `${caep}/session-revoked`,
  claimsChange: `${caep}/token-claims-change`,
  factsChanged: 'urn:chanoma:event:facts-changed',
  residentEnrolled: residentEnrolledEvent,
} as const;

export const supportedEvents: readonly string[] = Object.values(eventTypes);

/** Types that a kind of change may be told as; a stream that takes one of them gets it. */
export const typesOfKind: Record<ChangeKind, readonly string[]> = {
  'certificate-revoked': [eventTypes.credentialCompromise],
  'holder-gone': [eventTypes.accountDisabled],
  'certificate-renewed': [eventTypes.credentialChange],
  'facts-changed': [eventTypes.claimsChange, eventTypes.factsChanged],
  enrolled: [eventTypes.residentEnrolled],
  'session-ended': [eventTypes.sessionRevoked],
};

/** Who ended a visit (CAEP 1.0 §2): the person, unless one of these. */
const initiators: Record<string, string> = {
  expired: 'policy',
  'contract-ended': 'admin',
  'link-ended': 'admin',
};

interface Told {
  type: string;
  payload: Record<string, unknown>;
}

/** New values that the service provider may be told now. */
export type NewClaims = Record<string, unknown>;

/**
 * A change as the event of a SET.
 * @param requested event types that the stream takes
 * @param claims new values that the person has agreed to tell; empty when none are known
 */
export function eventOf(
  { kind, detail, at }: { kind: ChangeKind; detail: Record<string, unknown>; at: Date },
  requested: readonly string[],
  claims: NewClaims,
): Told | undefined {
  const event_timestamp = Math.floor(at.getTime() / 1000);
  const x509 = { credential_type: 'x509', event_timestamp };
  const told = (type: string, payload: Record<string, unknown>): Told | undefined =>
    requested.includes(type) ? { type, payload } : undefined;
  switch (kind) {
    case 'certificate-revoked':
      return told(eventTypes.credentialCompromise, x509);
    case 'holder-gone':
      return told(eventTypes.accountDisabled, { event_timestamp });
    case 'certificate-renewed':
      return told(eventTypes.credentialChange, { ...x509, change_type: 'update' });
    case 'session-ended':
      return told(eventTypes.sessionRevoked, {
        event_timestamp,
        initiating_entity: initiators[String(detail.reason)] ?? 'user',
        reason_admin: { en: String(detail.reason) },
      });
    case 'enrolled':
      return told(eventTypes.residentEnrolled, { event_timestamp, household: detail.household, claims });
    case 'facts-changed':
      return (
        (Object.keys(claims).length > 0 && told(eventTypes.claimsChange, { event_timestamp, claims })) ||
        told(eventTypes.factsChanged, { event_timestamp })
      );
  }
}
