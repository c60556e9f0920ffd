import { randomUUID } from 'node:crypto';
import type { FederationRequest } from '../../mock-platform/src/protocol/federation.ts';
import type { MethodName, ShownQuestion } from '../../reader-agent/src/protocol/local.ts';
import { AgentError } from '../../tv-app/src/clients/agent.ts';
import { KeyboardPage } from '../../tv-app/src/components/keyboard/KeyboardPage.ts';
import { doors } from '../../tv-app/src/pages/doors.ts';
import type { Chance } from '../chance.ts';
import { request } from './pages/provider/canned.ts';
import type { TestTelevision } from './stage.ts';

/** Whoever wants something of a television by itself: service providers, watching over, staff, a new remote control. */
export class RandomCallers {
  #requests: FederationRequest[] = [];
  #questions: ShownQuestion[] = [];

  constructor(
    private readonly tested: TestTelevision,
    private readonly chance: Chance,
  ) {}

  /** One of them comes or goes; answers who. */
  come(): string {
    const callers: (() => string)[] = [
      () => this.#tellRequests(this.#newRequest()),
      () => this.#tellRequests(),
      () => this.#ask(),
      () => this.#ask(),
      () => this.#stopAsking(),
      () => this.#enrol(),
      () => this.#strangeKeys(),
      () => this.#typing(),
      () => this.#firstRun(),
    ];
    return this.chance.pick(callers)();
  }

  /** All of them go. */
  leave(): void {
    this.#questions = [];
    this.#tellRequests();
    this.#tellQuestions();
  }

  /** What the agent answers to the methods of these pages; undefined for every other. */
  answer(method: MethodName): object | undefined {
    const { chance } = this;
    const inAMinute = new Date(this.tested.clock.now().getTime() + 60_000).toISOString();
    switch (method) {
      case 'requests.number':
        return {
          code: '87654321',
          expiresAt: inAMinute,
          ...(chance.oneIn(2) ? { phonePage: 'https://hiyori.example/device' } : {}),
        };
      case 'requests.claim': {
        if (chance.oneIn(2)) throw new AgentError('request.unknown');
        const claimed = this.#newRequest();
        this.#tellRequests(claimed);
        return claimed;
      }
      case 'requests.deny':
        this.#tellRequests();
        return {};
      case 'requests.approve':
        return this.#enrolment(this.#requests[0]?.id);
      case 'consents.list':
      case 'consents.revoke':
        return { consents: [] };
      case 'watch-over.answer':
        this.#stopAsking();
        return {};
      default:
        return undefined;
    }
  }

  #newRequest(): FederationRequest {
    const expiresAt = new Date(this.tested.clock.now().getTime() + 600_000).toISOString();
    return { ...request, id: randomUUID(), expiresAt };
  }

  #tellRequests(...requests: FederationRequest[]): string {
    this.#requests = requests;
    this.tested.box.dispatch({ type: 'requests.changed', params: { requests } });
    return `${requests.length} logins of service providers wait`;
  }

  #ask(): string {
    const { chance, tested } = this;
    const at = (hours: number) => new Date(tested.clock.now().getTime() + hours * 3_600_000).toISOString();
    this.#questions = [
      ...this.#questions.slice(-2),
      {
        question: {
          id: randomUUID(),
          sentence: 'けさの ぐあいは どうですか。',
          choices: chance.oneIn(3) ? ['understood'] : ['fine', 'so-so', 'unwell', 'call'],
          recipients: ['family'],
          askedAt: at(0),
          expiresAt: at(24),
        },
        callName: chance.oneIn(2) ? 'はな' : null,
      },
    ];
    return this.#tellQuestions();
  }
  #stopAsking(): string {
    this.#questions = this.#questions.slice(1);
    return this.#tellQuestions();
  }
  #tellQuestions(): string {
    this.tested.box.dispatch({ type: 'watch-over.changed', params: { questions: [...this.#questions] } });
    return `${this.#questions.length} questions of watching over`;
  }

  /** Staff start one from outside; also the login that a service provider's request leads to. */
  #enrolment(of: string | undefined): { login: string } {
    const login = randomUUID();
    this.tested.box.dispatch({
      type: 'login.changed',
      params: {
        login,
        service: 'identity',
        tier: 't1',
        phase: 'waiting-for-card',
        ...(of ? { request: of } : {}),
      },
    });
    return { login };
  }
  #enrol(): string {
    this.#enrolment(undefined);
    return 'an enrolment begins';
  }

  #strangeKeys(): string {
    for (let code = 9000; code < 9004; code += 1) this.tested.app.take({ code, repeat: false });
    return 'four keys that nobody knows';
  }

  #typing(): string {
    this.tested.app.open(KeyboardPage, {
      title: 'お名前（かな）',
      text: this.chance.oneIn(2) ? 'やまだ' : '',
      hint: 'れい：やまだ　はなこ',
      candidates: this.chance.oneIn(2) ? ['やまだ はな', 'やまだ いさむ'] : [],
      changed: () => {},
      done: () => {},
      // Only during a visit a page may be a person's.
      personal: this.tested.box.current.session !== null,
    });
    return 'the keyboard';
  }

  #firstRun(): string {
    this.tested.app.open(doors.firstRun);
    return 'the pictures of the first start';
  }
}
