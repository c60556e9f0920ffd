import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { FederationRequest } from '../../../mock-platform/src/protocol/federation.ts';
import type { CardTier } from '../../../mock-platform/src/protocol/identity.ts';
import type { Household } from '../box/household.ts';
import type { Registrations } from '../box/registrations.ts';
import { triesLeft, verifyPin } from '../card/pin.ts';
import { AgentFailure, codeOf } from '../failure.ts';
import type { LoginProgress, PinEntry } from '../protocol/local.ts';
import type { ReaderBackend, ReaderStatus } from '../readers/reader.ts';
import type { Trace } from '../trace.ts';
import type { Errand } from './errand.ts';
import {
  begin,
  commandOf,
  ended,
  type LoginCommand,
  type LoginEvent,
  type LoginState,
  limitOf,
  next,
  pinOf,
} from './machine.ts';
import { type PinBuffer, pinRules } from './pin.ts';
import type { Admission, LoginPurpose, LoginSteps } from './steps.ts';
import type { Tap } from './tap.ts';
import { LoginTrail } from './trail.ts';

export interface LoginParts {
  reader: ReaderBackend;
  registrations: Registrations;
  household: Household;
  steps: LoginSteps;
  pin: PinBuffer;
  trace: Trace;
}

/** So long a login looks for a card that can be read, however often one comes and goes, milliseconds. */
const searchLimitMs = 5 * 60_000;

interface Running {
  id: string;
  errand: Errand;
  state: LoginState;
  tap: Tap;
  timer: NodeJS.Timeout | undefined;
  /** Since when no card has been read through, milliseconds since 1970. */
  searchingSince: number | undefined;
  /** Ends the card work of the present attempt. */
  work: AbortController | undefined;
  statement: string;
  /** Resolves when the PIN that was submitted is on its way and held nowhere any more. */
  entry: Promise<void>;
  /** What the page was told last. */
  told: string;
  trail: LoginTrail;
}

