import { createHash } from 'node:crypto';
import { isSignedBy } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { extensionIds, keyUsageBits } from './extensions.ts';
import { CertificateRefused } from './refused.ts';

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

/** Extensions whose meaning the checks here cover; any other critical one is refused (RFC 5280 §4.2). */
const understood: ReadonlySet<string> = new Set([
  extensionIds.basicConstraints,
  extensionIds.keyUsage,
  extensionIds.extendedKeyUsage,
  extensionIds.certificatePolicies,
]);

/** Validity counts both ends and whole seconds: 23:59:59 JST of the last day is still good. */
function withinValidity(certificate: Certificate, at: Date): 'good' | 'early' | 'late' {
  const second = Math.floor(at.getTime() / 1000) * 1000;
  if (second < certificate.notBefore.getTime()) return 'early';
  return second > certificate.notAfter.getTime() ? 'late' : 'good';
}

function mayIssue(certificate: Certificate): boolean {
  const { basicConstraints, keyUsage } = certificate.facts;
  return basicConstraints?.ca === true && keyUsage?.has(keyUsageBits.keyCertSign) !== false;
}

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

function anchorOf(certificate: Certificate, anchors: readonly Anchor[], at: Date): Anchor {
  const anchor = anchors.find(
    ({ certificate: root }) =>
      isNamedAsIssuer(certificate, root) &&
      mayIssue(root) &&
      withinValidity(root, at) === 'good' &&
      isSignedBy(root.publicKey, certificate.algorithm, certificate.signed, certificate.signature),
  );
  if (!anchor) throw new CertificateRefused('certificate.untrusted', 'no pinned root has signed it');
  return anchor;
}

/**
 * Finds the pinned root that issued an end-entity certificate and checks what holds for every certificate
 * (RFC 5280 §6.1; the paths of 公的個人認証 have one step). What it is good for is judged by `profile.ts`.
 * @throws CertificateRefused untrusted, critical-extension, not-yet-valid, expired, wrong-purpose
 */
export function validatePath(certificate: Certificate, anchors: readonly Anchor[], at: Date): Anchor {
  const anchor = anchorOf(certificate, anchors, at);
  for (const [id, { critical }] of certificate.extensions) {
    if (critical && !understood.has(id)) {
      throw new CertificateRefused('certificate.critical-extension', `unknown critical extension ${id}`);
    }
  }
  const validity = withinValidity(certificate, at);
  if (validity === 'early') throw new CertificateRefused('certificate.not-yet-valid', 'before notBefore');
  if (validity === 'late') throw new CertificateRefused('certificate.expired', 'after notAfter');
  if (certificate.facts.basicConstraints?.ca) {
    throw new CertificateRefused('certificate.wrong-purpose', 'a certification authority is no person');
  }
  return anchor;
}
