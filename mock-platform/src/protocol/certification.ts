import * as z from 'zod/mini';

/** A certificate as verifiers name it: never by the serial alone, which other issuers use too. */
export const CertificateName = z.strictObject({
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, hexadecimal. */
  issuerKey: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** Lower-case hexadecimal, no leading zeros. */
  serial: z.string().check(z.regex(/^[1-9a-f][0-9a-f]{0,39}$/)),
});
export type CertificateName = z.infer<typeof CertificateName>;

/** 証明書紐付け (公的個人認証法 18条3項): which authentication certificate is on the card of a signature certificate. */
export const AuthenticationLink = z.object({ authentication: z.nullable(CertificateName) });
export type AuthenticationLink = z.infer<typeof AuthenticationLink>;

/** 新旧紐付け: what a certificate took the place of when it was renewed, and what took its place. */
export const RenewalLink = z.object({
  predecessor: z.nullable(CertificateName),
  successor: z.nullable(CertificateName),
});
export type RenewalLink = z.infer<typeof RenewalLink>;
