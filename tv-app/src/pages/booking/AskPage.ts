import { ServiceError } from '../../clients/services.ts';
import type { Children } from '../../components/base/place.ts';
import { Page } from '../../components/page/Page.ts';
import { booking as words } from '../../messages/booking.ts';
import type { Theme } from '../../theme/theme.ts';
import { type Ask, askView } from './ask-view.ts';
import { problemOf } from './reserve-layout.ts';

/** A page that asks one question and sends the answer: what it shows is `ask`, a refusal takes its place. */
export abstract class AskPage<P> extends Page<P> {
  /** What an answer has led to; before one it is `undefined`. */
  protected outcome: Ask | undefined;
  private sending = false;

  override get title(): string {
    return words.title;
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    return (this.outcome ?? this.ask()).headline;
  }

  protected abstract ask(): Ask;

  override content(theme: Theme): Children {
    return askView(this.outcome ?? this.ask(), theme);
  }

  /** Two buttons that are always right: home, or one step back. */
  protected readonly ways: Record<'home' | 'back', Ask['buttons'][number]> = {
    home: { key: 'home', label: words.toHome, press: () => this.tv.pages.home() },
    back: { key: 'back', label: words.fix, press: () => this.tv.pages.back() },
  };

  /** Sends once; shows what it leads to, or why it was refused. */
  protected async send<T>(request: () => Promise<T>, next: (value: T) => Ask | undefined): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      const outcome = next(await request());
      if (outcome) this.outcome = outcome;
    } catch (error) {
      const { sentence, next: hint } = problemOf(
        error instanceof ServiceError ? error.code : 'platform.failed',
      );
      this.outcome = { ...this.ask(), headline: sentence, more: hint, buttons: [this.ways.home] };
    }
    this.sending = false;
    if (!this.attached) return;
    this.focusOn('');
    this.redraw();
  }
}
