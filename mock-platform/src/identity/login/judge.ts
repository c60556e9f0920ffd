import type { ServiceName, Tier } from '../../protocol/basics.ts';
import type { RefusalCode } from '../../protocol/refusals.ts';
import type { CertificateCode } from '../certificates/refused.ts';
import { type OutageBehaviour, satisfies } from '../policy.ts';
import type { RevocationVerdict } from '../revocation/status.ts';

/** Everything that was found out about one login, before anything is decided. */
export interface LoginFacts {
  box: 'good' | 'unknown' | 'blocked';
  /** `too-many`: the box, or this person's card at it, failed too often of late. */
  attempts: 'good' | 'too-many';
  challenge: 'good' | 'unknown' | 'expired' | 'used' | 'mismatch';
  /** Whether the certificate belongs to a person of the box's household, to somebody else, or to nobody known. */
  holder: 'of-household' | 'elsewhere' | 'nobody';
  certificate: 'good' | CertificateCode;
  /** Of the authentication certificate; `not-asked` as long as nothing before it was good. */
  revocation: RevocationVerdict | 'not-asked';
  /** `not-enrolled`: the card was renewed, nobody has bound its surface key yet. */
  proof:
    | 'none'
    | 'wrong'
    | 'not-enrolled'
    | 'surface-authentication'
    | 'authentication-key'
    | 'signature-key';
  /**
   * The signature certificate that a T3 proof was made with; `other` when it is not usable or not linked to the holder.
   * Other logins never depend on it: a child has none, and a move revokes it.
   */
  signature: RevocationVerdict | 'other' | 'not-needed';
  /** The statement renews a visit of this person at this box, and its PIN use is recent. */
  pinRecent: boolean;
  service: ServiceName;
  /** What the service's login comes to while nobody can say whether the card was revoked. */
  outage: OutageBehaviour;
  asked: Tier;
  /** The tier that the service needs under the policy in force. */
  needed: Tier;
}

/** For the audit record only; the box hears `login.other-household` (D2). */
export type TrueReason = RefusalCode | 'login.not-registered';

export type Judgement =
  /** `unconfirmed`: nobody could say whether the card was revoked, and the service takes that. */
  | { allowed: true; tier: Tier; unconfirmed: boolean }
  | { allowed: false; code: RefusalCode; reason: TrueReason };

const refuse = (code: RefusalCode, reason: TrueReason = code): Judgement => ({
  allowed: false,
  code,
  reason,
});

function reasonElsewhere(facts: LoginFacts): TrueReason {
  if (facts.certificate !== 'good') return facts.certificate;
  return facts.holder === 'nobody' ? 'login.not-registered' : 'login.other-household';
}

function tierOf({ proof, pinRecent, asked }: LoginFacts): Tier {
  if (proof === 'signature-key') return 't3';
  if (proof === 'authentication-key') return 't2';
  return pinRecent && asked === 't2' ? 't2' : 't1';
}

function judgeSignature(signature: LoginFacts['signature']): RefusalCode | undefined {
  if (signature === 'revoked') return 'login.signature-revoked';
  if (signature === 'unavailable') return 'revocation.unavailable';
  return signature === 'good' ? undefined : 'login.signature-other';
}

/**
 * Decides one login: box, attempts, challenge, household, certificate, revocation, proof, signature certificate, tier, in
 * this order. Somebody else's card hears nothing but `login.other-household`, so that no television shows whether a card
 * is known.
 */
export function judge(facts: LoginFacts): Judgement {
  if (facts.box !== 'good') return refuse(`box.${facts.box}`);
  if (facts.attempts !== 'good') return refuse('login.too-many');
  if (facts.challenge !== 'good') return refuse(`challenge.${facts.challenge}`);
  if (facts.certificate === 'certificate.malformed') return refuse('certificate.malformed');
  if (facts.holder !== 'of-household') return refuse('login.other-household', reasonElsewhere(facts));
  if (facts.certificate !== 'good') return refuse(facts.certificate);
  if (facts.revocation === 'revoked') return refuse('certificate.revoked');
  const unconfirmed = facts.revocation === 'unavailable' && facts.outage === 'unconfirmed';
  if (facts.revocation !== 'good' && !unconfirmed) return refuse('revocation.unavailable');
  if (facts.proof === 'none') return refuse('login.proof-missing');
  if (facts.proof === 'wrong') return refuse('login.proof-wrong');
  if (facts.proof === 'not-enrolled') return refuse('login.reenrol');
  const signatureFault = facts.proof === 'signature-key' ? judgeSignature(facts.signature) : undefined;
  if (signatureFault) return refuse(signatureFault);
  const tier = tierOf(facts);
  if (!satisfies(tier, facts.asked) || !satisfies(tier, facts.needed)) return refuse('login.tier-too-low');
  return { allowed: true, tier, unconfirmed };
}
