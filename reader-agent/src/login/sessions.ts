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
/** Wait before the next try after one of the failures that pass. */
const retryMs = 15_000;
/** Failures of a renewal that may pass by themselves while the tokens are still good: the visit goes on. */
const passing = ['platform.unreachable', 'card.unreadable'];
/** So long after the PIN a session keeps what only a PIN opens (D4), milliseconds. */
const pinLimitMs = 30 * 60_000;
/** So long before that limit the session goes on without PIN, milliseconds. */
const settleMs = 15_000;

/** Why a visit is over. */
export type EndReason = NonNullable<Notification<'session.changed'>['reason']>;

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
  /** The login with PIN that renewals name, and when what it opened ends by the box's corrected clock. */
  pin: { challenge: string; ends: number } | undefined;
  timer: NodeJS.Timeout | undefined;
  renewal: AbortController | undefined;
}

/**
 * Who is signed in. The session ends the moment the card leaves the reader (D4), and its tokens are dropped with it;
 * while the card lies there it is renewed by a fresh challenge and proof without PIN.
 *
 * A session that began with a PIN keeps its tier for 30 minutes: each renewal proves the card without PIN
 * and names that login (`LoginStatement.renews`). The end of the 30 minutes, or a platform that does not take this,
 * leaves a session of what the card opens without PIN. No PIN and no verified card is kept for this.
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
      resident: admission.resident,
      tier: admission.tier,
      services: [...admission.services],
      since,
      notices: [...admission.notices],
    };
  }

  /** Who is signed in, as the town knows the person. */
  get resident(): string | undefined {
    return this.open?.admission.resident;
  }

  /** Opens the session of an accepted login; a card that has gone meanwhile opens none. */
  admit(admission: Admission, purpose: LoginPurpose): void {
    this.close();
    if (!this.parts.reader.status.card) return;
    this.open = {
      admission,
      purpose,
      since: this.parts.clock.instant(),
      pin: this.pinOf(admission),
      timer: undefined,
      renewal: undefined,
    };
    this.plan(this.open, this.renewalDelay(this.open));
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
    const { open } = this;
    const token = open?.admission.tokens.get(service);
    if (open === undefined || token === undefined) return undefined;
    const end = Math.min(token.expiresAt, open.pin?.ends ?? Number.POSITIVE_INFINITY);
    return end > this.parts.clock.now() ? token.value : undefined;
  }

  /** Tier that a resident's answer has: a card on the reader vouches for its holder only. */
  tierFor(resident: string): Tier {
    const admission = this.open?.admission;
    return resident === admission?.resident ? admission.tier : 't0';
  }

  private close(): void {
    clearTimeout(this.open?.timer);
    this.open?.renewal?.abort();
    this.open = undefined;
  }

  /** Whatever the platform says, no longer than 30 minutes from now. */
  private pinOf({ tier, challenge, pinUntil = Number.POSITIVE_INFINITY }: Admission): Open['pin'] {
    if (tier !== 't2' && tier !== 't3') return undefined;
    return { challenge, ends: Math.min(pinUntil, this.parts.clock.now() + pinLimitMs) };
  }

  private renewalDelay({ admission, pin }: Open): number {
    const now = this.parts.clock.now();
    const expiries = [...admission.tokens.values()].map(({ expiresAt }) => expiresAt);
    const first = Math.min(...expiries, now + 10 * 60_000) - renewAheadMs;
    const settle = pin === undefined ? Number.POSITIVE_INFINITY : pin.ends - settleMs;
    return Math.max(1_000, Math.min(first, settle) - now);
  }

  private plan(open: Open, delay: number): void {
    open.timer = setTimeout(() => void this.renew(open), delay).unref();
  }

  private async renew(open: Open): Promise<void> {
    open.renewal = new AbortController();
    try {
      const admission = await this.renewed(open, open.renewal.signal);
      if (this.open !== open) return;
      if (admission.resident !== open.admission.resident) return this.end('expired');
      const before = JSON.stringify(this.current);
      open.admission = admission;
      if (admission.tier === 't1') open.pin = undefined;
      this.plan(open, this.renewalDelay(open));
      if (JSON.stringify(this.current) !== before) this.emit('changed', this.current);
    } catch (error) {
      if (this.open !== open) return;
      const alive = this.tokenFor(open.purpose.service) !== undefined;
      if (passing.includes(codeOf(error, '')) && alive) this.plan(open, retryMs);
      else this.end('expired');
    }
  }

  private async renewed(open: Open, signal: AbortSignal): Promise<Admission> {
    const { steps, clock } = this.parts;
    const { purpose, pin } = open;
    if (pin === undefined) return steps.renew(purpose, signal);
    if (clock.now() < pin.ends - settleMs) {
      try {
        return await steps.renew(purpose, signal, pin.challenge);
      } catch (error) {
        if (codeOf(error, '') !== 'login.tier-too-low') throw error;
      }
    }
    // What was opened may need the PIN; the town's own service is open to everybody known at this television.
    open.purpose = { ...purpose, service: 'town' };
    return steps.renew(open.purpose, signal);
  }
}
