import { EventEmitter } from 'node:events';
import type * as z from 'zod/mini';
import {
  Consents,
  FederationRequest,
  FederationRequests,
  TelevisionCode,
} from '../../../mock-platform/src/protocol/federation.ts';
import type { Registrations } from '../box/registrations.ts';
import type { BoxClock } from '../clock.ts';
import { AgentFailure, codeOf } from '../failure.ts';
import { log } from '../log.ts';
import type { BoxRequests } from '../platform/box-requests.ts';
import type { PlatformRequest } from '../platform/http.ts';
import type { Sessions } from './sessions.ts';
import type { LoginSteps } from './steps.ts';

export interface ServiceRequestParts {
  requests: BoxRequests;
  registrations: Registrations;
  sessions: Sessions;
  steps: LoginSteps;
  clock: BoxClock;
}

type ConsentList = z.infer<typeof Consents>;

/**
 * Logins at service providers that wait for a card at this box, and what the person who is signed in agreed to there.
 * `changed` tells each change of what waits; nobody's name is in it.
 */
export class ServiceRequests extends EventEmitter<{ changed: [readonly FederationRequest[]] }> {
  private known: readonly FederationRequest[] = [];
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;

  constructor(private readonly parts: ServiceRequestParts) {
    super();
  }

  /** Oldest first. */
  get waiting(): readonly FederationRequest[] {
    return this.known;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** @throws AgentFailure `federation.request-unknown` */
  find(id: string): FederationRequest {
    const found = this.known.find((one) => one.id === id);
    if (!found) throw new AgentFailure('federation.request-unknown', 'no such request', '/params/request');
    return found;
  }

  /** Asks the platform what waits. Never rejects: what was known stays until the line stands again. */
  async refresh(): Promise<void> {
    if (this.parts.registrations.current === undefined) return;
    this.asked += 1;
    const { asked } = this;
    try {
      const { requests } = await this.parts.requests.json(
        'identity',
        { method: 'GET', path: '/identity/requests' },
        (value) => FederationRequests.parse(value),
      );
      // An answer that was overtaken says what was.
      if (asked === this.asked) this.know(requests);
    } catch (error) {
      log.warn('requests.not-read', { code: codeOf(error, 'failed') });
    }
  }

  /** A number for this television. @throws AgentFailure as every request to the platform */
  televisionCode(): Promise<TelevisionCode> {
    return this.parts.requests.json(
      'identity',
      { method: 'POST', path: '/identity/requests/codes', body: { json: {} } },
      (value) => TelevisionCode.parse(value),
    );
  }

  /** @throws AgentFailure `federation.number-…`, `federation.elsewhere`, `federation.too-many-numbers`, `contract.…` */
  async claim(number: string): Promise<FederationRequest> {
    const claimed = await this.parts.requests.json(
      'identity',
      { method: 'POST', path: '/identity/requests/claims', body: { json: { number } } },
      (value) => FederationRequest.parse(value),
    );
    this.asked += 1;
    this.know([...this.known.filter(({ id }) => id !== claimed.id), claimed]);
    return claimed;
  }

  /** @throws AgentFailure `federation.request-unknown` when it is settled already */
  async deny(id: string): Promise<void> {
    const path = `/identity/requests/${id}/deny`;
    await this.parts.requests.done('identity', { method: 'POST', path, body: { json: {} } });
    this.forget(id);
  }

  /** What the person who is signed in has agreed to. @throws AgentFailure `session.none`, and as a login */
  async consents(origin: string): Promise<ConsentList> {
    const request = await this.asPerson('/identity/consents', origin);
    return this.parts.requests.json('identity', request, (value) => Consents.parse(value));
  }

  /** Takes one back. @throws AgentFailure `federation.consent-unknown`, and as `consents` */
  async revoke(relyingParty: string, origin: string): Promise<ConsentList> {
    const path = `/identity/consents/${relyingParty}/revoke`;
    await this.parts.requests.done('identity', await this.asPerson(path, origin));
    return this.consents(origin);
  }

  /** A question in the name of the person who is signed in: the card proves itself for each. */
  private async asPerson(path: string, origin: string): Promise<PlatformRequest> {
    const { sessions, steps } = this.parts;
    const resident = sessions.resident;
    if (resident === undefined) throw new AgentFailure('session.none');
    const login = await steps.freshLogin(origin, AbortSignal.timeout(cardLimitMs));
    // Another card, or none any more.
    if (login.resident !== resident || sessions.resident !== resident)
      throw new AgentFailure('session.ended');
    return { method: 'POST', path, body: { json: { result: login.result } } };
  }

  private forget(id: string): void {
    this.know(this.known.filter((one) => one.id !== id));
  }

  private know(requests: readonly FederationRequest[]): void {
    const now = this.parts.clock.now();
    const before = JSON.stringify(this.known);
    this.known = requests.filter(({ expiresAt }) => Date.parse(expiresAt) > now);
    clearTimeout(this.timer);
    const ends = Math.min(...this.known.map(({ expiresAt }) => Date.parse(expiresAt)));
    if (Number.isFinite(ends)) {
      this.timer = setTimeout(() => this.know(this.known), ends - now + 1).unref();
    }
    if (JSON.stringify(this.known) !== before) this.emit('changed', this.known);
  }
}

/** Longest work of the card for one question. */
const cardLimitMs = 20_000;
