import { helpOf, keyboardWords } from '../../messages/keyboard.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { type Children, place } from '../base/place.ts';
import { Button } from '../button/Button.ts';
import { ListRow } from '../list-row/ListRow.ts';
import { Page } from '../page/Page.ts';
import { Keyboard } from './Keyboard.ts';
import type { Sheet } from './layout.ts';

/** A text that somebody types with the remote control. */
export interface TextEntry {
  /** What is asked for: 「お名前（かな）」. */
  title: string;
  /** As far as it has come. */
  text: string;
  hint?: string;
  sheet?: Sheet;
  most?: number;
  /** Known texts to choose from before anything is typed, at most four: names from the operator's record. */
  candidates?: readonly string[];
  /** A person's data, so that it leaves the screen with the visit. Yes, unless the caller says no. */
  personal?: boolean;
  /** Each change: the draft outlives the keyboard. */
  changed?: (text: string) => void;
  /** 確定. The keyboard has gone; the caller puts the focus on what comes next. */
  done: (text: string) => void;
}

/** The keyboard as a page above the one that wants a text. 戻る closes only it; the draft stays. */
export class KeyboardPage extends Page<TextEntry> {
  private draft = '';
  private choosing = false;

  override get title(): string {
    return this.params.title;
  }
  override get help(): readonly string[] {
    return helpOf(this.choosing);
  }
  override get personal(): boolean {
    return this.params.personal ?? true;
  }

  override opened(): void {
    this.draft = this.params.text;
    this.choosing = this.draft === '' && (this.params.candidates?.length ?? 0) > 0;
  }

  override content(theme: Theme): Children {
    if (this.choosing) return this.#candidates(theme);
    const { hint = '', sheet = 'hiragana', most = 24 } = this.params;
    return {
      Keyboard: place(Keyboard, {
        x: layout.left,
        y: layout.contentTop,
        w: layout.right - layout.left,
        h: layout.contentBottom - layout.contentTop,
        value: this.draft,
        hint,
        sheet,
        most,
        order: this.tv.settings.current.kanaOrder,
        changed: (text) => {
          this.draft = text;
          this.params.changed?.(text);
        },
        done: (text) => this.#done(text),
        say: (words) => this.tv.announcer.say(words),
        focusOn: (key) => this.focusOn(key),
      }),
    };
  }

  #candidates(theme: Theme): Children {
    const rows = (this.params.candidates ?? []).slice(0, 4).map((candidate, at) => [
      `Candidate${at}`,
      place(ListRow, {
        x: layout.left,
        y: layout.contentTop + at * 136,
        w: 1728,
        h: 120,
        label: candidate,
        labelSize: theme.size('label'),
        focusKey: `candidate-${at}`,
        first: at === 0,
        press: () => {
          this.params.changed?.(candidate);
          this.#done(candidate);
        },
      }),
    ]);
    return {
      ...(Object.fromEntries(rows) as Children),
      Type: place(Button, {
        x: layout.left,
        y: 750,
        w: 860,
        h: 120,
        fontSize: 48,
        label: keyboardWords.typeMyself,
        focusKey: 'type-myself',
        press: () => {
          this.choosing = false;
          this.redraw();
        },
      }),
    };
  }

  #done(text: string): void {
    this.tv.pages.back();
    this.params.done(text);
  }
}
