import { describe, expect, it } from 'vitest';
import { answerLine } from '../../../../mock-platform/src/identity/check/lock-step.ts';
import { pkitsCases, questionOf } from './pkits-cases.ts';

/** What every refusal of PKITS is about, so that no case is refused for a reason of ours alone. */
const reasons: Record<string, string[]> = {
  '4.1': ['certificate.untrusted', 'certificate.malformed', 'path.signature'],
  '4.2': ['certificate.not-yet-valid', 'certificate.expired'],
  '4.3': ['certificate.untrusted'],
  '4.4': ['certificate.revoked', 'revocation.unavailable'],
  '4.5': ['certificate.revoked', 'path.not-authority', 'revocation.unavailable'],
  '4.6': ['path.not-authority', 'path.too-long'],
  '4.7': ['path.key-usage', 'revocation.unavailable'],
  '4.8': ['certificate.wrong-policy'],
  '4.9': ['certificate.wrong-policy'],
  '4.10': ['certificate.wrong-policy'],
  '4.11': ['certificate.wrong-policy'],
  '4.12': ['certificate.wrong-policy'],
  '4.13': ['path.name-constraints'],
  '4.14': ['certificate.revoked', 'revocation.unavailable'],
  '4.15': ['certificate.revoked', 'revocation.unavailable'],
  '4.16': ['certificate.critical-extension'],
};

describe.skipIf(pkitsCases.length === 0)('NIST PKITS', () => {
  it('is here as a whole half', () => expect(pkitsCases).toHaveLength(119));

  it.each(pkitsCases.map((one) => [`${one.number} ${one.name} ${one.subpart ?? ''}`, one] as const))(
    '%s',
    (_name, one) => {
      const answer = JSON.parse(answerLine(JSON.stringify(questionOf(one)), new Date()));
      expect(answer.ok).toBe(one.shouldValidate);
      if (one.shouldValidate) {
        expect(answer.policies).toEqual([...(one.expectedUserConstrainedPolicySet ?? [])].sort());
        expect(answer.code).toBeNull();
      } else {
        const section = one.number.split('.').slice(0, 2).join('.');
        expect(reasons[section]).toContain(answer.code);
        expect(answer.policies).toEqual([]);
      }
    },
  );
});
