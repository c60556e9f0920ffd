import type { Issuer } from './hierarchy.ts';
import { issuerKeyOf } from './issue.ts';
import type { Authority } from './names.ts';
import { type CertificateRegister, type IssuedCertificate, isUnder } from './register.ts';

/** A certificate as verifiers name it. */
export interface CertificateName {
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, hexadecimal. */
  issuerKey: string;
  /** Lower-case hexadecimal, no leading zeros. */
  serial: string;
}

/** What approved verifiers are told about how certificates belong together (jpki-card.md §6). */
export interface CertificateLinks {
  /** 証明書紐付け (公的個人認証法 18条3項): the authentication certificate on the card of a signature certificate. */
  authenticationOf(signature: CertificateName): CertificateName | undefined;
  /** 新旧紐付け: what a certificate took the place of, and what took its place. */
  renewalOf(certificate: CertificateName): Renewal | undefined;
}

export interface Renewal {
  predecessor: CertificateName | undefined;
  successor: CertificateName | undefined;
}

export function openLinks(register: CertificateRegister, issuers: readonly Issuer[]): CertificateLinks {
  const find = ({ issuerKey, serial }: CertificateName, ...authorities: Authority[]) => {
    const issuer = issuers.find((one) => issuerKeyOf(one) === issuerKey);
    const entry =
      issuer && authorities.includes(issuer.authority) ? register.find(issuer.authority, serial) : undefined;
    return entry && issuer && isUnder(entry, issuer) ? entry : undefined;
  };
  const nameOf = (entry: IssuedCertificate | undefined): CertificateName | undefined => {
    const issuer = entry && issuers.find((one) => isUnder(entry, one));
    return issuer && { issuerKey: issuerKeyOf(issuer), serial: entry.serial };
  };
  const named = (authority: Authority, serial: string | undefined) =>
    serial === undefined ? undefined : nameOf(register.find(authority, serial));
  return {
    authenticationOf: (signature) => named('authentication', find(signature, 'signature')?.authentication),
    renewalOf(certificate) {
      const entry = find(certificate, 'authentication', 'signature');
      return (
        entry && {
          predecessor: named(entry.authority, entry.predecessor),
          successor: named(entry.authority, entry.successor),
        }
      );
    },
  };
}
