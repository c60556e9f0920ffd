import { parseCertificate } from '../../../../mock-platform/src/identity/certificates/certificate.ts';
import { parseRevocationList } from '../../../../mock-platform/src/identity/certificates/crl/list.ts';
import { CertificateRefused } from '../../../../mock-platform/src/identity/certificates/refused.ts';
import {
  anyPolicyAccepted,
  type PolicySettings,
  type Use,
} from '../../../../mock-platform/src/identity/certificates/validation/request.ts';
import { validate } from '../../../../mock-platform/src/identity/certificates/validation/validate.ts';
import { type Party, today } from './making.ts';

export interface Question {
  anchors: (Party | Buffer)[];
  others?: (Party | Buffer)[];
  target: Party | Buffer;
  lists?: Buffer[];
  at?: Date;
  use?: Use;
  policy?: Partial<PolicySettings>;
  revocation?: 'require' | 'none';
  dsa?: boolean;
}

const derOf = (one: Party | Buffer) => (Buffer.isBuffer(one) ? one : one.der);

/** Without lists, revocation is not asked for unless the question says so. */
export function answer(question: Question): { verdict: string; policies: readonly string[] } {
  const { lists, revocation = lists ? 'require' : 'none', at = today, use = 'any', dsa = false } = question;
  try {
    const { policies } = validate({
      target: parseCertificate(derOf(question.target)),
      anchors: question.anchors.map((one) => parseCertificate(derOf(one))),
      intermediates: (question.others ?? []).map((one) => parseCertificate(derOf(one))),
      lists: (lists ?? []).map((one) => parseRevocationList(one)),
      at,
      use,
      policy: { ...anyPolicyAccepted, ...question.policy },
      revocation,
      dsa,
    });
    return { verdict: 'good', policies };
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error;
    return { verdict: error.fault, policies: [] };
  }
}

export const verdict = (question: Question): string => answer(question).verdict;
