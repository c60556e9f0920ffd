import { hash } from 'node:crypto';
import { type Certificate, parseCertificate } from './certificate.ts';
import type { Anchor, Purpose } from './path.ts';
import { validateUntil } from './profile.ts';

/** A person's certificate that is good for the purpose, with the root that issued it. */
export interface KnownCertificate {
  certificate: Certificate;
  anchor: Anchor;
}

interface Kept extends KnownCertificate {
  anchors: readonly Anchor[];
  from: number;
  until: number;
}

/** About 30 megabytes. */
const MAX_KEPT = 5000;

/**
 * Validates certificates and remembers, in memory only and by SHA-256, those that were good, until their path runs
 * out: most cards come every day. Revocation and the challenge are never remembered. Refusals are not kept either, so
 * strangers cannot fill the memory.
 */
export class ValidatedCertificates {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly limit = MAX_KEPT) {}

  /**
   * As `parseCertificate` and `validateFor` one after the other.
   * @param anchors another array than last time makes everything be judged anew
   * @throws CertificateRefused
   */
  validate(purpose: Purpose, der: Uint8Array, anchors: readonly Anchor[], at: Date): KnownCertificate {
    const key = `${purpose} ${hash('sha256', der, 'base64')}`;
    const known = this.kept.get(key);
    const second = Math.floor(at.getTime() / 1000) * 1000;
    if (known && known.anchors === anchors && known.from <= second && second <= known.until) {
      return { certificate: known.certificate, anchor: known.anchor };
    }
    this.kept.delete(key);
    const certificate = parseCertificate(Buffer.from(der));
    const { anchor, until } = validateUntil(purpose, certificate, anchors, at);
    const [oldest] = this.kept.size >= this.limit ? this.kept.keys() : [];
    if (oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, {
      certificate,
      anchor,
      anchors,
      from: Math.max(certificate.notBefore.getTime(), anchor.certificate.notBefore.getTime()),
      until: until.getTime(),
    });
    return { certificate, anchor };
  }

  /** How many are remembered. */
  get size(): number {
    return this.kept.size;
  }
}
