import type { FederationRequest } from '../../../../mock-platform/src/protocol/federation.ts';
import type { Children } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { Page } from '../../components/page/Page.ts';
import { failureMessage } from '../../messages/failures.ts';
import { agreement, provider as words } from '../../messages/provider.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { LoginPage } from '../login/LoginPage.ts';
import { answerWords, choiceButtons } from './answer-words.ts';
import { codeOf } from './codes.ts';
import { DonePage } from './DonePage.ts';

export interface RequestParams {
  request: string;
  /** Its number was typed at this television: there is nothing to compare any more. */
  typed?: boolean;
}

const paperTop = layout.contentTop;
const paperHeight = 524;
/** The last line of the paper: what the viewer has to look at before choosing. */
const ownTop = paperHeight - 84;
/** Of the lines between, in letter heights. */
const spacing = 1.42;

/** Who asks, what it is told and for how long; やめる stands under the focus. Nothing here says whose card will be laid. */
export class RequestPage extends Page<RequestParams> {
  private at: 'asking' | 'refusing' | 'refused' | 'failed' = 'asking';
  private problem = '';
  /** As it was when the page opened: the words stay while it is settled. */
  private asked: FederationRequest | undefined;

  override get title(): string {
    return words.askTitle;
  }
  override get takesRequests(): boolean {
    return true;
  }
  override get help(): readonly string[] {
    return words.help.request;
  }
  override get spoken(): string {
    return this.at === 'asking' && this.waiting ? this.lines().join('') : this.answer().sentence;
  }

  override opened(): void {
    this.asked = this.waiting;
    this.onLeave(
      this.tv.box.subscribe((box, before) => {
        if (box.requests === before.requests || this.at !== 'asking') return;
        this.asked ??= this.waiting;
        this.redraw();
      }),
    );
  }

  override content(theme: Theme): Children {
    if (this.at !== 'asking' || !this.asked || !this.waiting) {
      const { sign, ...said } = this.answer();
      return answerWords({ ...said, ...(sign ? { sign } : {}) }, this.ways(), theme);
    }
    return { ...this.paper(theme), ...choiceButtons(this.choices()) };
  }

  private get waiting(): FederationRequest | undefined {
    return this.tv.box.current.requests.find(({ id }) => id === this.params.request);
  }

  private lines(): string[] {
    const { asked } = this;
    if (!asked) return [];
    return [...agreement(asked), words.until, this.params.typed ? words.own : words.compare(asked.number)];
  }

  private paper(theme: Theme): Children {
    const [asks = '', ...told] = this.lines();
    const own = told.pop() ?? '';
    const width = layout.right - layout.left;
    const headline = textTemplate(asks, {
      x: 48,
      y: 40,
      width: width - 96,
      size: Math.min(theme.size('sentence'), 72),
      bold: true,
      colour: colours.inkOnPaper,
    });
    const toldTop = 40 + headline.text.h + 28;
    const lines = Math.max(1, told.length);
    const fitting = Math.floor((ownTop - 12 - toldTop) / lines / spacing);
    const size = Math.max(36, Math.min(theme.size('body'), fitting));
    return {
      Paper: {
        x: layout.left,
        y: paperTop,
        texture: surfaceTexture({ w: width, h: paperHeight, radius: 24, fill: colours.paper }),
        Asks: { ...headline, heading: true },
        Told: textTemplate(told.join('\n'), {
          x: 48,
          y: toldTop,
          width: width - 96,
          size,
          lineHeight: Math.round(size * spacing),
          colour: colours.inkOnPaper,
        }),
        Own: textTemplate(own, {
          x: 48,
          y: ownTop,
          width: width - 96,
          size: Math.min(theme.size('body'), 48),
          bold: true,
          colour: colours.inkOnPaper,
        }),
      },
    };
  }

  private choices() {
    return [
      { key: 'refuse', label: words.refuse, press: () => void this.refuse(), commit: true },
      { key: 'allow', label: words.allow, press: () => this.allow(), commit: true },
    ];
  }

  private ways() {
    if (this.at === 'refusing') return [];
    return [
      { key: 'home', label: words.toHome, press: () => this.tv.pages.home() },
      { key: 'back', label: words.back, press: () => this.tv.pages.back() },
    ];
  }

  private answer(): { sign?: 'check-circle' | 'clock'; sentence: string; more: readonly string[] } {
    switch (this.at) {
      case 'refusing':
        return { sentence: words.refusing, more: [] };
      case 'refused':
        return { sign: 'check-circle', sentence: words.refused, more: [words.refusedMore] };
      case 'failed': {
        const { sentence, next } = failureMessage(this.problem);
        return { sentence, more: [next] };
      }
      case 'asking':
        return { sign: 'clock', sentence: words.gone, more: [words.goneMore] };
    }
  }

  private allow(): void {
    const { request } = this.params;
    const name = this.asked?.name ?? '';
    const { agent, pages } = this.tv;
    pages.replace(LoginPage, {
      service: 'identity',
      title: name,
      begin: () => agent.call('requests.approve', { request }),
      goOn: () => pages.replace(DonePage, { name }),
    });
  }

  private async refuse(): Promise<void> {
    if (this.at !== 'asking') return;
    this.show('refusing');
    try {
      await this.tv.agent.call('requests.deny', { request: this.params.request });
      this.show('refused');
    } catch (error) {
      this.problem = codeOf(error);
      this.show('failed');
    }
  }

  private show(stage: RequestPage['at']): void {
    this.at = stage;
    if (!this.attached) return;
    this.focusOn('home');
    this.redraw();
    this.tv.announcer.say(this.spoken);
  }
}
