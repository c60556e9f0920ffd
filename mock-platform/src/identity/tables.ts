import type { Generated } from 'kysely';
import type { ServiceName, Tier } from '../protocol/basics.ts';
import type { ConfirmationOutcome } from '../server/unconfirmed-logins.ts';
import type { FederationTables } from './federation-tables.ts';

/** Where a link comes from: an enrolment with both PINs, staff, the demo's seed, or the certification service. */
export type LinkSource = 'enrolment' | 'staff' | 'seed' | 'renewal-link' | 'before-consent';
/** Why a link ended. */
export type EndReason = 'unlinked' | 'moved-out' | 'death' | 'loss' | 'renewed';

/** A link holds from `from_at` until `to_at`; what has ended stays for its retention period. */
interface Link {
  source: LinkSource;
  from_at: Date;
  to_at: Date | null;
  end_reason: EndReason | null;
}

/** Serial of a certificate, with its issuer: never alone, never outside this schema (D14). */
interface Serial {
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, hexadecimal. */
  issuer_key: string;
  /** Lower-case hexadecimal, no leading zeros. */
  serial: string;
}

export type ApplicationState = 'open' | 'enrolled' | 'cancelled' | 'expired';

/** Schema `identity`. Serials of certificates are nowhere else (D14), certificates are nowhere at all. */
export interface IdentityTables extends FederationTables {
  'identity.person': { id: string; created_at: Date };
  /** Who lives in which household; separate from the person and ended by itself. */
  'identity.household_member': Link & {
    person: string;
    household: string;
    /** Tenant (D6); null for entries made before tenants were kept here. */
    operator: string | null;
    /** Application that the person signed. */
    consent: string | null;
  };
  /** Authentication certificates of a person over time: renewal changes the serial, not the account. */
  'identity.certificate': Serial &
    Link & {
      person: string;
      /** Name of the revocation list that would hold it, once a login has shown it: DER in base64. */
      partition: Generated<string | null>;
      /** When the regular check last asked about it. */
      checked_at: Generated<Date | null>;
      /** When somebody first found it revoked. */
      revoked_seen_at: Generated<Date | null>;
    };
  /** Key of the card's surface application, bound to the certificate at enrolment by one PIN use (38条の4). */
  'identity.surface_key': Serial & {
    /** SubjectPublicKeyInfo, base64. */
    public_key: string;
    pin_used_at: Date;
    source: LinkSource;
  };
  /** Signature certificates; the card shows them only after the signature PIN, so their serials are kept. */
  'identity.signature_certificate': Serial &
    Link & {
      person: string;
      /** Name of the revocation list that would hold it: `directoryName`, DER in base64. */
      partition: string;
      /** When a login first found it revoked: the person should be registered anew. */
      revoked_seen_at: Date | null;
      /** When the regular check last asked about it. */
      checked_at: Generated<Date | null>;
    };
  /** Services that the person has agreed to open. */
  'identity.service_link': Link & {
    person: string;
    service: ServiceName;
    /** What the provider itself calls the person, if it told us. */
    provider_user: string | null;
  };
  /** A login in which a PIN was used, by its challenge; renewals name it for 30 minutes (D4). */
  'identity.pin_use': { challenge: string; person: string; box: string; at: Date };
  /** DV支援措置 and the like: hidden from hand-over, boards and other households. */
  'identity.protection': {
    person: string;
    operator: string;
    staff: string;
    from_at: Date;
    to_at: Date | null;
  };
  'identity.application': {
    id: string;
    operator: string;
    household: string;
    municipality: string;
    box: string;
    kind: 'new' | 'renewal';
    /** The form, byte for byte as the box gets it. */
    form: string;
    /** Expected facts, encrypted; empty without. */
    sealed: string;
    /** Whose card was renewed. */
    person: string | null;
    /** Who signs for a child under 15. */
    guardian: string | null;
    staff: string;
    state: ApplicationState;
    /** Fields that the card said otherwise at the last try, separated by blanks. */
    differs: string | null;
    opened_at: Date;
    expires_at: Date;
    ended_at: Date | null;
  };
  'identity.staff_token': { hash: string; operator: string; staff: string; expires_at: Date };
  'identity.master_key': { name: string; created_at: Date; retired_at: Date | null };
  /** One data key per person: without it the facts are gone. */
  'identity.person_key': { person: string; master: string; wrapped: string };
  /** The four facts, each encrypted with the person's key. */
  'identity.fact': { person: string; field: string; sealed: string };
  'identity.challenge': {
    id: string;
    nonce: string;
    box: string;
    origin: string;
    service: string;
    tier: string;
    expires_at: Date;
    used_at: Date | null;
  };
  'identity.login_result': {
    /** SHA-256 of the result token, hexadecimal. */
    hash: string;
    person: string;
    household: string;
    box: string;
    tier: Tier;
    /** Services that the result opens, separated by blanks. */
    scope: string;
    /** Until when tokens of a PIN's tier may live. */
    pin_until: Date | null;
    /** Nobody could say whether the card was revoked. */
    unconfirmed: boolean;
    expires_at: Date;
  };
  /** Logins that nobody could confirm when they happened; asked about again until somebody answers. */
  'identity.unconfirmed_login': Serial & {
    challenge: string;
    person: string;
    box: string;
    service: ServiceName;
    /** Name of the revocation list that would hold the certificate: DER in base64. */
    partition: string | null;
    at: Date;
    next_at: Date;
    outcome: ConfirmationOutcome | null;
    ended_at: Date | null;
  };
  /** One row per service that a result was exchanged for. */
  'identity.login_result_use': { hash: string; service: string };
  /** Attempts of the windows that run now, of all processes of the platform. */
  'identity.rate': { kind: string; name: string; count: number; ends_at: Date };
  /** Every decision, each entry hashed over the one before (audit/chain.ts). */
  'identity.audit': {
    /** 1, 2, 3 … without gaps. */
    seq: number;
    at: Date;
    kind: string;
    /** JSON, exactly the bytes that were hashed. */
    record: string;
    hash: string;
  };
}
