import type { Generated } from 'kysely';
import type { Tier } from '../protocol/basics.ts';

/** Schema `identity`. Serials of certificates are nowhere else (D14), certificates are nowhere at all. */
export interface IdentityTables {
  'identity.person': { id: string; created_at: Date };
  /** Who lives in which household; separate from the person and ended by itself. */
  'identity.household_member': {
    person: string;
    household: string;
    from_at: Date;
    to_at: Date | null;
  };
  /** Authentication certificates of a person over time: renewal changes the serial, not the account. */
  'identity.certificate': {
    /** SHA-256 of the issuer's SubjectPublicKeyInfo, hexadecimal. */
    issuer_key: string;
    /** Lower-case hexadecimal, no leading zeros. */
    serial: string;
    person: string;
    from_at: Date;
    to_at: Date | null;
  };
  /** Key of the card's surface application, bound to the certificate at enrolment by one PIN use (38条の4). */
  'identity.surface_key': {
    issuer_key: string;
    serial: string;
    /** SubjectPublicKeyInfo, base64. */
    public_key: string;
    pin_used_at: Date;
  };
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
    expires_at: Date;
  };
  /** One row per service that a result was exchanged for. */
  'identity.login_result_use': { hash: string; service: string };
  'identity.login_audit': {
    id: Generated<number>;
    at: Date;
    box: string;
    service: string;
    asked_tier: string;
    allowed: boolean;
    /** True reason; may say more than the box was told. */
    code: string;
    /** 38条の4: (a) earlier PIN use, (b) not revoked, (c) data from a real card. */
    pin_used_before: boolean;
    not_revoked: boolean;
    real_card: boolean;
    /** Keyed hash of the serial, for support. */
    serial_hash: string | null;
  };
}
