import type { CertificateFault } from '../certificates/refused.ts';

/** Each refusal in a sentence, and what to do next. */
export const advice: Record<CertificateFault, { why: string; next: string }> = {
  'certificate.malformed': {
    why: 'It is not a certificate in DER as RFC 5280 wants it.',
    next: 'Export it again from its source; do not repair it by hand, its signature would break.',
  },
  'certificate.key': {
    why: 'Its public key is unreadable, too weak or of a kind that is not accepted.',
    next: 'Accepted are RSA from 2048 bits and the curves P-256, P-384 and P-521. Have a new one issued.',
  },
  'certificate.untrusted': {
    why: 'No way leads from it to an anchor.',
    next: 'Name the root with --anchor, and put certificates in between behind it in the same file.',
  },
  'certificate.expired': {
    why: 'A certificate on the way is past its last second.',
    next: 'Have it renewed, or ask about an earlier moment with --time.',
  },
  'certificate.not-yet-valid': {
    why: 'A certificate on the way does not count yet.',
    next: 'Check the clock, or ask about a later moment with --time.',
  },
  'certificate.wrong-purpose': {
    why: 'It was not issued for this purpose.',
    next: 'Compare its uses above with --purpose. A card has two: one to log in, one to sign.',
  },
  'certificate.wrong-policy': {
    why: 'No acceptable certificate policy holds on the whole way.',
    next: 'Compare the policies of all certificates on the way with what is asked for.',
  },
  'certificate.revoked': {
    why: 'Its issuer, or that of an authority above it, has revoked it.',
    next: 'It never becomes good again: its holder needs a new one.',
  },
  'certificate.critical-extension': {
    why: 'It has a critical extension whose meaning is not known here.',
    next: 'It cannot be used here. Ask its issuer what the extension says.',
  },
  'path.signature': {
    why: 'An issuer of the right name is at hand, but its key has not made the signature.',
    next: 'Find the issuer with the right key (several roots may share one name), or distrust the certificate.',
  },
  'path.algorithm': {
    why: 'It is signed by an algorithm that is not accepted.',
    next: 'Have it issued again with SHA-256 or better.',
  },
  'path.not-authority': {
    why: 'A certificate that is no certification authority has issued another one.',
    next: 'Distrust it: somebody has used a key for what it was not given for.',
  },
  'path.too-long': {
    why: 'There are more authorities in a row than one of them allows.',
    next: 'Distrust it, or ask the issuer for a shorter way.',
  },
  'path.key-usage': {
    why: 'An authority on the way may not sign certificates with its key.',
    next: 'Distrust it, or ask the issuer.',
  },
  'path.name-constraints': {
    why: 'It has a name that an authority above it may not issue for.',
    next: 'Compare its names with “Names below it” of the authorities.',
  },
  'path.too-complex': {
    why: 'There are more ways to try than the limit allows.',
    next: 'Give only the certificates and lists that are needed.',
  },
  'list.malformed': {
    why: 'A revocation list is not in DER as RFC 5280 wants it.',
    next: 'Fetch the list again.',
  },
  'revocation.unavailable': {
    why: 'Whether it was revoked is not known: no current list by the right signer covers it for every reason.',
    next: 'Give the current lists with --crl, one for each certificate on the way.',
  },
};