/**
 * Runs one login or enrolment at a time along the state machine. A card is only read while one runs: a card laid down at
 * any other time is not even selected. `admitted` comes right before the progress `done`.
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
   * Starts a login; progress is announced from the next turn on. Without a tier: see `LoginSteps.login`.
   * @throws AgentFailure `login.busy`, `box.unregistered`
   */
  start(purpose: LoginPurpose, tier?: CardTier): string {
    return this.begin(() =>
      this.parts.steps.login(purpose, tier, (admission) => this.emit('admitted', admission, purpose)),
    );
  }

  /** Starts an enrolment, as `start` does a login. */
  enrol(application: string, origin: string): string {
    return this.begin(() => this.parts.steps.enrolment(application, origin));
  }

  /** Starts a login that approves another at a service provider, as `start` does. */
  approve(request: FederationRequest, origin: string): string {
    return this.begin(() =>
      this.parts.steps.approval(request, origin, (admission, purpose) =>
        this.emit('admitted', admission, purpose),
      ),
    );
  }

  /** Ends the login under way, or only the one named; nothing happens when there is none. */
  cancel(id?: string): void {
    const { running } = this;
    if (running !== undefined && (id === undefined || id === running.id)) {
      this.step(running, { type: 'cancel' });
    }
  }

  /** One key of the PIN. @throws AgentFailure `pin.not-asked`, `pin.full` (too many, or none that this PIN can have) */
  typePin(id: string, key: string): PinEntry {
    const { running, entry } = this.asking(id);
    if (entry.typed >= entry.most || !pinRules[entry.kind].key.test(key)) throw new AgentFailure('pin.full');
    this.parts.pin.push(key);
    this.step(running, { type: 'pin-typed' });
    return this.asking(id).entry;
  }

  /** Takes back the last key, or all. @throws AgentFailure `pin.not-asked` */
  erasePin(id: string, all: boolean): PinEntry {
    const { running } = this.asking(id);
    this.parts.pin.pop();
    this.step(running, { type: 'pin-erased', all });
    return this.asking(id).entry;
  }

  /**
   * Gives the PIN to the card, once. When it resolves, the agent holds it nowhere any more; what came of it is announced
   * as progress.
   * @throws AgentFailure `pin.not-asked`, `pin.incomplete`
   */
  async submitPin(id: string): Promise<void> {
    const { running, entry } = this.asking(id);
    if (entry.typed < entry.least) throw new AgentFailure('pin.incomplete');
    this.step(running, { type: 'pin-submitted' });
    await running.entry;
  }

  /** The viewer agrees to use the last try. @throws AgentFailure `pin.not-asked` */
  consent(id: string): void {
    this.step(this.asking(id, 'waiting-for-consent').running, { type: 'consented' });
  }

  private asking(
    id: string,
    phase: 'waiting-for-pin' | 'waiting-for-consent' = 'waiting-for-pin',
  ): { running: Running; entry: PinEntry } {
    const { running } = this;
    const entry = running && pinOf(running.state);
    if (entry === undefined || running?.id !== id || running.state.phase !== phase) {
      throw new AgentFailure('pin.not-asked');
    }
    return { running, entry };
  }

  private begin(errandOf: () => Errand): string {
    if (this.running !== undefined) throw new AgentFailure('login.busy');
    if (this.parts.registrations.current === undefined) throw new AgentFailure('box.unregistered');
    const errand = errandOf();
    const running: Running = {
      id: randomUUID(),
      errand,
      state: begin(this.parts.reader.status.card, errand.plan),
      tap: this.parts.steps.tap(),
      timer: undefined,
      searchingSince: undefined,
      work: undefined,
      statement: '',
      entry: Promise.resolve(),
      told: '',
      trail: new LoginTrail(this.parts.trace),
    };
    this.running = running;
    setImmediate(() => {
      if (this.running === running && running.timer === undefined) this.entered(running, undefined);
    });
    return running.id;
  }

  private step(running: Running, event: LoginEvent): void {
    if (this.running !== running) return;
    const before = running.state;
    const state = next(before, event);
    if (state === before) return;
    running.state = state;
    this.entered(running, before);
  }

  /** A card that another program takes again and again must not make the wait for it endless. */
  private limitNow(running: Running): number | undefined {
    const { phase } = running.state;
    if (phase !== 'waiting-for-card' && phase !== 'reading') running.searchingSince = undefined;
    else running.searchingSince ??= Date.now();
    const limit = limitOf(running.state);
    if (limit === undefined || phase !== 'waiting-for-card') return limit;
    return Math.max(0, Math.min(limit, (running.searchingSince ?? 0) + searchLimitMs - Date.now()));
  }

  private entered(running: Running, before: LoginState | undefined): void {
    const { state, trail } = running;
    const command = commandOf(before, state);
    clearTimeout(running.timer);
    const limit = this.limitNow(running);
    running.timer =
      limit === undefined ? undefined : setTimeout(() => this.step(running, { type: 'time-up' }), limit);
    // Only a PIN that is being given to the card leaves the buffer otherwise.
    if (state.typed === 0 && command !== 'verify') this.parts.pin.zero();
    if (state.phase === 'waiting-for-card' || ended(state) || command === 'read') {
      running.work?.abort();
      running.work = undefined;
    }
    if (ended(state)) this.running = undefined;
    if (command === 'send') trail.step('agent', `POST ${running.errand.path}`);
    const verdict = state.phase === 'done' ? 'allowed' : state.code;
    if (verdict !== undefined && before?.phase !== state.phase) trail.end(running.id, state.phase, verdict);
    this.tell(running, before);
    if (command !== undefined) this.obey(running, command);
  }

  /** Each thing that the screen can say is told once. Keys are not: the page that typed them has its answer. */
  private tell(running: Running, before: LoginState | undefined): void {
    const progress = progressOf(running);
    const told = JSON.stringify(progress);
    const { state } = running;
    const onlyKeys = before?.phase === state.phase && before.typed !== state.typed;
    if (told !== running.told && !onlyKeys) this.emit('progress', progress);
    running.told = told;
  }

  private obey(running: Running, command: LoginCommand): void {
    const { attempt } = running.state;
    if (command === 'read') {
      running.trail.step('reader', 'card');
      running.work = new AbortController();
    }
    const signal = running.work?.signal ?? AbortSignal.abort();
    this[command](running, signal).catch((error) => {
      const resident = error instanceof AgentFailure ? error.resident : undefined;
      const code = codeOf(error, 'platform.failed');
      this.step(running, { type: 'fault', attempt, code, callName: this.callNameOf(resident) });
    });
  }

  private async read(running: Running, signal: AbortSignal): Promise<void> {
    const { tap, errand, trail, state } = running;
    const { attempt, plan } = state;
    const card = await tap.open(signal);
    if (card === 'other') errand.forget();
    const more = plan.more !== undefined && (await errand.wantsMore());
    const resident = errand.recognise(tap, (more ? plan.more : undefined) ?? plan);
    trail.step('card', 'login certificate');
    this.step(running, { type: 'read', attempt, card, more, callName: this.callNameOf(resident) });
    await this.askTries(running, signal);
  }

  /** Before a PIN is asked for the card says how many tries it has. */
  private async askTries(running: Running, signal: AbortSignal): Promise<void> {
    const { tap, errand, state } = running;
    const { attempt, pins } = state;
    const [kind] = pins;
    if (kind === undefined || signal.aborted) return;
    await errand.prepare();
    const left = await tap.run((connection) => triesLeft(connection, kind, signal), signal);
    this.step(running, { type: 'tries-known', attempt, triesLeft: left });
  }

  private async verify(running: Running, signal: AbortSignal): Promise<void> {
    const { tap, errand, trail, state } = running;
    const { attempt, pins } = state;
    const pin = this.parts.pin.take();
    const kind = pins[0]!;
    // Whoever cancels need not wait for the card.
    signal.addEventListener('abort', () => pin.fill(0), { once: true });
    const given = tap
      .run((connection) => verifyPin(connection, kind, pin, signal), signal)
      .finally(() => pin.fill(0));
    running.entry = given.then(
      () => {},
      () => {},
    );
    const answer = await given;
    if (!answer.right) {
      return this.step(running, { type: 'pin-wrong', attempt, triesLeft: answer.triesLeft });
    }
    await errand.usePin(kind, tap, signal, (id) => trail.follow(id));
    this.step(running, { type: 'pin-used', attempt });
    if (pins.length > 1) await this.askTries(running, signal);
    else await this.prove(running, signal);
  }

  private async prove(running: Running, signal: AbortSignal): Promise<void> {
    const { tap, errand, trail, state } = running;
    running.statement = await errand.state(tap, signal, (id) => trail.follow(id));
    await tap.close();
    this.step(running, { type: 'proved', attempt: state.attempt });
  }

  private async send(running: Running): Promise<void> {
    const { errand, statement, state } = running;
    const handOver = await errand.send(statement);
    const now = running.state;
    if (this.running !== running || now.attempt !== state.attempt || now.phase !== 'checking') {
      errand.abandoned?.();
      return;
    }
    handOver();
    this.step(running, { type: 'accepted', attempt: state.attempt });
  }

  private callNameOf(resident: string | undefined): string | undefined {
    return resident === undefined ? undefined : this.parts.household.callNameOf(resident);
  }
}

function progressOf({ id, errand, state }: Running): LoginProgress {
  const { phase, plan, code, callName } = state;
  const pin = pinOf(state);
  return {
    login: id,
    service: errand.service,
    tier: plan.tier,
    phase,
    ...(pin === undefined ? {} : { pin }),
    ...(code === undefined ? {} : { code }),
    ...(callName === undefined ? {} : { callName }),
    ...(errand.request === undefined ? {} : { request: errand.request }),
  };
}
