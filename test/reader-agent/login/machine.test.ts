import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  begin,
  commandOf,
  ended,
  type LoginCommand,
  type LoginEvent,
  type LoginPlan,
  type LoginState,
  limitOf,
  next,
  pinOf,
} from '../../../reader-agent/src/login/machine.ts';
import { failures } from '../../../reader-agent/src/protocol/failures.ts';

const t2: LoginPlan = { tier: 't2', pins: ['authentication'] };
const t1: LoginPlan = { tier: 't1', pins: [] };
const plans: LoginPlan[] = [
  t1,
  { ...t1, more: t2 },
  t2,
  { tier: 't3', pins: ['signature'] },
  { tier: 't3', pins: ['signature', 'authentication'], cardMayGo: true },
];
const codes = [...Object.keys(failures), 'login.other-household', 'login.tier-too-low', 'strange'];
/** What reports of the present attempt become; `-1` stands for one of an earlier attempt. */
const attempt = fc.constantFrom(0, 0, 0, 0, -1);
const anyEvent: fc.Arbitrary<LoginEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<LoginEvent>({ type: 'card-laid' }, { type: 'card-taken' }) },
  { weight: 1, arbitrary: fc.constantFrom<LoginEvent>({ type: 'cancel' }, { type: 'time-up' }) },
  { weight: 6, arbitrary: fc.constant<LoginEvent>({ type: 'pin-typed' }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<LoginEvent>({ type: 'pin-submitted' }, { type: 'consented' }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('pin-erased' as const), all: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('read' as const),
      attempt,
      card: fc.constantFrom('first' as const, 'same' as const, 'other' as const),
      more: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom('tries-known' as const, 'pin-wrong' as const),
      attempt,
      triesLeft: fc.integer({ min: 0, max: 5 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom('pin-used' as const, 'proved' as const, 'accepted' as const),
      attempt,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('fault' as const), attempt, code: fc.constantFrom(...codes) }),
  },
);
const asked = fc.integer({ min: 0, max: 4 }).map((triesLeft): LoginEvent[] => [
  { type: 'read', attempt: 0, card: 'same' },
  { type: 'tries-known', attempt: 0, triesLeft },
]);
const typed = fc
  .tuple(fc.integer({ min: 3, max: 6 }), fc.boolean())
  .map(([keys, agreed]): LoginEvent[] => [
    ...(agreed ? [{ type: 'consented' } as const] : []),
    ...Array.from({ length: keys }, () => ({ type: 'pin-typed' }) as const),
    { type: 'pin-submitted' },
  ]);
const proved = fc.constant<LoginEvent[]>([
  { type: 'pin-used', attempt: 0 },
  { type: 'proved', attempt: 0 },
  { type: 'accepted', attempt: 0 },
]);
/** Single events, and pieces of what really happens so that courses come far. */
const piece = fc.oneof(
  { weight: 4, arbitrary: anyEvent.map((event) => [event]) },
  { weight: 2, arbitrary: asked },
  { weight: 2, arbitrary: typed },
  { weight: 1, arbitrary: proved },
);
const course = fc.tuple(
  fc.boolean(),
  fc.constantFrom(...plans),
  fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.flat()),
);

interface Step {
  event: LoginEvent | undefined;
  before: LoginState | undefined;
  state: LoginState;
  command: LoginCommand | undefined;
}

/** Every step that changed something. */
function run(cardLies: boolean, plan: LoginPlan, events: readonly LoginEvent[]): Step[] {
  const state = begin(cardLies, plan);
  const steps: Step[] = [
    { event: undefined, before: undefined, state, command: commandOf(undefined, state) },
  ];
  for (const event of events) {
    const before = steps.at(-1)!.state;
    const real = 'attempt' in event ? { ...event, attempt: before.attempt + event.attempt } : event;
    const after = next(before, real);
    if (after !== before)
      steps.push({ event: real, before, state: after, command: commandOf(before, after) });
  }
  return steps;
}

const always = (check: (steps: Step[]) => void): void =>
  fc.assert(
    fc.property(course, ([cardLies, plan, events]) => check(run(cardLies, plan, events))),
    { numRuns: 2000 },
  );

