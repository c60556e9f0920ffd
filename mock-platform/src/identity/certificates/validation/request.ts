import type { Certificate } from '../certificate.ts';
import type { RevocationListEnvelope } from '../crl/list.ts';
import { anyPolicy } from './policies.ts';

/** What a path may start with for policies (RFC 5280 §6.1.1 (c), (e)–(g)). */
export interface PolicySettings {
  /** Acceptable policies; `anyPolicy` accepts every one. */
  initialPolicySet: readonly string[];
  requireExplicitPolicy: boolean;
  inhibitPolicyMapping: boolean;
  inhibitAnyPolicy: boolean;
}

export const anyPolicyAccepted: PolicySettings = {
  initialPolicySet: [anyPolicy],
  requireExplicitPolicy: false,
  inhibitPolicyMapping: false,
  inhibitAnyPolicy: false,
};

/** What a certificate is to be used for; `any` asks nothing of key usage and extended key usage. */
export type Use = 'any' | 'serverAuth' | 'clientAuth';

export interface ValidationRequest {
  target: Certificate;
  /** Trusted because of their keys; also judged are their validity, constraints and key usage (RFC 5937). */
  anchors: readonly Certificate[];
  /** Whatever else may be on the way or sign lists; order and surplus do not matter. */
  intermediates?: readonly Certificate[];
  lists?: readonly RevocationListEnvelope[];
  at: Date;
  use?: Use;
  /** `require`: every certificate below the anchor needs current lists for all reasons. */
  revocation?: 'require' | 'none';
  policy?: PolicySettings;
  /** Accept DSA, with inherited parameters. Only the check command does. */
  dsa?: boolean;
}
