import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Household } from '../box/household.ts';
import type { Registrations } from '../box/registrations.ts';
import { AgentFailure, codeOf } from '../failure.ts';
import type { LoginProgress } from '../protocol/local.ts';
import type { ReaderBackend, ReaderStatus } from '../readers/reader.ts';
import type { Trace } from '../trace.ts';
import { begin, ended, type LoginEvent, type LoginState, limitOf, next } from './machine.ts';
import type { Admission, LoginPurpose, LoginSteps } from './steps.ts';
import { LoginTrail } from './trail.ts';

export interface LoginParts {
  reader: ReaderBackend;
  registrations: Registrations;
  household: Household;
  steps: LoginSteps;
  trace: Trace;
}

interface Running {
  id: string;
  purpose: LoginPurpose;
  state: LoginState;
  timer: NodeJS.Timeout | undefined;
  /** Ends the card work of the present attempt. */
  work: AbortController | undefined;
  trail: LoginTrail;
}

/**
 * Runs one login at a time along the state machine. A card is only read while one runs: a card laid down at any other
 * time is not even selected. `admitted` comes right before the progress `done`.
 */
export class Logins extends EventEmitter<{
  progress: [LoginProgress];
  admitted: [Admission, LoginPurpose];
}> {
  private running: Running | undefined;
  private readonly onReader = (status: ReaderStatus) => {
    if (this.running !== undefined) {
      this.step(this.running, { type: status.card ? 'card-laid' : 'card-taken' });
    }
  };

  constructor(private readonly parts: LoginParts) {
    super();
    parts.reader.on('changed', this.onReader);
  }

  stop(): void {
    this.parts.reader.off('changed', this.onReader);
    this.cancel();
  }

  /** The login under way. */
  get progress(): LoginProgress | null {
    return this.running === undefined ? null : progressOf(this.running);
  }

  /**
   * Starts a login; progress is announced from the next turn on.
   * @throws AgentFailure `login.busy`, `box.unregistered`
   */
  start(purpose: LoginPurpose): string {
    if (this.running !== undefined) throw new AgentFailure('login.busy');
    if (this.parts.registrations.current === undefined) throw new AgentFailure('box.unregistered');
    const { card } = this.parts.reader.status;
    const running: Running = {
      id: randomUUID(),
      purpose,
      state: begin(card),
      timer: undefined,
      work: undefined,
      trail: new LoginTrail(this.parts.trace),
    };
    this.running = running;
    setImmediate(() => {
      if (this.running === running && running.timer === undefined) this.entered(running);
    });
    return running.id;
  }

  /** Ends the login under way, or only the one named; nothing happens when there is none. */
  cancel(id?: string): void {
    const { running } = this;
    if (running !== undefined && (id === undefined || id === running.id)) {
      this.step(running, { type: 'cancel' });
    }
  }

  private step(running: Running, event: LoginEvent): void {
    if (this.running !== running) return;
    const state = next(running.state, event);
    if (state === running.state) return;
    running.state = state;
    this.entered(running);
  }

  private entered(running: Running): void {
    const { state } = running;
    clearTimeout(running.timer);
    const limit = limitOf(state);
    running.timer =
      limit === undefined ? undefined : setTimeout(() => this.step(running, { type: 'time-up' }), limit);
    if (state.phase === 'waiting-for-card' || ended(state)) {
      running.work?.abort();
      running.work = undefined;
    }
    if (ended(state)) this.running = undefined;
    if (state.phase === 'checking') running.trail.step('agent', 'POST /identity/logins');
    const verdict = state.phase === 'done' ? 'allowed' : state.code;
    if (verdict !== undefined) running.trail.end(running.id, state.phase, verdict);
    this.emit('progress', progressOf(running));
    if (state.phase === 'reading') {
      running.trail.step('reader', 'card');
      running.work = new AbortController();
      void this.attempt(running, state.attempt, running.work.signal);
    }
  }

  private async attempt(running: Running, attempt: number, signal: AbortSignal): Promise<void> {
    const { steps } = this.parts;
    try {
      const statement = await steps.readAndProve(running.purpose, signal, {
        read: (resident) => {
          running.trail.step('card', 'login certificate');
          this.step(running, { type: 'read', attempt, callName: this.callNameOf(resident) });
        },
        challenged: (id) => running.trail.follow(id),
      });
      this.step(running, { type: 'proved', attempt });
      if (signal.aborted) return;
      const admission = await steps.check(statement, running.purpose.service);
      const { state } = running;
      if (this.running !== running || state.attempt !== attempt || state.phase !== 'checking') return;
      this.emit('admitted', admission, running.purpose);
      this.step(running, { type: 'accepted', attempt });
    } catch (error) {
      const resident = error instanceof AgentFailure ? error.resident : undefined;
      this.step(running, {
        type: 'fault',
        attempt,
        code: codeOf(error, 'platform.failed'),
        callName: this.callNameOf(resident),
      });
    }
  }

  private callNameOf(resident: string | undefined): string | undefined {
    return resident === undefined ? undefined : this.parts.household.callNameOf(resident);
  }
}

function progressOf({ id, purpose, state }: Running): LoginProgress {
  const { phase, code, callName } = state;
  return {
    login: id,
    service: purpose.service,
    phase,
    ...(code === undefined ? {} : { code }),
    ...(callName === undefined ? {} : { callName }),
  };
}
