import type { Children } from '../src/components/base/place.ts';
import { Page } from '../src/components/page/Page.ts';
import { measureFor } from '../src/theme/measure.ts';
import { type Theme, textTemplate } from '../src/theme/theme.ts';
import { colours, layout } from '../src/theme/tokens.ts';
import type { Exhibit } from './exhibit.ts';

/** One component, a screen of examples at a time; 3 shows the next, and so does a channel key where 3 types something. */
export class ExhibitPage extends Page<{ exhibit: Exhibit }> {
  private at = 0;

  override get title(): string {
    return this.params.exhibit.name;
  }
  override get help(): readonly string[] {
    return ['3を おすと つぎの ようすに なります。', '1で いろ、2で ことばが かわります。'];
  }
  override get spoken(): string {
    return `${this.title}。${this.screen.name}`;
  }

  private get screen() {
    const { screens } = this.params.exhibit;
    const screen = screens[this.at % screens.length];
    if (!screen) throw new Error(`${this.title} has no screen`);
    return screen;
  }

  override content(theme: Theme): Children {
    const { screens } = this.params.exhibit;
    const state = `${(this.at % screens.length) + 1}/${screens.length}  ${this.screen.name}`;
    return {
      ...this.screen.content({
        tv: this.tv,
        theme,
        pressed: (words) => this.toast(words),
        focusOn: (key) => this.focusOn(key),
      }),
      State: textTemplate(state, {
        x: layout.left + measureFor(theme.size('title'), true)(this.title) + 60,
        y: 82,
        size: 36,
        lineHeight: 40,
        colour: colours.secondText,
      }),
    };
  }

  _handleDigit3(): void {
    this.#turn(1);
  }
  _handleChannelUp(): void {
    this.#turn(1);
  }
  _handleChannelDown(): void {
    this.#turn(this.params.exhibit.screens.length - 1);
  }

  #turn(by: number): void {
    this.at += by;
    this.redraw();
  }
}
