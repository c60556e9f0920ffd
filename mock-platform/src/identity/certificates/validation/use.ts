import type { Certificate } from '../certificate.ts';
import { keyUsageBits } from '../extensions.ts';
import { CertificateRefused } from '../refused.ts';
import type { Use } from './request.ts';

const { digitalSignature, keyEncipherment, keyAgreement } = keyUsageBits;

const uses: Record<Exclude<Use, 'any'>, { id: string; keyUsage: readonly number[] }> = {
  serverAuth: { id: '1.3.6.1.5.5.7.3.1', keyUsage: [digitalSignature, keyEncipherment, keyAgreement] },
  clientAuth: { id: '1.3.6.1.5.5.7.3.2', keyUsage: [digitalSignature, keyAgreement] },
};

/**
 * Whether the target may be used so, and whether every authority above may issue for it: an authority with extended
 * key usage narrows what is below. `anyExtendedKeyUsage` does not stand for the purpose (RFC 5280 §4.2.1.12 leaves
 * it open; OpenSSL decides the same).
 * @throws CertificateRefused `certificate.wrong-purpose`
 */
export function checkUse(certificates: readonly Certificate[], use: Exclude<Use, 'any'>): void {
  const { id, keyUsage } = uses[use];
  if (certificates.some(({ facts }) => facts.extendedKeyUsage?.includes(id) === false)) {
    throw new CertificateRefused('certificate.wrong-purpose', 'extended key usage');
  }
  const own = certificates.at(-1)?.facts.keyUsage;
  if (own && !keyUsage.some((bit) => own.has(bit))) {
    throw new CertificateRefused('certificate.wrong-purpose', 'key usage');
  }
}
