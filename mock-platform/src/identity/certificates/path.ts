import { createHash } from 'node:crypto';
import { isSignedBy } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { CertificateRefused } from './refused.ts';
import { validate } from './validation/validate.ts';

/** What the certificates under a root are for. */
export type Purpose = 'authentication' | 'signature';

/** A root that is trusted because of its key (pinned), whatever its name says. */
export interface Anchor {
  purpose: Purpose;
  certificate: Certificate;
  /** SHA-256 of the SubjectPublicKeyInfo, hexadecimal: how an issuer is told apart from others of the same name. */
  issuerKey: string;
}

export const issuerKeyOf = (certificate: Certificate): string =>
  createHash('sha256').update(certificate.spki).digest('hex');

/** Key identifiers must agree where both are there. */
export function isNamedAsIssuer(certificate: Certificate, issuer: Certificate): boolean {
  const asked = certificate.facts.authorityKeyIdentifier;
  const own = issuer.facts.subjectKeyIdentifier;
  return (
    certificate.issuer.equals(issuer.subject) && (asked === undefined || own === undefined || asked === own)
  );
}

/**
 * The root that a certificate claims to be issued under, by name and key identifier alone: good enough to look a
 * person up by {issuer, serial}, not to trust anything.
 */
export function claimedAnchor(certificate: Certificate, anchors: readonly Anchor[]): Anchor | undefined {
  return (
    anchors.find(
      (anchor) =>
        isNamedAsIssuer(certificate, anchor.certificate) &&
        isSignedBy(
          anchor.certificate.publicKey,
          certificate.algorithm,
          certificate.signed,
          certificate.signature,
        ),
    ) ?? anchors.find((anchor) => isNamedAsIssuer(certificate, anchor.certificate))
  );
}

/**
 * Finds the pinned root that issued an end-entity certificate and validates the path, which has one step for
 * certificates of 公的個人認証. What it is good for is judged by `profile.ts`, revocation by `revocation`.
 * @throws CertificateRefused
 */
export function validatePath(
  certificate: Certificate,
  anchors: readonly Anchor[],
  at: Date,
): { anchor: Anchor; until: Date } {
  const possible = anchors.filter((anchor) => isNamedAsIssuer(certificate, anchor.certificate));
  const roots = possible.map((anchor) => anchor.certificate);
  const { anchor: root, until } = validate({ target: certificate, anchors: roots, at, revocation: 'none' });
  const anchor = possible.find((one) => one.certificate === root);
  if (!anchor) throw new CertificateRefused('certificate.untrusted', 'no pinned root has signed it');
  return { anchor, until };
}
