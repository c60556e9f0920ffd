import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { Page } from '../../components/page/Page.ts';
import { visit as words } from '../../messages/visit.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { quietWords } from './quiet-words.ts';

/** The visit is over and the card still lies there: says so until it is taken. */
export class GoodbyePage extends Page {
  override get title(): string {
    return words.goodbyeTitle;
  }
  override get help(): readonly string[] {
    return words.goodbyeHelp;
  }
  override get spoken(): string {
    return `${words.goodbyeTitle}。${words.goodbye}`;
  }

  override opened(): void {
    this.tv.announcer.say(this.spoken);
    this.onLeave(
      this.tv.box.subscribe(({ reader, session }) => {
        if ((!reader.card || session) && this.active) this.tv.pages.back();
      }),
    );
  }

  override content(theme: Theme): Children {
    return {
      ...quietWords(words.goodbye, words.goodbyeMore, theme),
      Home: place(Button, {
        x: layout.left,
        y: 734,
        w: 480,
        h: 136,
        label: words.home,
        first: true,
        focusKey: 'home',
        press: () => this.tv.pages.home(),
      }),
    };
  }
}
