import type { ServiceName, Tier } from '../../../mock-platform/src/protocol/basics.ts';
import type { FederationRequest } from '../../../mock-platform/src/protocol/federation.ts';
import {
  type CardTier,
  type LoginNotice,
  LoginVerdict,
} from '../../../mock-platform/src/protocol/identity.ts';
import type { BoxKey } from '../box/box-key.ts';
import type { Household } from '../box/household.ts';
import type { Registrations } from '../box/registrations.ts';
import type { BoxClock } from '../clock.ts';
import { AgentFailure } from '../failure.ts';
import type { BoxRequests } from '../platform/box-requests.ts';
import type { AccessToken, Tokens } from '../platform/tokens.ts';
import type { ReaderBackend } from '../readers/reader.ts';
import { CardLogin } from './card-login.ts';
import { Enrolment } from './enrolment.ts';
import type { Errand } from './errand.ts';
import type { LoginPlan } from './machine.ts';
import { Policy } from './policy.ts';
import { Tap, Turns } from './tap.ts';

/** Services that the page reaches with a person's token through this agent. */
const personServices: readonly ServiceName[] = ['health', 'booking', 'notices', 'town'];

export interface StepParts {
  reader: ReaderBackend;
  key: BoxKey;
  registrations: Registrations;
  household: Household;
  requests: BoxRequests;
  tokens: Tokens;
  clock: BoxClock;
}

export interface LoginPurpose {
  service: ServiceName;
  /** Origin of the page that asked. */
  origin: string;
}

/** What an accepted login brings. */
export interface Admission {
  resident: string;
  tier: Tier;
  services: ServiceName[];
  tokens: ReadonlyMap<ServiceName, AccessToken>;
  /** Challenge of this login, for `LoginStatement.renews`. */
  challenge: string;
  /** Until when this login may be renewed at its tier, by the box's corrected clock; absent without PIN. */
  pinUntil?: number;
  /** What the person should know about the card. */
  notices: LoginNotice[];
}

const withAuthenticationPin: LoginPlan = { tier: 't2', pins: ['authentication'] };
const plans: Record<CardTier, LoginPlan> = {
  t1: { tier: 't1', pins: [] },
  t2: withAuthenticationPin,
  t3: { tier: 't3', pins: ['signature'] },
};

/** The work behind the phases of logins, enrolments and renewals. One card at a time. */
export class LoginSteps {
  private readonly turns = new Turns();
  private readonly policy: Policy;

  constructor(private readonly parts: StepParts) {
    this.policy = new Policy(parts.requests);
  }

  /** The card of one login. */
  tap(): Tap {
    return new Tap(this.parts.reader, this.turns);
  }

  /**
   * A login for a service. Without a tier it begins with the least that the policy asks for, and goes on with the PIN
   * when the platform wants more.
   */
  login(purpose: LoginPurpose, tier: CardTier | undefined, admit: (admission: Admission) => void): Errand {
    const least = plans[tier ?? this.policy.tierOf(purpose.service)];
    const plan = tier === undefined && least === plans.t1 ? { ...least, more: withAuthenticationPin } : least;
    const login: CardLogin = new CardLogin(this.parts, purpose, plan, async (statement) => {
      const admission = await this.check(statement, purpose.service, login.challengeId);
      return () => admit(admission);
    });
    // The table comes while the card is read.
    void this.policy.refresh();
    login.wantsMore = async () => {
      await this.policy.known();
      return this.policy.tierOf(purpose.service) !== 't1';
    };
    return login;
  }

  /**
   * A login that approves another at a service provider, to whose sentence the viewer has said yes. Whoever laid the card
   * is signed in here as well: the visit there lasts as long as this one.
   */
  approval(
    { id, tier }: FederationRequest,
    origin: string,
    admit: (admission: Admission, purpose: LoginPurpose) => void,
  ): Errand {
    const { requests } = this.parts;
    const login: CardLogin = new CardLogin(
      this.parts,
      { service: 'identity', origin },
      plans[tier],
      async (statement) => {
        const verdict = await this.verdict(statement);
        const approval = { result: verdict.result, consent: true };
        const path = `/identity/requests/${id}/approve`;
        await requests.done('identity', { method: 'POST', path, body: { json: approval } });
        const admission = await this.admission(verdict, login.challengeId);
        // The town's own service is open to everybody known here: renewals go by it.
        return () => admit(admission, { service: 'town', origin });
      },
    );
    login.request = id;
    login.abandoned = () => void this.visitOver();
    return login;
  }

