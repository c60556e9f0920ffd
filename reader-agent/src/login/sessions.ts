import { EventEmitter } from 'node:events';
import type { ServiceName, Tier } from '../../../mock-platform/src/protocol/basics.ts';
import type { Household } from '../box/household.ts';
import type { BoxClock } from '../clock.ts';
import { codeOf } from '../failure.ts';
import type { Notification, Session } from '../protocol/local.ts';
import type { ReaderBackend, ReaderStatus } from '../readers/reader.ts';
import type { Admission, LoginPurpose, LoginSteps } from './steps.ts';

/** A session is renewed so long before its tokens expire, milliseconds. */
const renewAheadMs = 90_000;
/** Wait before the next try when the platform could not be reached. */
const retryMs = 15_000;

type EndReason = NonNullable<Notification<'session.changed'>['reason']>;

export interface SessionParts {
  reader: ReaderBackend;
  steps: LoginSteps;
  household: Household;
  clock: BoxClock;
}

interface Open {
  admission: Admission;
  purpose: LoginPurpose;
  since: string;
  timer: NodeJS.Timeout | undefined;
  renewal: AbortController | undefined;
}

/**
 * Who is signed in. The session ends the moment the card leaves the reader (D4), and its tokens are dropped with it;
 * while the card lies there it is renewed by a fresh challenge and proof.
 */
export class Sessions extends EventEmitter<{ changed: [Session | null, EndReason?] }> {
  private open: Open | undefined;
  private readonly onReader = (status: ReaderStatus) => {
    if (!status.card) this.end('card-removed');
  };

  constructor(private readonly parts: SessionParts) {
    super();
    parts.reader.on('changed', this.onReader);
  }

  stop(): void {
    this.parts.reader.off('changed', this.onReader);
    this.close();
  }

  get current(): Session | null {
    if (this.open === undefined) return null;
    const { admission, since } = this.open;
    return {
      callName: this.parts.household.callNameOf(admission.resident) ?? '',
      tier: admission.tier,
      services: [...admission.services],
      since,
    };
  }

  /** Opens the session of an accepted login; a card that has gone meanwhile opens none. */
  admit(admission: Admission, purpose: LoginPurpose): void {
    this.close();
    if (!this.parts.reader.status.card) return;
    this.open = {
      admission,
      purpose,
      since: this.parts.clock.instant(),
      timer: undefined,
      renewal: undefined,
    };
    this.plan(this.open, this.renewalDelay(admission));
    this.emit('changed', this.current);
  }

  /** Ends the session, if there is one. */
  end(reason: EndReason): void {
    if (this.open === undefined) return;
    this.close();
    this.emit('changed', null, reason);
  }

  /** Token for a service that the session opens; undefined when it does not, or is over. */
  tokenFor(service: ServiceName): string | undefined {
    const token = this.open?.admission.tokens.get(service);
    return token !== undefined && token.expiresAt > this.parts.clock.now() ? token.value : undefined;
  }

  /** Tier that an answer of exactly these residents has: a card on the reader vouches for its holder only. */
  tierFor(residents: readonly string[]): Tier {
    const admission = this.open?.admission;
    const only = residents.length === 1 && residents[0] === admission?.resident;
    return only && admission !== undefined ? admission.tier : 't0';
  }

  private close(): void {
    clearTimeout(this.open?.timer);
    this.open?.renewal?.abort();
    this.open = undefined;
  }

  private renewalDelay(admission: Admission): number {
    const expiries = [...admission.tokens.values()].map(({ expiresAt }) => expiresAt);
    const first = Math.min(...expiries, this.parts.clock.now() + 10 * 60_000);
    return Math.max(1_000, first - renewAheadMs - this.parts.clock.now());
  }

  private plan(open: Open, delay: number): void {
    open.timer = setTimeout(() => void this.renew(open), delay).unref();
  }

  private async renew(open: Open): Promise<void> {
    open.renewal = new AbortController();
    try {
      const { steps } = this.parts;
      const { purpose } = open;
      const statement = await steps.readAndProve(purpose, open.renewal.signal, {});
      const admission = await steps.check(statement, purpose.service);
      if (this.open !== open) return;
      if (admission.resident !== open.admission.resident) return this.end('expired');
      open.admission = admission;
      this.plan(open, this.renewalDelay(admission));
    } catch (error) {
      if (this.open !== open) return;
      const alive = this.tokenFor(open.purpose.service) !== undefined;
      if (codeOf(error, '') === 'platform.unreachable' && alive) this.plan(open, retryMs);
      else this.end('expired');
    }
  }
}
