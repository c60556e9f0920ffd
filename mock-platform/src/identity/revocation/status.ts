import type { Certificate } from '../certificates/certificate.ts';
import type { Anchor, Purpose } from '../certificates/path.ts';

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

/** One question put to a certification service, for the bill (S8): what was asked, of which service, when. */
export interface StatusQuery {
  kind: 'ocsp' | 'crl';
  authority: Purpose;
  at: Date;
}
/** Is told of every question that was put, answered or not; the caller knows for which operator and service it was. */
export type OnQuery = (query: StatusQuery) => void;

/** One way to learn whether a certificate was revoked. */
export interface RevocationSource {
  name: 'ocsp' | 'crl';
  /** @throws RevocationUnavailable */
  ask(certificate: Certificate, anchor: Anchor, onQuery?: OnQuery): Promise<RevocationStatus>;
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
  undefined,
  // removeFromCRL stands in delta lists only
  undefined,
  'privilegeWithdrawn',
  'aACompromise',
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
  onQuery?: OnQuery,
): Promise<RevocationVerdict> {
  for (const source of sources) {
    try {
      const answer = await source.ask(certificate, anchor, onQuery);
      return answer.status === 'unknown' ? 'unavailable' : answer.status;
    } catch (error) {
      if (!(error instanceof RevocationUnavailable)) throw error;
    }
  }
  return 'unavailable';
}
