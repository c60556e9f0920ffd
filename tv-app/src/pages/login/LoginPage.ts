import type Lightning from '@lightningjs/core';
import type { LoginProgress } from '../../../../reader-agent/src/protocol/local.ts';
import { digitOf, isKeyName } from '../../app/keys/names.ts';
import type { Service } from '../../app/television.ts';
import { AgentError } from '../../clients/agent.ts';
import { type Children, place } from '../../components/base/place.ts';
import { CardGuide } from '../../components/card-guide/CardGuide.ts';
import { Page } from '../../components/page/Page.ts';
import type { PadAction } from '../../components/pin-pad/keys.ts';
import type { PinDots } from '../../components/pin-pad/PinDots.ts';
import { firstKeys, type PinPad } from '../../components/pin-pad/PinPad.ts';
import { inSentences } from '../../messages/common.ts';
import { failureMessage } from '../../messages/failures.ts';
import { helpWords } from '../../messages/help.ts';
import { login as words } from '../../messages/login.ts';
import { pin as pinWords } from '../../messages/pin.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { EnrolmentSteps } from './enrolment-steps.ts';
import { fittedWords } from './fitted-words.ts';
import { loginButtons } from './login-buttons.ts';
import { hasEnded, type LoginView, loginView } from './login-view.ts';
import { PinTyping } from './PinTyping.ts';
import { pinContent, triesText } from './pin-content.ts';

export interface LoginParams {
  service: Service;
  /** Title of the page that is wanted. */
  title: string;
  /** Puts the wanted page in the place of this one. */
  goOn: () => void;
  /** Begins it in the place of `login.start`: an approval of a login elsewhere. */
  begin?: () => Promise<{ login: string }>;
  /** A login that began elsewhere, to be shown here; absent: this page starts its own. */
  under?: string;
}

/** So long the greeting stands before the wanted page opens. */
const greetingFor = 1600;
/** So long an enrolment's good end stands, when nobody presses anything. */
const enrolledFor = 60_000;

/** Asks for the card and, where the service wants it, the PIN, and says at every moment what is happening. */
export class LoginPage extends Page<LoginParams> {
  private login: string | null = null;
  private fault: string | null = null;
  private stopGreeting: (() => void) | undefined;
  private said = '';
  private cardLies = false;
  private typing!: PinTyping;
  private enrolment: EnrolmentSteps | undefined;
  /** What was told last of a login that began elsewhere: its end stays on the screen when the agent forgets it. */
  private last: LoginProgress | null = null;

