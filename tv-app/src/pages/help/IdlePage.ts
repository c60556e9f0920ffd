import { isKeyName, type KeyName } from '../../app/keys/names.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { Page } from '../../components/page/Page.ts';
import { inSentences } from '../../messages/common.ts';
import { idleWords } from '../../messages/help.ts';
import { idleHelp } from '../../messages/page-help.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';

/** These keep their meaning, which is an answer too. */
const withMeaning: readonly KeyName[] = ['Enter', 'Back', 'Tv', 'Green', 'Red', 'Yellow', 'Blue'];

/** Asks whether the visit goes on; any key says yes, without an answer it ends. */
export class IdlePage extends Page {
  override get title(): string {
    return idleWords.title;
  }
  override get help(): readonly string[] {
    return idleHelp.sentences;
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    return inSentences([idleWords.question, idleWords.more]);
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

  override _captureKey(key: unknown): boolean | undefined {
    if (isKeyName(key) && withMeaning.includes(key)) return false;
    this.tv.pages.back();
    return undefined;
  }
}