describe('the login machine', () => {
  it('never hangs: every state that is not an end has a limit, and limits alone end it', () => {
    always((steps) => {
      let last = steps.at(-1)!.state;
      expect(limitOf(last) === undefined).toBe(ended(last));
      for (let limits = 0; limits < 3; limits += 1) last = next(last, { type: 'time-up' });
      expect(ended(last)).toBe(true);
    });
  });

  it('ends once: nothing moves an ended login, and it holds no keys', () => {
    fc.assert(
      fc.property(course, anyEvent, ([cardLies, plan, events], event) => {
        const { state } = run(cardLies, plan, events).at(-1)!;
        if (!ended(state)) return;
        expect(next(state, event)).toBe(state);
        expect(state.typed).toBe(0);
      }),
    );
  });

  it('gives a PIN to the card once for each one that was submitted, and only after its tries were known', () => {
    let verified = 0;
    always((steps) => {
      let known = false;
      for (const { event, before, state, command } of steps) {
        if (event?.type === 'tries-known' || event?.type === 'pin-wrong') known = true;
        if (command === 'read') known = false;
        if (command !== 'verify') continue;
        verified += 1;
        expect(event?.type).toBe('pin-submitted');
        expect(known).toBe(true);
        expect(before!.typed).toBeGreaterThanOrEqual(pinOf(before!)!.least);
        expect(state.typed).toBe(0);
        known = false;
      }
    });
    expect(verified).toBeGreaterThan(50);
  });

  it('uses the last try only after the viewer agreed to exactly that', () => {
    let lastTries = 0;
    always((steps) => {
      let agreed = false;
      for (const { event, before, command } of steps) {
        if (event?.type === 'consented') agreed = true;
        if (command !== 'verify') continue;
        if (before!.triesLeft === 1) {
          lastTries += 1;
          expect(agreed).toBe(true);
        }
        expect(before!.triesLeft).toBeGreaterThan(0);
        agreed = false;
      }
    });
    expect(lastTries).toBeGreaterThan(0);
  });

  it('shows a PIN exactly in the two PIN phases, with never more keys than it can have', () => {
    always((steps) => {
      for (const { state } of steps) {
        const pin = pinOf(state);
        expect(pin !== undefined).toBe(/^waiting-for-(pin|consent)$/.test(state.phase));
        if (pin !== undefined) expect(pin.typed).toBeLessThanOrEqual(pin.most);
        if (state.phase === 'waiting-for-pin' && pin?.triesLeft === 1) expect(state.consented).toBe(true);
      }
    });
  });

  it('holds typed keys only while they are typed or their card is away, and never for another card', () => {
    always((steps) => {
      for (const { event, state } of steps) {
        if (state.typed > 0) {
          expect(['waiting-for-pin', 'waiting-for-card', 'reading', 'waiting-for-consent']).toContain(
            state.phase,
          );
        }
        if (event?.type === 'read' && event.card === 'other') expect(state.typed).toBe(0);
        if (state.phase === 'waiting-for-card' && state.typed > 0) {
          expect(['card.removed', 'card.unreadable']).toContain(state.code);
        }
      }
    });
  });

  it('is done only when every PIN of its plan was used, through proving and checking of one card', () => {
    let done = 0;
    always((steps) => {
      const end = steps.findIndex(({ state }) => state.phase === 'done');
      if (end < 0) return;
      done += 1;
      const way = steps.slice(0, end + 1).map(({ state }) => state);
      const phases = way.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
      expect(phases.slice(-3)).toEqual(['proving', 'checking', 'done']);
      expect(way.at(-1)!.pins).toEqual([]);
      expect(way.at(-1)!.attempt).toBe(way.findLast(({ phase }) => phase === 'reading')!.attempt);
    });
    expect(done).toBeGreaterThan(20);
  });

  it('gives a code with every refusal and with every return to waiting', () => {
    always((steps) => {
      for (const { state, before } of steps) {
        if (state.phase === 'refused') expect(state.code).toBeTruthy();
        if (state.phase === 'waiting-for-card' && before !== undefined) expect(state.code).toBeTruthy();
      }
    });
  });

  it('keeps no name once the card it was read from is gone', () => {
    const read = next(begin(true, t1), { type: 'read', attempt: 1, card: 'first', callName: 'はな' });
    expect(read.callName).toBe('はな');
    expect(next(read, { type: 'card-taken' }).callName).toBeUndefined();
  });

  it('ignores what an earlier card still reports', () => {
    const again = next(next(begin(true, t1), { type: 'card-taken' }), { type: 'card-laid' });
    expect(next(again, { type: 'fault', attempt: 1, code: 'card.removed' })).toBe(again);
    expect(next(again, { type: 'read', attempt: 1, card: 'first' })).toBe(again);
  });

  it('lets go of the keys of a card that stays away for a minute, and of the login a while later', () => {
    const events: LoginEvent[] = [
      { type: 'read', attempt: 0, card: 'first' },
      { type: 'tries-known', attempt: 0, triesLeft: 3 },
      { type: 'pin-typed' },
      { type: 'card-taken' },
    ];
    const away = run(true, t2, events).at(-1)!.state;
    expect(away).toMatchObject({ phase: 'waiting-for-card', code: 'card.removed', typed: 1 });
    expect(limitOf(away)).toBe(60_000);
    const later = next(away, { type: 'time-up' });
    expect(later).toMatchObject({ phase: 'waiting-for-card', code: 'card.removed', typed: 0 });
    expect(next(later, { type: 'time-up' })).toMatchObject({ phase: 'refused', code: 'login.timeout' });
  });

  it('goes on with the PIN in the same login when the platform wants more, but only once', () => {
    const tooLow: LoginEvent = { type: 'fault', attempt: 0, code: 'login.tier-too-low' };
    const proved: LoginEvent[] = [
      { type: 'read', attempt: 0, card: 'first' },
      { type: 'proved', attempt: 0 },
    ];
    expect(run(true, { ...t1, more: t2 }, [...proved, tooLow]).at(-1)).toMatchObject({
      state: { phase: 'reading', plan: t2, pins: ['authentication'], attempt: 2 },
      command: 'read',
    });
    expect(run(true, t1, [...proved, tooLow]).at(-1)!.state.phase).toBe('refused');
  });

  it('does not need the card any more when an enrolment is being checked', () => {
    const { state } = run(true, { ...t1, cardMayGo: true }, [
      { type: 'read', attempt: 0, card: 'first' },
      { type: 'proved', attempt: 0 },
    ]).at(-1)!;
    expect(next(state, { type: 'card-taken' })).toBe(state);
  });

  it.each(Object.entries(failures).filter(([code]) => /^(card|reader)\./.test(code)))(
    'after %s waits for the card exactly when laying it again may help',
    (code, { retry }) => {
      const after = next(begin(true, t1), { type: 'fault', attempt: 1, code });
      expect(after).toMatchObject({ phase: retry ? 'waiting-for-card' : 'refused', attempt: 1, code });
    },
  );
});
