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

/**
 * Whether a certificate is what it is offered as: right root, right use of the key, right policy. A signature
 * certificate offered for authentication is refused, and the reverse.
 * @returns the pinned root that issued it
 * @throws CertificateRefused
 */
export function validateFor(
  purpose: Purpose,
  certificate: Certificate,
  anchors: readonly Anchor[],
  at: Date,
): Anchor {
  const anchor = validatePath(certificate, anchors, at);
  const profile = profiles[purpose];
  const { keyUsage, extendedKeyUsage, policies } = certificate.facts;
  if (anchor.purpose !== purpose) {
    throw new CertificateRefused('certificate.wrong-purpose', 'issued by the other certification service');
  }
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
  return anchor;
}
