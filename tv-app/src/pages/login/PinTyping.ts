import type { LoginProgress, PinEntry } from '../../../../reader-agent/src/protocol/local.ts';
import type { Television } from '../../app/television.ts';
import { AgentError } from '../../clients/agent.ts';

/** So long after the last key けってい does nothing: a hand that trembles must not send what it has not looked at. */
const calmAfterKey = 600;

/**
 * Hands each key of a PIN to the agent and tells how many there are. It keeps none of them: the count comes from the
 * agent's buffer (D16).
 */
export class PinTyping {
  #counted: { of: LoginProgress; entry: PinEntry } | undefined;
  #underWay = 0;
  #lastKey = Number.NEGATIVE_INFINITY;
  #submitted: LoginProgress | undefined;

  constructor(
    private readonly tv: Television,
    /** The login whose PIN is asked for now. */
    private readonly asking: () => LoginProgress | undefined,
    /** The count may be another, or a key was refused. */
    private readonly told: (fault?: string) => void,
  ) {}

  /** The PIN being typed, as the agent counted it last. */
  get entry(): PinEntry | undefined {
    const login = this.asking();
    return this.#counted && this.#counted.of === login ? this.#counted.entry : login?.pin;
  }

  /** One key into the agent's buffer; more than the PIN can have are not sent. */
  type(key: string): void {
    const { entry } = this;
    const login = this.#open();
    if (!login || !entry) return;
    this.#lastKey = this.tv.clock.now().getTime();
    if (entry.typed + this.#underWay >= entry.most) {
      this.told('pin.full');
      return;
    }
    this.#count(login, this.tv.agent.call('pin.type', { login: login.login, key }));
  }

  /** Takes back the last key, or all. */
  erase(all: boolean): void {
    const login = this.#open();
    if (!login || !this.entry?.typed) return;
    this.#count(login, this.tv.agent.call('pin.erase', { login: login.login, all }));
  }

  /** Lets the card see the PIN, once; does nothing in the moment after a key. */
  submit(): void {
    const { entry } = this;
    const login = this.#open();
    if (!login || !entry || this.#underWay > 0) return;
    if (this.tv.clock.now().getTime() - this.#lastKey < calmAfterKey) return;
    if (entry.typed < entry.least) {
      this.told('pin.incomplete');
      return;
    }
    this.#submitted = login;
    this.tv.agent.call('pin.submit', { login: login.login }).catch((error: unknown) => {
      this.#submitted = undefined;
      this.told(codeOf(error));
    });
  }

  /** The viewer agrees to use the last try. */
  consent(login: string): void {
    this.tv.agent.call('pin.consent', { login }).catch((error: unknown) => this.told(codeOf(error)));
  }

  /** The login, unless what was typed is with the card already. */
  #open(): LoginProgress | undefined {
    const login = this.asking();
    return login === this.#submitted ? undefined : login;
  }

  #count(login: LoginProgress, answer: Promise<PinEntry>): void {
    this.#underWay += 1;
    answer.then(
      (entry) => {
        this.#underWay -= 1;
        this.#counted = { of: login, entry };
        this.told();
      },
      (error: unknown) => {
        this.#underWay -= 1;
        this.told(codeOf(error));
      },
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof AgentError ? error.code : 'platform.failed';
}
