import type { LoginProgress, Session } from '../../../reader-agent/src/protocol/local.ts';
import type { Box } from '../clients/box.ts';
import { hasEnded } from '../pages/login/login-view.ts';
import { IdleWatch } from './idle.ts';
import type { Television } from './television.ts';

/** What follows on the screen from what the agent tells about visits and logins. */
export interface VisitScreen {
  /** An enrolment was started from outside the television: its page comes by itself. */
  enrolment(login: string): void;
  /** A login elsewhere waits for a card here; none any more without a name. */
  request(name: string | undefined): void;
  /** Somebody's visit is over, by the card or by a word: nothing of that person stays. `cardLeft`: it lies on the reader still. */
  leave(cardLeft: boolean): void;
  redraw(): void;
}

/** Follows the visits and logins of this box, and asks after three minutes whether anybody is there. */
export class VisitWatch {
  #enrolment: string | undefined;
  readonly #idle: IdleWatch;

  constructor(
    tv: Television,
    private readonly screen: VisitScreen,
  ) {
    this.#idle = new IdleWatch(tv, tv.pages);
    tv.box.subscribe((box, before) => this.#changed(box, before));
  }

  /** Any key was pressed. */
  key(): void {
    this.#idle.key();
  }

  #changed(box: Box, before: Box): void {
    if (box.login !== before.login) this.#announcedEnrolment(box.login);
    if (box.requests !== before.requests) this.#requestCame(box.requests, before.requests);
    // Drawings that could not be fetched meanwhile come with the agent.
    if (box.connection === 'open' && before.connection === 'lost') this.screen.redraw();
    if (goesOn(before.session, box.session)) return;
    this.#idle.session(box.session !== null);
    if (before.session) this.screen.leave(endedWithCard(box));
    else this.screen.redraw();
  }

  /** Once for each. */
  #announcedEnrolment(login: LoginProgress | null): void {
    if (login?.service !== 'identity' || login.request || login.login === this.#enrolment) return;
    if (hasEnded(login.phase)) return;
    this.#enrolment = login.login;
    this.screen.enrolment(login.login);
  }

  #requestCame(requests: Box['requests'], before: Box['requests']): void {
    const arrived = requests.find(({ id }) => !before.some((one) => one.id === id));
    if (requests.length === 0) this.screen.request(undefined);
    if (arrived) this.screen.request(arrived.name);
  }
}

/** Signed out by a word while the card lies there: it is to be taken. */
function endedWithCard({ reader, session, sessionEnd }: Box): boolean {
  return session === null && sessionEnd !== null && sessionEnd !== 'card-removed' && reader.card;
}

/** The same visit as before, and everything that was open is still open to it. */
function goesOn(before: Session | null, now: Session | null): boolean {
  if (before?.callName !== now?.callName || before?.since !== now?.since) return false;
  return (before?.services ?? []).every((service) => now?.services.includes(service));
}
