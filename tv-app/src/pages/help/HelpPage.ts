import { type Children, place } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { Button } from '../../components/button/Button.ts';
import { keyPicture } from '../../components/key-picture/KeyPicture.ts';
import { Page } from '../../components/page/Page.ts';
import { helpWords } from '../../messages/help.ts';
import { topForCentre } from '../../text/baseline.ts';
import { measureFor } from '../../theme/measure.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { keysIn } from './help-keys.ts';

const rowHeight = 98;
/** The keys of a sentence stand in this column, the words after it. */
const keyColumn = 300;
const wordWidth = 1728 - 96 - keyColumn;

/** つかいかた of the page below it: at most four sentences, each with the keys it speaks of, and the way back. */
export class HelpPage extends Page<{ title: string; sentences: readonly string[] }> {
  override get title(): string {
    return helpWords.title;
  }
  /** Explains itself: 黄 closes it again. */
  override get help(): readonly string[] {
    return [];
  }
  override get spoken(): string {
    return [helpWords.of(this.params.title), ...this.params.sentences].join('。');
  }

  override content(theme: Theme): Children {
    const size = this.sizeOf(theme);
    return {
      Sheet: {
        x: layout.left,
        y: layout.contentTop,
        texture: surfaceTexture({ w: 1728, h: 512, radius: 24, fill: colours.paper }),
      },
      Of: textTemplate(helpWords.of(this.params.title), {
        x: layout.left + 48,
        y: topForCentre(layout.contentTop + 66, theme.size('note')),
        size: theme.size('note'),
        bold: true,
        colour: colours.secondOnPaper,
      }),
      ...Object.fromEntries(
        this.params.sentences
          .slice(0, 4)
          .map((sentence, index) => [
            `Sentence${index}`,
            this.row(sentence, layout.contentTop + 158 + index * rowHeight, size),
          ]),
      ),
      Close: place(Button, {
        x: layout.left,
        y: 734,
        w: 420,
        h: 136,
        label: helpWords.close,
        first: true,
        focusKey: 'close',
        press: () => this.tv.pages.back(),
      }),
    };
  }

  /** Largest letters in which every sentence is one line; undefined when there are none. */
  private sizeOf(theme: Theme): number | undefined {
    return [theme.size('label'), 52, 48].find((size) =>
      this.params.sentences.every((sentence) => measureFor(size, true)(sentence) <= wordWidth),
    );
  }

  /** One sentence, its keys at the left. */
  private row(sentence: string, centre: number, size: number | undefined): object {
    const words = { x: layout.left + 48 + keyColumn, bold: true, colour: colours.inkOnPaper };
    let x = layout.left + 48;
    const keys = keysIn(sentence).map((name, index) => {
      const { template, w } = keyPicture(name, x, centre - 38);
      x += w + 20;
      return [`Key${index}`, template];
    });
    return {
      ...Object.fromEntries(keys),
      Words: size
        ? textTemplate(sentence, { ...words, y: topForCentre(centre, size), size })
        : textTemplate(sentence, { ...words, y: centre - 46, width: wordWidth, size: 40, lineHeight: 46 }),
    };
  }

  _handleYellow(): void {
    this.tv.pages.back();
  }
}
