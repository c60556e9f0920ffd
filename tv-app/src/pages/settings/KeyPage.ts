import type Lightning from '@lightningjs/core';
import type { KeyName, RawKey } from '../../app/keys/names.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Page } from '../../components/page/Page.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { KeySheet } from './KeySheet.ts';

const sheetHeight = 460;

/**
 * A page that borrows the remote control: every key comes to it, known or not, and means nothing else. So the legend is not
 * shown, and what leads on stands below the sheet.
 */
export abstract class KeyPage extends Page {
  private stop: () => void = () => {};

  protected abstract pressed(key: RawKey, name: KeyName | undefined): void;

  override opened(): void {
    this.onLeave(
      this.tv.remote.borrow((key, name) => {
        if (this.visible) this.pressed(key, name);
      }),
    );
    this.onLeave(() => this.stop());
  }

  override redraw(): void {
    super.redraw();
    const legend = this.tag('Frame.Legend' as never) as Lightning.Element | undefined;
    if (legend) legend.visible = false;
  }

  /** Runs after so long, unless this is called again before. */
  protected wait(milliseconds: number, run: () => void): void {
    this.stop();
    this.stop = this.tv.clock.after(milliseconds, () => {
      if (this.visible) run();
    });
  }

  protected sheet(
    theme: Theme,
    words: Pick<KeySheet, 'overline' | 'headline' | 'note'>,
    ways: readonly string[],
    headlineSize = theme.size('number'),
  ): Children {
    const size = theme.size('body');
    const lines = ways.map((sentence, at) => [
      `Way${at}`,
      textTemplate(sentence, {
        x: layout.left,
        y: layout.contentTop + sheetHeight + 60 + at * Math.round(size * 1.5),
        width: layout.right - layout.left,
        size,
        colour: colours.text,
      }),
    ]);
    return {
      Sheet: place(KeySheet, {
        x: layout.left,
        y: layout.contentTop,
        w: layout.right - layout.left,
        h: sheetHeight,
        focusKey: 'sheet',
        first: true,
        headlineSize,
        noteSize: theme.size('body'),
        ...words,
      }),
      ...(Object.fromEntries(lines) as Children),
    };
  }
}
