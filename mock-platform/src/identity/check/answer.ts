import { type Certificate, parseCertificate } from '../certificates/certificate.ts';
import { parseRevocationList } from '../certificates/crl/list.ts';
import { checkProfile } from '../certificates/profile.ts';
import { type CertificateFault, CertificateRefused } from '../certificates/refused.ts';
import { validate } from '../certificates/validation/validate.ts';
import type { CheckPurpose, CheckRequest } from './request.ts';

/** What is found out about one certificate. */
export interface Verdict {
  /** Null when it is accepted. */
  fault: CertificateFault | null;
  /** For a person; undefined when it is accepted. */
  reason: string | undefined;
  /** The user-constrained policy set. */
  policies: readonly string[];
}

/** What can be read; anything else may lie in a heap of certificates or lists without doing harm. */
function readable<T>(parse: (der: Uint8Array) => T, ders: readonly Uint8Array[]): T[] {
  const found: T[] = [];
  for (const der of ders) {
    try {
      found.push(parse(der));
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error;
    }
  }
  return found;
}

const jpki: Partial<Record<CheckPurpose, 'authentication' | 'signature'>> = {
  'jpki-authentication': 'authentication',
  'jpki-signature': 'signature',
};

function check(request: CheckRequest, target: Certificate): readonly string[] {
  const { purpose } = request;
  const { policies } = validate({
    target,
    anchors: readable(parseCertificate, request.anchors),
    intermediates: readable(parseCertificate, request.intermediates),
    lists: readable(parseRevocationList, request.crls),
    at: request.time,
    use: purpose === 'serverAuth' || purpose === 'clientAuth' ? purpose : 'any',
    revocation: request.revocation,
    policy: request.policySettings,
    dsa: true,
  });
  const profile = jpki[purpose];
  if (profile) checkProfile(profile, target);
  return policies;
}

/** Judges one certificate; no certificate or list, whatever it is, makes it throw. */
export function judge(request: CheckRequest): Verdict {
  try {
    const policies = check(request, parseCertificate(request.leaf));
    return { fault: null, reason: undefined, policies };
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error;
    return { fault: error.fault, reason: error.reason, policies: [] };
  }
}
