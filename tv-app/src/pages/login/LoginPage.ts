import type { Service } from '../../app/television.ts';
import { AgentError } from '../../clients/agent.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { CardGuide } from '../../components/card-guide/CardGuide.ts';
import { Page } from '../../components/page/Page.ts';
import { helpWords } from '../../messages/help.ts';
import { login as words } from '../../messages/login.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { type LoginView, loginView } from './login-view.ts';

export interface LoginParams {
  service: Service;
  /** Title of the page that is wanted. */
  title: string;
  /** Puts the wanted page in the place of this one. */
  goOn: () => void;
}

/** So long the greeting stands before the wanted page opens. */
const greetingFor = 1600;

/** Asks for the card and says at every moment what is happening with it. */
export class LoginPage extends Page<LoginParams> {
  private login: string | null = null;
  private fault: string | null = null;
  private stopGreeting: (() => void) | undefined;
  private said = '';

  override get title(): string {
    return this.params.title;
  }
  override get help(): readonly string[] {
    return helpWords.login;
  }
  override get spoken(): string {
    const { sentence, rule } = this.#view();
    return `${sentence}${rule}`;
  }

  override opened(): void {
    this.onLeave(this.tv.box.subscribe(() => this.#changed()));
    this.onLeave(() => this.#cancel());
    this.onLeave(() => this.stopGreeting?.());
    this.#start();
  }

  override content(theme: Theme): Children {
    const view = this.#view();
    const { sentence, rule, ended, retry } = view;
    const large = view.kind === 'guide' || view.kind === 'done';
    const { headline, explanation } = this.#words(
      sentence,
      rule,
      theme,
      theme.size(large ? 'name' : 'headline'),
    );
    const again = place(Button, {
      y: 734,
      w: 405,
      h: 136,
      label: words.again,
      focusKey: 'again',
      first: retry,
      press: () => this.#start(),
      x: retry ? layout.left : layout.left + 441,
    });
    return {
      Sentence: { ...headline, heading: true },
      Rule: explanation,
      Stop: place(Button, {
        x: ended && retry ? layout.left + 441 : layout.left,
        y: 734,
        w: 405,
        h: 136,
        label: view.kind === 'done' ? words.goOn : words.stop,
        focusKey: 'stop',
        first: !retry || !ended,
        press: () => (view.kind === 'done' ? this.params.goOn() : this.tv.pages.back()),
      }),
      ...(ended ? { Again: again } : {}),
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

  /** Sentence and rule at the largest size at which both stand above the buttons. */
  #words(sentence: string, rule: string, theme: Theme, wanted: number) {
    const at = (size: number) => {
      // The best place for a break is after the name.
      const headline = {
        ...textTemplate(sentence.replace('、', '、\u200b'), {
          x: layout.left,
          y: 184,
          width: 846,
          size,
          bold: true,
          colour: colours.text,
        }),
        words: sentence,
      };
      const explanation = textTemplate(rule, {
        x: layout.left,
        y: 184 + headline.text.h + 42,
        width: 760,
        size: theme.size('body'),
        colour: colours.text,
      });
      return { headline, explanation };
    };
    const lowest = ({ explanation }: ReturnType<typeof at>) => explanation.y + explanation.text.h;
    const fits = (words: ReturnType<typeof at>) =>
      lowest(words) <= 690 && keepsPhrases(sentence, words.headline.text.text);
    const sizes = [wanted, 96, 88, 80, 76, 72].filter((size) => size <= wanted).map(at);
    return sizes.find(fits) ?? sizes[sizes.length - 1]!;
  }

  #view(): LoginView {
    const { login, reader } = this.tv.box.current;
    const mine = login && login.login === this.login ? login : null;
    return loginView(mine, reader, this.fault, this.tv.clock.now());
  }

  #start(): void {
    this.fault = null;
    this.login = null;
    this.focusOn('stop');
    this.tv.agent.call('login.start', { service: this.params.service }).then(
      ({ login }) => {
        this.login = login;
        this.#changed();
      },
      (error: unknown) => {
        this.fault = error instanceof AgentError ? error.code : 'platform.failed';
        this.#changed();
      },
    );
    this.#changed();
  }

  #changed(): void {
    if (!this.attached) return;
    const { login, session, connection } = this.tv.box.current;
    if (connection === 'lost' && !this.fault) this.fault = 'platform.unreachable';
    if (this.stopGreeting && !session) {
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
    if (shown === this.said) return;
    this.said = shown;
    if (view.kind === 'fault' && view.ended) this.focusOn(view.retry ? 'again' : 'stop');
    this.redraw();
    this.tv.announcer.say(`${view.sentence}${view.rule}`);
    const done = view.kind === 'done' && login?.login === this.login;
    if (done && session && !this.stopGreeting) {
      this.tv.sounds.play('message');
      this.stopGreeting = this.tv.clock.after(greetingFor, () => this.params.goOn());
    }
  }

  #cancel(): void {
    const { login } = this.tv.box.current;
    const ended =
      login?.login === this.login && ['done', 'refused', 'cancelled'].includes(login?.phase ?? '');
    if (this.login === null || ended) return;
    this.tv.agent.call('login.cancel', { login: this.login }).catch(() => {
      // The agent ends it by itself when nobody lays a card.
    });
  }
}

/** No line breaks but at the writer's spaces and after 、 or 。: 「おはよう」 is never cut. */
function keepsPhrases(sentence: string, drawn: string): boolean {
  const phrases = sentence.match(/[^ 、。]+[、。]?/g) ?? [];
  return phrases.every((phrase) => drawn.includes(phrase));
}
