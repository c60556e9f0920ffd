import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { battery, bothVerdicts, hasOpenssl } from './openssl-battery.ts';

describe.skipIf(!hasOpenssl)('OpenSSL and this validator', () => {
  it('agree about hierarchies with faults', () => {
    fc.assert(
      fc.property(battery, (one) => {
        const { ours, openssl } = bothVerdicts(one);
        expect([ours === 'good', ours, openssl]).toEqual([openssl === 'good', ours, openssl]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
