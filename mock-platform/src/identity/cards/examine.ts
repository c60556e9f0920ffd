import { type Certificate, parseCertificate } from '../certificates/certificate.ts';
import { type Anchor, claimedAnchor, type Purpose } from '../certificates/path.ts';
import { type CertificateCode, CertificateRefused } from '../certificates/refused.ts';
import type { SerialName } from '../links/source.ts';
import type { CardEnvironment } from '../login/environment.ts';

/** A certificate that a card gave, read and judged as far as that goes without asking anybody. */
export interface Examined {
  verdict: 'good' | CertificateCode;
  /** Absent when it cannot be read. */
  certificate?: Certificate;
  /** The root that issued it; only with `good`. */
  anchor?: Anchor;
  /** The root that it claims to be issued under: enough to look a person up, not to trust anything. */
  claimed?: Anchor;
}

function attempt<T>(check: () => T): { value: T } | { code: CertificateCode } {
  try {
    return { value: check() };
  } catch (error) {
    if (error instanceof CertificateRefused) return { code: error.code };
    throw error;
  }
}

/** What examining takes from outside. */
export type Examiner = Pick<CardEnvironment, 'anchors' | 'certificates' | 'context'>;

/** Reads a certificate (DER, base64url) and judges whether it is good for the purpose. Never throws for what it holds. */
export function examine(
  { anchors, certificates, context }: Examiner,
  purpose: Purpose,
  der: string,
): Examined {
  const bytes = Buffer.from(der, 'base64url');
  const trusted = anchors();
  const known = attempt(() => certificates.validate(purpose, bytes, trusted, context.clock()));
  if ('value' in known) {
    const { certificate, anchor } = known.value;
    return { verdict: 'good', certificate, anchor, claimed: anchor };
  }
  const parsed = attempt(() => parseCertificate(bytes));
  if ('code' in parsed) return { verdict: parsed.code };
  const claimed = claimedAnchor(parsed.value, trusted);
  return { verdict: known.code, certificate: parsed.value, ...(claimed ? { claimed } : {}) };
}

/** What a good certificate is called; undefined when it is not good. */
export const nameOf = ({ certificate, anchor }: Examined): SerialName | undefined =>
  certificate && anchor ? { issuerKey: anchor.issuerKey, serial: certificate.serial } : undefined;
