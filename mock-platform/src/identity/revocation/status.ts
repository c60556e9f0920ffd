import type { Certificate } from '../certificates/certificate.ts';
import type { Anchor } from '../certificates/path.ts';

/** What an authority says about one of its certificates. */
export type RevocationStatus =
  | { status: 'good' }
  | { status: 'revoked'; at: Date; reason: string | undefined }
  /** The authority answers, but does not know the certificate. */
  | { status: 'unknown' };

/** Nobody gave a trustworthy answer: unreachable, stale, or not signed by the right authority. */
export class RevocationUnavailable extends Error {
  constructor(readonly reason: string) {
    super(`revocation status unavailable: ${reason}`);
    this.name = 'RevocationUnavailable';
  }
}

/** One way to learn whether a certificate was revoked. */
export interface RevocationSource {
  name: 'ocsp' | 'crl';
  /** @throws RevocationUnavailable */
  ask(certificate: Certificate, anchor: Anchor): Promise<RevocationStatus>;
}

/** CRLReason (RFC 5280 §5.3.1). */
export const reasonNames: readonly (string | undefined)[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
];

export type RevocationVerdict = 'good' | 'revoked' | 'unavailable';

/**
 * Asks the sources in their order; the first trustworthy answer counts. No answer, or "unknown", is `unavailable`:
 * a login then fails closed (公的個人認証法 38条の4: "not revoked" is checked every time).
 */
export async function askRevocation(
  sources: readonly RevocationSource[],
  certificate: Certificate,
  anchor: Anchor,
): Promise<RevocationVerdict> {
  for (const source of sources) {
    try {
      const answer = await source.ask(certificate, anchor);
      return answer.status === 'unknown' ? 'unavailable' : answer.status;
    } catch (error) {
      if (!(error instanceof RevocationUnavailable)) throw error;
    }
  }
  return 'unavailable';
}
