import type { Children } from '../../components/base/place.ts';
import { Page } from '../../components/page/Page.ts';
import { provider as words } from '../../messages/provider.ts';
import type { Theme } from '../../theme/theme.ts';
import { answerWords } from './answer-words.ts';

/** Signed in at the service provider, as long as the card lies there. */
export class DonePage extends Page<{ name: string }> {
  override get title(): string {
    return this.params.name;
  }
  override get publicTitle(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help.menu;
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    return `${words.done}${words.doneMore}${words.doneKeep}`;
  }

  override opened(): void {
    this.tv.announcer.say(this.spoken);
  }

  override content(theme: Theme): Children {
    return answerWords(
      { sign: 'check-circle', sentence: words.done, more: [words.doneMore, words.doneKeep] },
      [{ key: 'home', label: words.toHome, press: () => this.tv.pages.home() }],
      theme,
    );
  }
}
