import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceName, Tier } from '../../../mock-platform/src/protocol/basics.ts';
import type { Household } from '../../../reader-agent/src/box/household.ts';
import { BoxClock } from '../../../reader-agent/src/clock.ts';
import { AgentFailure } from '../../../reader-agent/src/failure.ts';
import { Sessions } from '../../../reader-agent/src/login/sessions.ts';
import type { Admission, LoginPurpose, LoginSteps } from '../../../reader-agent/src/login/steps.ts';
import { CardFailure } from '../../../reader-agent/src/readers/failure.ts';
import { testCard } from '../../mock-platform/card/fixture.ts';
import { FakeReader } from '../fake-reader.ts';

const minute = 60_000;
const purpose: LoginPurpose = { service: 'health', origin: 'http://localhost:8081' };
let reader: FakeReader;
let sessions: Sessions;
/** What each renewal asked for. */
let renewals: { service: ServiceName; renews: string | undefined }[];
let platform: (asked: LoginPurpose, renews: string | undefined) => Admission;

/** What the platform of `statute` grants: health needs the PIN. */
function admission(tier: Tier, challenge: string): Admission {
  const services: ServiceName[] = tier === 't1' ? ['booking', 'town'] : ['health', 'booking', 'town'];
  const expiresAt = Date.now() + 10 * minute;
  const tokens = new Map(
    services.map((service) => [service, { value: `${service} ${challenge}`, expiresAt }]),
  );
  return { resident: 'subject-of-hana-0001', tier, services, tokens, challenge, notices: [] };
}

beforeEach(async () => {
  const card = await testCard();
  vi.useFakeTimers();
  reader = new FakeReader();
  reader.lay(card);
  renewals = [];
  platform = (_, renews) => admission(renews === undefined ? 't1' : 't2', `renewal ${renewals.length}`);
  const steps = {
    renew: async (asked: LoginPurpose, _: AbortSignal, renews?: string) => {
      renewals.push({ service: asked.service, renews });
      return platform(asked, renews);
    },
  } as unknown as LoginSteps;
  const household = { callNameOf: () => 'はな' } as unknown as Household;
  sessions = new Sessions({ reader, steps, household, clock: new BoxClock() });
});
afterEach(() => {
  sessions.stop();
  vi.useRealTimers();
});

describe('a session that began with a PIN', () => {
  it('keeps its tier for thirty minutes by naming that login, and then goes on without PIN', async () => {
    const changes: unknown[] = [];
    sessions.on('changed', (session, reason) => changes.push(reason ?? session?.tier));
    sessions.admit(admission('t2', 'first'), purpose);
    for (let passed = 0; passed < 29; passed += 1) {
      await vi.advanceTimersByTimeAsync(minute);
      expect(sessions.current?.tier).toBe('t2');
      expect(sessions.tokenFor('health')).toBeDefined();
    }
    expect(renewals.map(({ renews }) => renews)).toEqual(['first', 'first', 'first']);
    await vi.advanceTimersByTimeAsync(minute);
    expect(renewals.at(-1)).toEqual({ service: 'town', renews: undefined });
    expect(sessions.current).toMatchObject({ tier: 't1', services: ['booking', 'town'] });
    expect(sessions.tokenFor('health')).toBeUndefined();
    expect(sessions.tokenFor('booking')).toBeDefined();
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(sessions.current?.tier).toBe('t1');
    expect(changes).toEqual(['t2', 't1']);
  });

  it('goes on without what the PIN opened when the platform does not continue it', async () => {
    platform = ({ service }) => {
      if (service === 'health') throw new AgentFailure('login.tier-too-low');
      return admission('t1', 'renewed');
    };
    sessions.admit(admission('t2', 'first'), purpose);
    await vi.advanceTimersByTimeAsync(9 * minute);
    expect(renewals.map(({ service }) => service)).toEqual(['health', 'town']);
    expect(sessions.current).toMatchObject({ tier: 't1', services: ['booking', 'town'] });
    await vi.advanceTimersByTimeAsync(9 * minute);
    expect(renewals.at(-1)).toEqual({ service: 'town', renews: undefined });
  });

  it('ends with its card and is not continued by the next login', async () => {
    sessions.admit(admission('t2', 'first'), purpose);
    reader.take();
    expect(sessions.current).toBeNull();
    reader.lay(await testCard());
    sessions.admit(admission('t1', 'second'), { ...purpose, service: 'booking' });
    await vi.advanceTimersByTimeAsync(9 * minute);
    expect(renewals).toEqual([{ service: 'booking', renews: undefined }]);
  });

  it('has no token after thirty minutes, even when the platform could not be reached since', async () => {
    sessions.admit(admission('t2', 'first'), purpose);
    await vi.advanceTimersByTimeAsync(25 * minute);
    platform = () => {
      throw new AgentFailure('platform.unreachable');
    };
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(sessions.tokenFor('health')).toBeUndefined();
  });
});

describe('a renewal that fails', () => {
  const fail = (code: 'card.unreadable' | 'card.other') => {
    platform = () => {
      throw new CardFailure(code);
    };
  };

  it('is tried again while the tokens are good when the card could not be read; the visit ends with them', async () => {
    sessions.admit(admission('t1', 'first'), { ...purpose, service: 'booking' });
    const renew = platform;
    fail('card.unreadable');
    await vi.advanceTimersByTimeAsync(9 * minute);
    platform = renew;
    await vi.advanceTimersByTimeAsync(9 * minute);
    expect(sessions.current?.tier).toBe('t1');
    fail('card.unreadable');
    await vi.advanceTimersByTimeAsync(11 * minute);
    expect(sessions.current).toBeNull();
  });

  it('ends the visit at once when another kind of card answers', async () => {
    sessions.admit(admission('t1', 'first'), { ...purpose, service: 'booking' });
    fail('card.other');
    await vi.advanceTimersByTimeAsync(9 * minute);
    expect(sessions.current).toBeNull();
  });
});
