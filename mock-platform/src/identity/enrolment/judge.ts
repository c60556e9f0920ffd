import type { EnrolmentCode, RefusalCode } from '../../protocol/refusals.ts';
import type { DifferingField } from '../../protocol/staff.ts';
import type { CertificateCode } from '../certificates/refused.ts';
import type { LoginFacts } from '../login/judge.ts';
import type { RevocationVerdict } from '../revocation/status.ts';

/** Everything that was found out about one enrolment tap, before anything is decided. */
export interface EnrolmentFacts {
  attempts: 'good' | 'too-many';
  challenge: LoginFacts['challenge'];
  /** `changed`: the card signed another form than the platform sent. */
  form: 'good' | 'changed';
  authentication: 'good' | CertificateCode;
  signature: 'good' | CertificateCode;
  authenticationRevocation: RevocationVerdict | 'not-asked';
  signatureRevocation: RevocationVerdict | 'not-asked';
  /** Whether both certificates are of one card; `unknown` where the certification service does not say. */
  sameCard: 'same' | 'unknown' | 'other' | 'unavailable' | 'not-asked';
  /** All three keys of the card have signed the same message. */
  proofs: 'good' | 'wrong';
  /** `wrong`: not the issuer's, or of another birth date than the certificate. */
  surface: 'good' | 'wrong';
  /** `unreadable`: the signature certificate does not name its holder as it must. */
  facts: 'good' | 'unreadable';
  differs: readonly DifferingField[];
}

export type EnrolmentRefusal = RefusalCode | EnrolmentCode;

/** Of two answers about revocation, the one that counts. */
function revocationFault(
  verdict: EnrolmentFacts['signatureRevocation'],
): 'revoked' | 'unavailable' | undefined {
  if (verdict === 'good') return undefined;
  return verdict === 'revoked' ? 'revoked' : 'unavailable';
}

/**
 * Decides one enrolment: attempts, challenge, form, the two certificates, their revocation, their card, the three
 * signatures, the surface record, the facts, in this order. @returns why it is refused; undefined when everything is good
 */
export function judgeEnrolment(facts: EnrolmentFacts): EnrolmentRefusal | undefined {
  if (facts.attempts !== 'good') return 'login.too-many';
  if (facts.challenge !== 'good') return `challenge.${facts.challenge}`;
  if (facts.form !== 'good') return 'enrolment.application-changed';
  if (facts.authentication !== 'good') return facts.authentication;
  if (facts.signature === 'certificate.expired') return 'login.signature-revoked';
  if (facts.signature !== 'good') return facts.signature;
  const card = revocationFault(facts.authenticationRevocation);
  if (card) return card === 'revoked' ? 'certificate.revoked' : 'revocation.unavailable';
  const signature = revocationFault(facts.signatureRevocation);
  if (signature) return signature === 'revoked' ? 'login.signature-revoked' : 'revocation.unavailable';
  if (facts.sameCard === 'unavailable') return 'revocation.unavailable';
  if (facts.sameCard === 'other') return 'login.signature-other';
  if (facts.proofs !== 'good') return 'login.proof-wrong';
  if (facts.surface !== 'good') return 'enrolment.surface';
  if (facts.facts !== 'good') return 'certificate.malformed';
  return facts.differs.length === 0 ? undefined : 'enrolment.facts';
}
