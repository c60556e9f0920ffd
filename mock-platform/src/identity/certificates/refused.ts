import type { RefusalCode } from '../../protocol/refusals.ts';

export type CertificateCode = Extract<RefusalCode, `certificate.${string}`>;

/** Why a certificate is not accepted; the only error that looking at one may cause. */
export class CertificateRefused extends Error {
  constructor(
    readonly code: CertificateCode,
    /** For support; holds nothing of the certificate. */
    readonly reason: string,
  ) {
    super(`${code}: ${reason}`);
    this.name = 'CertificateRefused';
  }
}
