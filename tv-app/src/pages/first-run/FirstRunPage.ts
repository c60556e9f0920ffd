import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { Page } from '../../components/page/Page.ts';
import { inSentences } from '../../messages/common.ts';
import { firstRunWords as words } from '../../messages/first-run.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { fittedWords } from '../login/fitted-words.ts';
import { TourPicture } from './TourPicture.ts';

const count = 4;
const buttonTop = 734;
const wordsWidth = 846;

/**
 * Four pictures: what this is, the keys, the card, orders. Shown once by itself and again from せってい. It stands in nobody's
 * way: an order lies over it, and a card that is laid ends it.
 */
export class FirstRunPage extends Page {
  private at = 0;

  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return [words.helpSkip, words.helpAgain];
  }
  override get steps(): { count: number; current: number } {
    return { count, current: this.at + 1 };
  }
  override get spoken(): string {
    const { headline, more } = this.#shown;
    return inSentences([headline, more]);
  }

  override opened(): void {
    const { settings, box, pages } = this.tv;
    if (!settings.current.firstRunSeen) settings.set({ firstRunSeen: true });
    this.onLeave(
      box.subscribe((now, before) => {
        if (this.visible && now.reader.card && !before.reader.card) pages.home();
      }),
    );
  }

  override content(theme: Theme): Children {
    const { headline, more, shows } = this.#shown;
    const { headline: drawn, explanation } = fittedWords(headline, more, {
      width: wordsWidth,
      size: theme.size('name'),
      body: theme.size('body'),
      lowest: buttonTop - 30,
      gap: 36,
      smallest: 72,
      lines: 2,
    });
    const last = this.at === count - 1;
    const button = { y: buttonTop, h: 136, w: 405 };
    return {
      Headline: { ...drawn, heading: true },
      More: explanation,
      Next: place(Button, {
        ...button,
        x: layout.left,
        label: last ? words.begin : words.next,
        first: true,
        focusKey: 'next',
        press: () => (last ? this.#leave() : this.#turn(this.at + 1)),
      }),
      ...(last
        ? {}
        : {
            Skip: place(Button, {
              ...button,
              x: layout.left + 441,
              label: words.skip,
              fontSize: 52,
              focusKey: 'skip',
              press: () => this.#leave(),
            }),
          }),
      Picture: place(TourPicture, {
        x: 978,
        y: layout.contentTop,
        w: 846,
        h: 684,
        at: this.at,
        label: shows,
      }),
    };
  }

  override back(): boolean {
    if (this.at === 0) return false;
    this.#turn(this.at - 1);
    return true;
  }

  get #shown(): { headline: string; more: string; shows: string } {
    return words.pictures[this.at] ?? { headline: '', more: '', shows: '' };
  }

  #leave(): void {
    this.at = 0;
    this.tv.pages.back();
  }

  #turn(at: number): void {
    this.at = at;
    this.focusOn('next');
    this.redraw();
    this.tv.announcer.say(this.spoken);
  }
}
