import type { Certificate } from './certificate.ts';
import { keyUsageBits } from './extensions.ts';
import { type Anchor, type Purpose, validatePath } from './path.ts';
import { CertificateRefused } from './refused.ts';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

interface Profile {
  policy: string;
  keyUsage: readonly number[];
  extendedKeyUsage: string | undefined;
}

/** Certificates of 公的個人認証 by purpose (jpki-card.md §4). */
const profiles: Record<Purpose, Profile> = {
  authentication: {
    policy: '1.2.392.200149.8.5.1.3.30',
    keyUsage: [keyUsageBits.digitalSignature],
    extendedKeyUsage: CLIENT_AUTH,
  },
  signature: {
    policy: '1.2.392.200149.8.5.1.1.20',
    keyUsage: [keyUsageBits.digitalSignature, keyUsageBits.nonRepudiation],
    extendedKeyUsage: undefined,
  },
};

function sameBits(found: ReadonlySet<number> | undefined, wanted: readonly number[]): boolean {
  return found !== undefined && found.size === wanted.length && wanted.every((bit) => found.has(bit));
}

/** Certificates of 公的個人認証 are of version 3 and have a positive serial number, by which people are found. */
function checkForm({ version, serial, facts }: Certificate): void {
  if (version !== 3 || serial === '0' || serial.startsWith('-')) {
    throw new CertificateRefused('certificate.malformed', 'version or serial number');
  }
  if (facts.basicConstraints?.ca) {
    throw new CertificateRefused('certificate.wrong-purpose', 'a certification authority is no person');
  }
}

/** Whether form, key usage, extended key usage and policy are those of the kind. @throws CertificateRefused */
export function checkProfile(purpose: Purpose, certificate: Certificate): void {
  checkForm(certificate);
  const profile = profiles[purpose];
  const { keyUsage, extendedKeyUsage, policies } = certificate.facts;
  if (!sameBits(keyUsage, profile.keyUsage)) {
    throw new CertificateRefused('certificate.wrong-purpose', 'key usage');
  }
  const wanted = profile.extendedKeyUsage;
  if (wanted === undefined ? extendedKeyUsage !== undefined : !extendedKeyUsage?.includes(wanted)) {
    throw new CertificateRefused('certificate.wrong-purpose', 'extended key usage');
  }
  if (!policies?.includes(profile.policy)) {
    throw new CertificateRefused('certificate.wrong-policy', 'certificate policy');
  }
}

/** A certificate that is good for a purpose, and how long that can be known without looking again. */
export interface ValidatedCertificate {
  anchor: Anchor;
  /** Last second of its own and its root's validity. */
  until: Date;
}

/** As `validateFor`, and tells how long the answer holds. @throws CertificateRefused */
export function validateUntil(
  purpose: Purpose,
  certificate: Certificate,
  anchors: readonly Anchor[],
  at: Date,
): ValidatedCertificate {
  // Read now, so that a key that is not accepted is a refusal here and nowhere later.
  void certificate.publicKey;
  const validated = validatePath(certificate, anchors, at);
  if (validated.anchor.purpose !== purpose) {
    throw new CertificateRefused('certificate.wrong-purpose', 'issued by the other certification service');
  }
  checkProfile(purpose, certificate);
  return validated;
}

/**
 * Whether a certificate is what it is offered as: right root, right use of the key, right policy. A signature
 * certificate offered for authentication is refused, and the reverse.
 * @returns the pinned root that issued it
 * @throws CertificateRefused
 */
export const validateFor = (
  purpose: Purpose,
  certificate: Certificate,
  anchors: readonly Anchor[],
  at: Date,
): Anchor => validateUntil(purpose, certificate, anchors, at).anchor;
