import { type Children, place } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { Button } from '../../components/button/Button.ts';
import { Page } from '../../components/page/Page.ts';
import { helpWords } from '../../messages/help.ts';
import { topForCentre } from '../../text/baseline.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';

/** つかいかた of the page below it: at most four sentences and the way back. */
export class HelpPage extends Page<{ title: string; sentences: readonly string[] }> {
  override get title(): string {
    return helpWords.title;
  }
  override get help(): readonly string[] {
    return [];
  }
  override get spoken(): string {
    return [helpWords.of(this.params.title), ...this.params.sentences].join('。');
  }

  override content(theme: Theme): Children {
    const size = theme.size('label');
    const lineHeight = 98;
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
        [...this.params.sentences, helpWords.colours].slice(0, 4).map((sentence, index) => [
          `Sentence${index}`,
          textTemplate(sentence, {
            x: layout.left + 48,
            y: topForCentre(layout.contentTop + 158 + index * lineHeight, size),
            size,
            bold: true,
            colour: colours.inkOnPaper,
          }),
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
}
