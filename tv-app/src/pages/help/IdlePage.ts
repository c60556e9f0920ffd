import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { Page } from '../../components/page/Page.ts';
import { idleWords } from '../../messages/help.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';

/** Asks whether the visit goes on; without an answer it ends. */
export class IdlePage extends Page {
  override get title(): string {
    return idleWords.title;
  }
  override get help(): readonly string[] {
    return [];
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    return `${idleWords.question}${idleWords.more}`;
  }

  override opened(): void {
    this.tv.sounds.play('message');
    this.tv.announcer.say(this.spoken);
  }

  override content(theme: Theme): Children {
    return {
      Question: textTemplate(idleWords.question, {
        x: layout.left,
        y: 260,
        width: 1728,
        size: theme.size('name'),
        bold: true,
        colour: colours.text,
      }),
      More: textTemplate(idleWords.more, {
        x: layout.left,
        y: 440,
        width: 1728,
        size: theme.size('body'),
        colour: colours.text,
      }),
      Go: place(Button, {
        x: layout.left,
        y: 734,
        w: 560,
        h: 136,
        label: idleWords.goOn,
        first: true,
        focusKey: 'go-on',
        press: () => this.tv.pages.back(),
      }),
    };
  }
}
