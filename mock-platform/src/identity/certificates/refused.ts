import type { RefusalCode } from '../../protocol/refusals.ts';

/** What a login says about a certificate that is not accepted. */
export type CertificateCode = Extract<RefusalCode, `certificate.${string}`>;

/**
 * Every reason why path validation (RFC 5280 §6) refuses, as a stable code, and what a login says for it.
 * `certificate:check` answers these codes.
 */
export const faultCodes = {
  'certificate.malformed': 'certificate.malformed',
  /** The public key is unreadable, too weak or of a kind that is not accepted. */
  'certificate.key': 'certificate.malformed',
  /** No anchor above it. */
  'certificate.untrusted': 'certificate.untrusted',
  'certificate.expired': 'certificate.expired',
  'certificate.not-yet-valid': 'certificate.not-yet-valid',
  'certificate.wrong-purpose': 'certificate.wrong-purpose',
  'certificate.wrong-policy': 'certificate.wrong-policy',
  'certificate.revoked': 'certificate.revoked',
  'certificate.critical-extension': 'certificate.critical-extension',
  /** The issuer's name is there, but none of its keys has made the signature. */
  'path.signature': 'certificate.untrusted',
  /** Signature algorithm or key that is not accepted. */
  'path.algorithm': 'certificate.untrusted',
  /** An issuer on the way is not a certification authority. */
  'path.not-authority': 'certificate.untrusted',
  /** More authorities in a row than one of them allows (pathLenConstraint). */
  'path.too-long': 'certificate.untrusted',
  /** An issuer on the way may not sign certificates (keyCertSign). */
  'path.key-usage': 'certificate.untrusted',
  /** A name that an authority above does not allow. */
  'path.name-constraints': 'certificate.untrusted',
  /** The limit on signatures or steps was reached before a good path was found. */
  'path.too-complex': 'certificate.untrusted',
  'list.malformed': 'certificate.untrusted',
  /** No current list by the right signer covers the certificate for every reason. */
  'revocation.unavailable': 'certificate.untrusted',
} as const satisfies Record<string, CertificateCode>;
export type CertificateFault = keyof typeof faultCodes;

/** Why a certificate is not accepted; the only error that looking at one may cause. */
export class CertificateRefused extends Error {
  /** What a login says. */
  readonly code: CertificateCode;

  constructor(
    /** The reason, finer than `code`. */
    readonly fault: CertificateFault,
    /** For support; holds nothing of the certificate. */
    readonly reason: string,
  ) {
    super(`${fault}: ${reason}`);
    this.name = 'CertificateRefused';
    this.code = faultCodes[fault];
  }
}
