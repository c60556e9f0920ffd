import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escalationAt,
  escalationPolicy,
  resendsDue,
} from '../../../mock-platform/src/alerts/escalation/policy.ts';
import {
  type ResidentState,
  visitReasons,
  whoNeedsAVisit,
} from '../../../mock-platform/src/alerts/escalation/visits.ts';

const since = new Date('2026-11-20T10:00:00Z');
const minutesLater = (minutes: number): Date => new Date(since.getTime() + minutes * 60_000);
const resident: fc.Arbitrary<ResidentState> = fc.record({
  subject: fc.string(),
  supportNeeded: fc.boolean(),
  answer: fc.constantFrom(null, 'evacuating' as const, 'safe' as const, 'help' as const),
  sheltered: fc.boolean(),
  absent: fc.boolean(),
  received: fc.boolean(),
  displayed: fc.boolean(),
  online: fc.boolean(),
});

describe('Escalation', () => {
  it.each([3, 4, 5] as const)(
    'of level %d goes from telephone to visit and never back; a drill sends nobody',
    (level) => {
      const { phone, visit } = escalationPolicy[level];
      const step = (minutes: number, status: 'live' | 'drill' = 'live') =>
        escalationAt({ level, status, since }, minutesLater(minutes)).step;
      expect([0, phone - 0.01, phone, visit - 0.01, visit, 1000].map((minutes) => step(minutes))).toEqual([
        'wait',
        'wait',
        'phone',
        'phone',
        'visit',
        'visit',
      ]);
      expect(step(1000, 'drill')).toBe('wait');
      expect(escalationAt({ level, status: 'live', since }, since).nextAt).toEqual(minutesLater(phone));
    },
  );

  it('is faster at a higher level, and sends again a limited number of times', () => {
    for (const kind of ['resend', 'phone', 'visit'] as const)
      expect(escalationPolicy[5][kind]).toBeLessThan(escalationPolicy[4][kind]);
    expect(
      [0, 1, 2, 4, 60].map((minutes) => resendsDue({ level: 4, issuedAt: since }, minutesLater(minutes), 3)),
    ).toEqual([0, 0, 1, 2, 3]);
  });
});

describe('Who needs a visit', () => {
  it('is everybody who asked for help and everybody silent, unless sheltered or away by plan, the most urgent first', () => {
    fc.assert(
      fc.property(fc.array(resident, { maxLength: 30 }), (residents) => {
        const visits = whoNeedsAVisit(residents);
        const needs = residents.filter(
          ({ sheltered, answer, absent }) =>
            !sheltered && (answer === 'help' || (answer === null && !absent)),
        );
        expect(new Set(visits.map(({ reason: _, ...state }) => JSON.stringify(state)))).toEqual(
          new Set(needs.map((state) => JSON.stringify(state))),
        );
        expect(visits).toHaveLength(needs.length);
        const ranks = visits.map(({ reason }) => visitReasons.indexOf(reason));
        expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
        for (const { reason, answer, supportNeeded, displayed } of visits) {
          expect(reason === 'help').toBe(answer === 'help');
          if (answer === null && supportNeeded) expect(reason).toBe('support-silent');
          if (reason === 'unanswered') expect(displayed).toBe(true);
        }
      }),
    );
  });
});
