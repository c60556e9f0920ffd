import { EventEmitter, once } from 'node:events';
import type { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import type { CardTier } from '../../../mock-platform/src/protocol/identity.ts';
import { AgentFailure } from '../failure.ts';
import type { Logins } from '../login/logins.ts';
import type { LoginProgress } from '../protocol/local.ts';

/** Longest wait of one question, ms. */
const questionLimit = 10_000;
/** Whoever does not ask for so long has gone, ms. */
const silenceLimit = 30_000;

/** In the agent: the login that the command line asked for, with all its steps, so that none is missed between questions. */
export class DeskLogins {
  private readonly news = new EventEmitter<{ step: [] }>();
  private login: string | undefined;
  private taken: LoginProgress[] = [];
  private silence: NodeJS.Timeout | undefined;

  constructor(
    private readonly logins: Logins,
    /** Origin of this agent: the one in whose name the command line asks. */
    private readonly origin: () => string,
  ) {
    logins.on('progress', (progress) => {
      if (progress.login !== this.login) return;
      this.taken.push(progress);
      this.news.emit('step');
    });
  }

  /** @throws AgentFailure `login.busy`, `box.unregistered` */
  start(service: ServiceName, tier: CardTier | undefined): string {
    return this.follow(this.logins.start({ service, origin: this.origin() }, tier));
  }

  /** @throws AgentFailure `login.busy`, `box.unregistered` */
  enrol(application: string): string {
    return this.follow(this.logins.enrol(application, this.origin()));
  }

  /** The steps from number `after` on, as soon as there is one. @throws AgentFailure `login.cancelled` for another login */
  async steps(login: string, after: number): Promise<{ steps: LoginProgress[]; ended: boolean }> {
    if (login !== this.login)
      throw new AgentFailure('login.cancelled', 'not the login that was asked for last');
    this.listen();
    if (this.taken.length <= after && !this.ended) {
      await once(this.news, 'step', { signal: AbortSignal.timeout(questionLimit) }).catch(() => undefined);
    }
    return { steps: this.taken.slice(after), ended: this.ended };
  }

  private follow(login: string): string {
    this.login = login;
    this.taken = [];
    this.listen();
    return login;
  }

  private get ended(): boolean {
    return ['done', 'refused', 'cancelled'].includes(this.taken.at(-1)?.phase ?? '');
  }

  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.logins.cancel(this.login), silenceLimit).unref();
  }
}
