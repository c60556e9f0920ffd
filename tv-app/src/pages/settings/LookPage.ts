import type { Children } from '../../components/base/place.ts';
import { Page } from '../../components/page/Page.ts';
import { settingsWords as words } from '../../messages/settings.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, contrasts, layout, textSizes } from '../../theme/tokens.ts';
import { rowTop, settingRow } from './setting-row.ts';

/** Size of the letters and contrast. */
export class LookPage extends Page {
  override get title(): string {
    return words.look.label;
  }
  override get help(): readonly string[] {
    return words.helpLook;
  }

  override content(theme: Theme): Children {
    return {
      TextSize: settingRow(this.tv, theme, {
        row: 0,
        setting: 'textSize',
        label: words.textSize,
        values: textSizes,
        words: words.textSizes,
      }),
      Contrast: settingRow(this.tv, theme, {
        row: 1,
        setting: 'contrast',
        label: words.contrast,
        values: contrasts,
        words: words.contrasts,
      }),
      Sample: textTemplate(words.sample, {
        x: layout.left,
        y: rowTop(2) + 36,
        width: 1728,
        size: theme.size('sentence'),
        bold: true,
        colour: colours.text,
      }),
    };
  }
}
