import type { ServiceName, Tier } from '../../protocol/basics.ts';
import type { RefusalCode } from '../../protocol/refusals.ts';
import type { CertificateCode } from '../certificates/refused.ts';
import { satisfies } from '../policy.ts';
import type { RevocationVerdict } from '../revocation/status.ts';

/** Everything that was found out about one login, before anything is decided. */
export interface LoginFacts {
  box: 'good' | 'unknown' | 'blocked';
  challenge: 'good' | 'unknown' | 'expired' | 'used' | 'mismatch';
  /** Whether the certificate belongs to a person of the box's household, to somebody else, or to nobody known. */
  holder: 'of-household' | 'elsewhere' | 'nobody';
  certificate: 'good' | CertificateCode;
  /** `not-asked` as long as nothing before it was good. */
  revocation: RevocationVerdict | 'not-asked';
  proof: 'none' | 'wrong' | 'surface-authentication' | 'authentication-key';
  service: ServiceName;
  asked: Tier;
  /** The tier that the service needs under the policy in force. */
  needed: Tier;
}

/** For the audit record only; the box hears `login.other-household` (D2). */
export type TrueReason = RefusalCode | 'login.not-registered';

export type Judgement =
  | { allowed: true; tier: Tier }
  | { allowed: false; code: RefusalCode; reason: TrueReason };

const tierOfProof = { 'surface-authentication': 't1', 'authentication-key': 't2' } as const;

const refuse = (code: RefusalCode, reason: TrueReason = code): Judgement => ({
  allowed: false,
  code,
  reason,
});

function reasonElsewhere(facts: LoginFacts): TrueReason {
  if (facts.certificate !== 'good') return facts.certificate;
  return facts.holder === 'nobody' ? 'login.not-registered' : 'login.other-household';
}

/**
 * Decides one login: box, challenge, household, certificate, revocation, proof, tier, in this order. Somebody else's
 * card hears nothing but `login.other-household`, so that no television shows whether a card is known.
 */
export function judge(facts: LoginFacts): Judgement {
  if (facts.box !== 'good') return refuse(`box.${facts.box}`);
  if (facts.challenge !== 'good') return refuse(`challenge.${facts.challenge}`);
  if (facts.certificate === 'certificate.malformed') return refuse('certificate.malformed');
  if (facts.holder !== 'of-household') return refuse('login.other-household', reasonElsewhere(facts));
  if (facts.certificate !== 'good') return refuse(facts.certificate);
  if (facts.revocation === 'revoked') return refuse('certificate.revoked');
  if (facts.revocation !== 'good') return refuse('revocation.unavailable');
  if (facts.proof === 'none') return refuse('login.proof-missing');
  if (facts.proof === 'wrong') return refuse('login.proof-wrong');
  const tier = tierOfProof[facts.proof];
  if (!satisfies(tier, facts.asked) || !satisfies(tier, facts.needed)) return refuse('login.tier-too-low');
  return { allowed: true, tier };
}
