import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type LoginFacts } from '../../../mock-platform/src/identity/login/judge.ts';
import { refusalCodes } from '../../../mock-platform/src/protocol/refusals.ts';

const good: LoginFacts = {
  box: 'good',
  attempts: 'good',
  challenge: 'good',
  holder: 'of-household',
  certificate: 'good',
  revocation: 'good',
  proof: 'surface-authentication',
  signature: 'not-needed',
  pinRecent: false,
  service: 'health',
  outage: 'refuse',
  asked: 't1',
  needed: 't1',
};

const choices: { [Fact in keyof LoginFacts]: LoginFacts[Fact][] } = {
  box: ['good', 'unknown', 'blocked'],
  attempts: ['good', 'too-many'],
  challenge: ['good', 'unknown', 'expired', 'used', 'mismatch'],
  holder: ['of-household', 'elsewhere', 'nobody'],
  certificate: [
    'good',
    'certificate.malformed',
    'certificate.untrusted',
    'certificate.expired',
    'certificate.not-yet-valid',
    'certificate.wrong-purpose',
    'certificate.wrong-policy',
    'certificate.critical-extension',
  ],
  revocation: ['good', 'revoked', 'unavailable', 'not-asked'],
  proof: ['none', 'wrong', 'not-enrolled', 'surface-authentication', 'authentication-key', 'signature-key'],
  signature: ['not-needed', 'good', 'revoked', 'unavailable', 'other'],
  pinRecent: [false, true],
  service: ['health'],
  outage: ['refuse', 'unconfirmed', 'goes-on'],
  asked: ['t1', 't2', 't3'],
  needed: ['t0', 't1', 't2', 't3'],
};

const anyFacts = fc.record(
  Object.fromEntries(Object.entries(choices).map(([fact, values]) => [fact, fc.constantFrom(...values)])),
) as fc.Arbitrary<LoginFacts>;

const codeOf = (facts: Partial<LoginFacts>) => {
  const judged = judge({ ...good, ...facts });
  return judged.allowed ? judged.tier : judged.code;
};

describe('The decision about a login', () => {
  it('allows T1 with the surface proof and T2 with the authentication key', () => {
    expect(codeOf({})).toBe('t1');
    expect(codeOf({ proof: 'authentication-key', asked: 't2', needed: 't2' })).toBe('t2');
  });

  it('can end in every code that the protocol names', () => {
    const reached = new Set<string>();
    for (const [fact, values] of Object.entries(choices)) {
      for (const value of values) reached.add(codeOf({ [fact]: value } as Partial<LoginFacts>));
    }
    for (const signature of choices.signature) reached.add(codeOf({ proof: 'signature-key', signature }));
    // `certificate.revoked` comes from the revocation fact
    expect(refusalCodes.filter((code) => !reached.has(code))).toEqual([]);
  });

  it('allows nothing unless everything is good', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const judged = judge(facts);
        const allGood =
          facts.box === 'good' &&
          facts.attempts === 'good' &&
          facts.challenge === 'good' &&
          facts.holder === 'of-household' &&
          facts.certificate === 'good' &&
          (facts.revocation === 'good' ||
            (facts.revocation === 'unavailable' && facts.outage === 'unconfirmed'));
        const proven = !['none', 'wrong', 'not-enrolled'].includes(facts.proof);
        if (judged.allowed) expect(allGood && proven).toBe(true);
        if (judged.allowed) expect(judged.unconfirmed).toBe(facts.revocation !== 'good');
      }),
      { numRuns: 2000 },
    );
  });

  it('tells a television nothing about a card of another household, whatever is wrong with the card', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        fc.pre(facts.box === 'good' && facts.attempts === 'good' && facts.challenge === 'good');
        fc.pre(facts.holder !== 'of-household' && facts.certificate !== 'certificate.malformed');
        expect(judge(facts)).toMatchObject({ allowed: false, code: 'login.other-household' });
      }),
    );
  });

  it('asks about the signature certificate only when its key made the proof', () => {
    for (const signature of ['revoked', 'unavailable', 'other'] as const) {
      expect(codeOf({ signature })).toBe('t1');
      expect(codeOf({ signature, proof: 'authentication-key', asked: 't2' })).toBe('t2');
    }
    expect(codeOf({ proof: 'signature-key', signature: 'good', asked: 't3' })).toBe('t3');
    expect(codeOf({ proof: 'signature-key', signature: 'revoked', asked: 't3' })).toBe(
      'login.signature-revoked',
    );
  });

  it('keeps T2 without PIN only in a renewal that asks for it and whose PIN use is recent', () => {
    expect(codeOf({ asked: 't2', pinRecent: true })).toBe('t2');
    expect(codeOf({ asked: 't2' })).toBe('login.tier-too-low');
    expect(codeOf({ asked: 't1', pinRecent: true })).toBe('t1');
    expect(codeOf({ asked: 't3', pinRecent: true })).toBe('login.tier-too-low');
  });

  it('keeps the true reason for the audit record', () => {
    expect(judge({ ...good, holder: 'nobody' })).toMatchObject({ reason: 'login.not-registered' });
    expect(judge({ ...good, holder: 'elsewhere' })).toMatchObject({ reason: 'login.other-household' });
    expect(judge({ ...good, holder: 'nobody', certificate: 'certificate.untrusted' })).toMatchObject({
      code: 'login.other-household',
      reason: 'certificate.untrusted',
    });
  });

  it('puts the household before the certificate, the certificate before revocation, and the proof last', () => {
    expect(codeOf({ holder: 'elsewhere', certificate: 'certificate.expired' })).toBe('login.other-household');
    expect(codeOf({ certificate: 'certificate.expired', revocation: 'revoked' })).toBe('certificate.expired');
    expect(codeOf({ revocation: 'revoked', proof: 'none' })).toBe('certificate.revoked');
    expect(codeOf({ proof: 'wrong', needed: 't2' })).toBe('login.proof-wrong');
  });
});
