import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { battery, bothVerdicts, hasOpenssl } from './openssl-battery.ts';

describe.skipIf(!hasOpenssl)('OpenSSL and this validator', () => {
  it('agree about two thousand hierarchies with faults', { timeout: 600_000 }, () => {
    const count = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(battery, (one) => {
        const { ours, openssl } = bothVerdicts(one);
        count[ours === 'good' ? 'accepted' : 'refused'] += 1;
        expect([ours === 'good', ours, openssl]).toEqual([openssl === 'good', ours, openssl]);
      }),
      { numRuns: 2000, endOnFailure: true },
    );
    expect(Math.min(count.accepted, count.refused)).toBeGreaterThan(200);
  });
});
