import { createHash } from 'node:crypto';
import { isSignedBy } from '../certificates/algorithms.ts';
import { type Certificate, parseCertificate } from '../certificates/certificate.ts';
import { extensionIds, keyUsageBits } from '../certificates/extensions.ts';
import { isNamedAsIssuer, issuerKeyOf } from '../certificates/path.ts';
import { CertificateRefused } from '../certificates/refused.ts';

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5';

/** Extensions that are looked at here or say nothing about a responder; another critical one is not understood. */
const understood: ReadonlySet<string> = new Set([
  extensionIds.keyUsage,
  extensionIds.extendedKeyUsage,
  extensionIds.basicConstraints,
  extensionIds.certificatePolicies,
  OCSP_NO_CHECK,
]);

/** The issuer says that the responder need not be asked about as long as its certificate lives (RFC 6960 §4.2.2.2.1). */
export const needsNoCheck = ({ extensions }: Pick<Certificate, 'extensions'>): boolean =>
  extensions.has(OCSP_NO_CHECK);

/** Whether the issuer appointed this responder: by a certificate of its own for just that (RFC 6960 §4.2.2.2). */
function isAppointed(responder: Certificate, issuer: Certificate): boolean {
  const { facts, extensions } = responder;
  const strange = [...extensions].some(([id, { critical }]) => critical && !understood.has(id));
  return (
    !strange &&
    facts.basicConstraints?.ca !== true &&
    facts.extendedKeyUsage?.includes(OCSP_SIGNING) === true &&
    facts.keyUsage?.has(keyUsageBits.digitalSignature) !== false &&
    isNamedAsIssuer(responder, issuer) &&
    isSignedBy(issuer.publicKey, responder.algorithm, responder.signed, responder.signature)
  );
}

const mostKept = 64;

/** Responders that issuers appointed. Each certificate is read and checked once, and good from then on until it ends. */
export class AppointedResponders {
  private readonly good = new Map<string, Certificate>();

  /** The responder whose certificate this is, if the issuer appointed it and it is good now. */
  find(der: Buffer, issuer: Certificate, now: Date): Certificate | undefined {
    const key = `${issuerKeyOf(issuer)}/${createHash('sha256').update(der).digest('base64')}`;
    const responder = this.good.get(key) ?? this.check(key, der, issuer);
    if (!responder || now < responder.notBefore) return undefined;
    if (now <= responder.notAfter) return responder;
    this.good.delete(key);
    return undefined;
  }

  private check(key: string, der: Buffer, issuer: Certificate): Certificate | undefined {
    try {
      const responder = parseCertificate(der);
      if (!isAppointed(responder, issuer)) return undefined;
      if (this.good.size >= mostKept) this.good.clear();
      this.good.set(key, responder);
      return responder;
    } catch (error) {
      if (error instanceof CertificateRefused) return undefined;
      throw error;
    }
  }
}
