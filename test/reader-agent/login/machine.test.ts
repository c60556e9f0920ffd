import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  begin,
  ended,
  type LoginEvent,
  type LoginState,
  limitOf,
  next,
} from '../../../reader-agent/src/login/machine.ts';
import { failures } from '../../../reader-agent/src/protocol/failures.ts';

const codes = [...Object.keys(failures), 'login.other-household', 'certificate.revoked', 'strange'];
const attempt = fc.nat({ max: 3 });
const anyEvent: fc.Arbitrary<LoginEvent> = fc.oneof(
  fc.constantFrom<LoginEvent>(
    { type: 'card-laid' },
    { type: 'card-taken' },
    { type: 'cancel' },
    { type: 'time-up' },
  ),
  fc.record({ type: fc.constantFrom('read' as const, 'proved' as const, 'accepted' as const), attempt }),
  fc.record({ type: fc.constant('fault' as const), attempt, code: fc.constantFrom(...codes) }),
);
const course = fc.tuple(fc.boolean(), fc.array(anyEvent, { maxLength: 30 }));

const run = (cardLies: boolean, events: readonly LoginEvent[]): LoginState[] => {
  const states = [begin(cardLies)];
  for (const event of events) states.push(next(states.at(-1)!, event));
  return states;
};

describe('the login machine', () => {
  it('never hangs: every phase that is not an end has a limit, and two limits in a row end it', () => {
    fc.assert(
      fc.property(course, ([cardLies, events]) => {
        const last = run(cardLies, events).at(-1)!;
        expect(limitOf(last) === undefined).toBe(ended(last));
        const timeUp: LoginEvent = { type: 'time-up' };
        expect(ended(next(next(last, timeUp), timeUp))).toBe(true);
      }),
    );
  });

  it('ends once: nothing moves an ended login', () => {
    fc.assert(
      fc.property(course, anyEvent, ([cardLies, events], event) => {
        const last = run(cardLies, events).at(-1)!;
        if (ended(last)) expect(next(last, event)).toBe(last);
      }),
    );
  });

  it('is done only through reading, proving and checking of one and the same card', () => {
    fc.assert(
      fc.property(course, ([cardLies, events]) => {
        const states = run(cardLies, events).filter((state, index, all) => state !== all[index - 1]);
        const done = states.findIndex(({ phase }) => phase === 'done');
        if (done < 0) return;
        const way = states.slice(done - 3, done);
        expect(way.map(({ phase }) => phase)).toEqual(['reading', 'proving', 'checking']);
        expect(new Set(way.map((state) => state.attempt)).size).toBe(1);
      }),
    );
  });

  it('gives a code with every refusal and with every return to waiting', () => {
    fc.assert(
      fc.property(course, ([cardLies, events]) => {
        for (const { phase, code, attempt: count } of run(cardLies, events)) {
          if (phase === 'refused') expect(code).toBeTruthy();
          if (phase === 'waiting-for-card' && count > 0) expect(code).toBeTruthy();
        }
      }),
    );
  });

  it('keeps no name once the card it was read from is gone', () => {
    const read = next(begin(true), { type: 'read', attempt: 1, callName: 'はな' });
    expect(read.callName).toBe('はな');
    expect(next(read, { type: 'card-taken' }).callName).toBeUndefined();
  });

  it('ignores what an earlier card still reports', () => {
    const again = next(next(begin(true), { type: 'card-taken' }), { type: 'card-laid' });
    expect(next(again, { type: 'fault', attempt: 1, code: 'card.removed' })).toBe(again);
    expect(next(again, { type: 'read', attempt: 1 })).toBe(again);
  });

  it.each(Object.entries(failures).filter(([code]) => /^(card|reader)\./.test(code)))(
    'after %s waits for the card exactly when laying it again may help',
    (code, { retry }) => {
      const after = next(begin(true), { type: 'fault', attempt: 1, code });
      expect(after).toEqual({ phase: retry ? 'waiting-for-card' : 'refused', attempt: 1, code });
    },
  );
});
