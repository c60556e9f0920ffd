/**
 * Why a login is refused. The code reaches the television and the audit record; `login.not-registered` never leaves
 * the platform (D2): elsewhere than at home nothing shows whether a card is known.
 */
export const refusalCodes = [
  'login.other-household',
  'login.proof-missing',
  'login.proof-wrong',
  'login.tier-too-low',
  'login.reenrol',
  'login.signature-revoked',
  'login.signature-other',
  'login.too-many',
  'challenge.unknown',
  'challenge.expired',
  'challenge.used',
  'challenge.mismatch',
  'certificate.malformed',
  'certificate.untrusted',
  'certificate.expired',
  'certificate.not-yet-valid',
  'certificate.wrong-purpose',
  'certificate.wrong-policy',
  'certificate.revoked',
  'certificate.critical-extension',
  'revocation.unavailable',
  'box.unknown',
  'box.blocked',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Why an enrolment is refused, beside the refusals of a login; which fact differs is told to staff only. */
export const enrolmentCodes = [
  'enrolment.application-unknown',
  'enrolment.application-changed',
  'enrolment.surface',
  'enrolment.facts',
  'enrolment.known',
] as const;
export type EnrolmentCode = (typeof enrolmentCodes)[number];