  /** The card has gone before the visit here began: what was just approved ends. */
  private async visitOver(): Promise<void> {
    const ended = { json: { reason: 'card-removed' } };
    const path = '/identity/sessions/end';
    // The platform ends it by itself after half an hour.
    await this.parts.requests.done('identity', { method: 'POST', path, body: ended }).catch(() => undefined);
  }

  /**
   * Result of a fresh login without PIN by the card that lies there, for questions to the platform itself.
   * @throws CardFailure, AgentFailure
   */
  async freshLogin(origin: string, signal: AbortSignal): Promise<Pick<LoginVerdict, 'resident' | 'result'>> {
    const { statement } = await this.proof({ service: 'identity', origin }, plans.t1, signal);
    return this.verdict(statement);
  }

  /** An enrolment: all keys of the card in one tap, over the application of this id. */
  enrolment(application: string, origin: string): Errand {
    return new Enrolment(this.parts, application, origin);
  }

  /**
   * A fresh proof without PIN by the card that lies there. `renews`: challenge of the login with PIN whose tier goes on.
   * @throws CardFailure, AgentFailure
   */
  async renew(purpose: LoginPurpose, signal: AbortSignal, renews?: string): Promise<Admission> {
    const plan: LoginPlan = renews === undefined ? plans.t1 : { tier: 't2', pins: [] };
    const { statement, challenge } = await this.proof(purpose, plan, signal, renews);
    return this.check(statement, purpose.service, challenge);
  }

  /** What the card that lies there proves without anybody's doing. */
  private async proof(
    purpose: LoginPurpose,
    plan: LoginPlan,
    signal: AbortSignal,
    renews?: string,
  ): Promise<{ statement: string; challenge: string }> {
    const tap = this.tap();
    const login = new CardLogin(this.parts, purpose, plan, async () => () => {}, renews);
    try {
      await tap.open(signal);
      login.recognise(tap, plan);
      const statement = await login.state(tap, signal, () => {});
      return { statement, challenge: login.challengeId };
    } finally {
      await tap.close();
    }
  }

  /**
   * Platform's part: the verdict, and tokens of every service it opens (its result lives a minute, so all at once).
   * @throws AgentFailure with the platform's refusal code, `platform.unreachable`, `platform.failed`
   */
  private async check(statement: string, service: ServiceName, challenge: string): Promise<Admission> {
    const verdict = await this.verdict(statement);
    // The platform refuses a tier that is too low by itself: what it leaves out was never applied for.
    if (!verdict.services.includes(service)) throw new AgentFailure('login.not-agreed');
    return this.admission(verdict, challenge, service);
  }

  private verdict(statement: string): Promise<LoginVerdict> {
    return this.parts.requests.json(
      'identity',
      { method: 'POST', path: '/identity/logins', body: { json: { statement } } },
      (value) => LoginVerdict.parse(value),
    );
  }

  /** Tokens for a verdict. `needed`: without a token of this service there is no admission. */
  private async admission(
    verdict: LoginVerdict,
    challenge: string,
    needed?: ServiceName,
  ): Promise<Admission> {
    const { tokens } = this.parts;
    const wanted = personServices.filter((one) => verdict.services.includes(one));
    const granted = new Map<ServiceName, AccessToken>();
    const failed = new Set<ServiceName>();
    await Promise.all(
      wanted.map(async (one) => {
        try {
          granted.set(one, await tokens.exchange(one, verdict.result));
        } catch (error) {
          if (one === needed) throw error;
          failed.add(one);
        }
      }),
    );
    const services = verdict.services.filter((one) => !failed.has(one));
    const { resident, tier, pinUntil, notices = [] } = verdict;
    const until = pinUntil === undefined ? {} : { pinUntil: Date.parse(pinUntil) };
    return { resident, tier, services, tokens: granted, challenge, notices, ...until };
  }
}