  override get title(): string {
    return this.params.title;
  }
  override get help(): readonly string[] {
    return this.#view().kind === 'pin' ? helpWords.pin : helpWords.login;
  }
  /** 0 is a key of the PIN here. */
  override get frame(): 'plain' {
    return 'plain';
  }
  override get spoken(): string {
    return spokenWords(this.#view());
  }
  override get steps(): { count: number; current: number } | undefined {
    return this.enrolment?.shown;
  }

  override opened(): void {
    this.typing = new PinTyping(
      this.tv,
      () => {
        const mine = this.#mine();
        return mine?.phase === 'waiting-for-pin' ? mine : undefined;
      },
      (fault) => this.#typed(fault),
    );
    if (this.params.under) this.enrolment = new EnrolmentSteps();
    this.onLeave(this.tv.box.subscribe(() => this.#changed()));
    this.onLeave(() => this.#cancel());
    this.onLeave(() => this.stopGreeting?.());
    this.#start();
  }

  override content(theme: Theme): Children {
    const view = this.#view();
    const { entry } = this.typing;
    if (view.kind === 'pin' && entry) return this.#pin(view, entry, theme);
    const large = view.kind === 'guide' || view.kind === 'done';
    const { headline, explanation } = fittedWords(view.sentence, view.rule, {
      width: 846,
      size: theme.size(large ? 'name' : 'headline'),
      body: theme.size('body'),
      lowest: 690,
      smallest: 60,
      gap: 42,
      ...(view.kind === 'consent' ? { lines: 1 } : {}),
    });
    return {
      Sentence: { ...headline, heading: true },
      Rule: explanation,
      ...this.#buttons(view),
      Guide: place(CardGuide, {
        x: 978,
        y: layout.contentTop,
        w: 846,
        h: 684,
        clock: this.tv.clock,
        label: view.sign ? view.rule : words.guide,
        asking: view.kind === 'fault',
        ...(view.still === undefined ? {} : { still: view.still }),
        ...(view.sign ? { sign: view.sign } : {}),
      }),
    };
  }

  /** A number key of the remote control is a key of the PIN, wherever the focus stands. */
  override _handleKey(key: unknown): boolean | undefined {
    const digit = isKeyName(key) ? digitOf(key) : undefined;
    if (digit === undefined || this.#view().kind !== 'pin') return false;
    this.tv.sounds.play('click');
    this.typing.type(digit);
    return undefined;
  }

  #pin(view: LoginView, entry: NonNullable<LoginProgress['pin']>, theme: Theme): Children {
    return pinContent({
      sentence: view.sentence,
      rule: view.rule,
      entry,
      theme,
      typeKey: (key) => this.typing.type(key),
      act: (action) => this.#act(action),
      stop: () => this.tv.pages.back(),
    });
  }

  #buttons(view: LoginView): Children {
    return loginButtons(view, {
      leave: () => this.tv.pages.back(),
      goOn: () => this.params.goOn(),
      consent: () => this.typing.consent(this.login ?? ''),
      ...(this.params.under ? {} : { again: () => this.#start() }),
    });
  }

  #act(action: PadAction): void {
    if (action === 'submit') this.typing.submit();
    else this.typing.erase(action === 'erase-all');
  }

  /** The agent counted a key, or refused one: only what changes is drawn anew. */
  #typed(fault?: string): void {
    const { entry } = this.typing;
    if (!this.attached || !entry || this.#view().kind !== 'pin') return;
    const content = this.tag('Content' as never) as unknown as Lightning.Element;
    const dots = content.tag('Dots' as never) as unknown as PinDots;
    const pad = content.tag('Pad' as never) as unknown as PinPad;
    const { typed, least, most } = entry;
    const before = dots.typed;
    if (typed === before && !fault) return;
    dots.setTyped(typed);
    pad.setReady(typed >= least);
    const full = typed === most && typed > before;
    const notice = noticeOf(fault) ?? (full ? pinWords.complete(typed) : undefined);
    content.patch({ Tries: undefined } as never);
    content.patch({ Tries: triesText(entry, this.tv.theme, notice) } as never);
    if (full) this.focusOn('submit');
    this.tv.announcer.say(notice ?? (typed === 0 ? pinWords.empty : pinWords.counted(typed)));
  }

  #mine(): LoginProgress | null {
    const { login } = this.tv.box.current;
    return login && login.login === this.login ? login : this.last;
  }

  #view(): LoginView {
    return loginView(this.#mine(), this.tv.box.current.reader, this.fault, this.tv.clock.now());
  }

  #start(): void {
    this.fault = null;
    this.login = this.params.under ?? null;
    this.focusOn('stop');
    if (!this.params.under) {
      const { service, begin = () => this.tv.agent.call('login.start', { service }) } = this.params;
      begin().then(
        ({ login }) => {
          this.login = login;
          // Whoever has left meanwhile must not find a login that still waits for a card.
          if (this.attached) this.#changed();
          else this.#cancel();
        },
        (error: unknown) => {
          this.fault = error instanceof AgentError ? error.code : 'platform.failed';
          this.#changed();
        },
      );
    }
    this.#changed();
  }

  #changed(): void {
    if (!this.attached) return;
    const { session, connection, turnedAway, reader } = this.tv.box.current;
    const laid = reader.card && !this.cardLies;
    this.cardLies = reader.card;
    // Whoever was refused and lays another card, or the same one better, wants to go on.
    if (laid && !this.params.under && !this.fault && this.#mine()?.phase === 'refused') {
      this.#start();
      return;
    }
    if (connection === 'lost') this.fault = turnedAway ?? this.fault ?? 'platform.unreachable';
    if (this.params.under) this.#follow(connection === 'open');
    if (this.stopGreeting && !session && !this.params.under) {
      // The visit ended while the greeting stood: the wanted page must not open, the card is asked for once more.
      this.stopGreeting();
      this.stopGreeting = undefined;
      if (!this.fault) {
        this.#start();
        return;
      }
    }
    const view = this.#view();
    const shown = JSON.stringify(view);
    if (shown === this.said) {
      if (view.kind === 'pin') this.#typed();
      if (view.kind === 'done') this.#done();
      return;
    }
    this.said = shown;
    this.#moveFocus(view);
    this.redraw();
    this.tv.announcer.say(spokenWords(view));
    if (view.kind === 'done') this.#done();
  }

  /** An enrolment goes on at the agent while the line to it is broken. */
  #follow(connected: boolean): void {
    this.last = this.#mine();
    this.enrolment?.note(this.last);
    if (!connected) return;
    const forgotten = this.tv.box.current.login?.login !== this.login;
    this.fault = forgotten && this.last && !hasEnded(this.last.phase) ? 'login.cancelled' : null;
  }

  /** The focus goes to what is expected next; where that may harm, to what stops. */
  #moveFocus(view: LoginView): void {
    if (view.pin) this.focusOn(`key-${firstKeys[view.pin.kind]}`);
    else if (view.kind === 'fault' && view.ended && view.retry && !this.params.under) this.focusOn('again');
    else this.focusOn('stop');
  }

  #done(): void {
    const { session } = this.tv.box.current;
    const enrolled = this.params.under !== undefined;
    if (this.stopGreeting || !(session || enrolled)) return;
    this.tv.sounds.play('message');
    this.stopGreeting = this.tv.clock.after(enrolled ? enrolledFor : greetingFor, () => this.params.goOn());
  }

  #cancel(): void {
    const mine = this.#mine();
    if (this.login === null || (mine && hasEnded(mine.phase))) return;
    this.tv.agent.call('login.cancel', { login: this.login }).catch(() => {
      // The agent ends it by itself when nobody lays a card.
    });
  }
}

/** Words for a refused key; a PIN that is not asked for any more shows by itself. */
function noticeOf(fault: string | undefined): string | undefined {
  if (fault === undefined || fault === 'pin.not-asked') return undefined;
  return failureMessage(fault).sentence;
}

/** What is said when the screen changes. */
function spokenWords({ sentence, rule, pin }: LoginView): string {
  if (!pin) return inSentences([sentence, rule]);
  const tries = pin.triesLeft === 1 ? pinWords.lastTry : pinWords.tries(pin.triesLeft);
  return inSentences([sentence, rule, tries]);
}
