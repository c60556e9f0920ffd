import { type Children, place } from '../../components/base/place.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import { Page } from '../../components/page/Page.ts';
import { helpWords } from '../../messages/help.ts';
import { settingsWords as words } from '../../messages/settings.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';

/** Letters, reading aloud and sound of this television. */
export class SettingsPage extends Page {
  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return helpWords.settings;
  }

  override content(theme: Theme): Children {
    const { settings, sounds, announcer } = this.tv;
    const { textSize, readAloud, sound } = settings.current;
    const row = (index: number, focusKey: string, detail: string, signWord: string, press: () => void) =>
      place(ListRow, {
        x: layout.left,
        y: layout.contentTop + index * 176,
        w: 1728,
        h: 140,
        focusKey,
        first: index === 0,
        detail,
        detailX: 48,
        signX: 1260,
        signWord,
        textSize: theme.size('label'),
        press,
        speech: `${detail}、${signWord}`,
      });
    return {
      TextSize: row(0, 'text-size', words.textSize, textSize === 'large' ? words.large : words.normal, () => {
        settings.set({ textSize: textSize === 'large' ? 'normal' : 'large' });
      }),
      ReadAloud: row(1, 'read-aloud', words.readAloud, readAloud ? words.on : words.off, () => {
        settings.set({ readAloud: !readAloud });
        this.redraw();
      }),
      Sound: row(2, 'sound', words.sound, sound ? words.soundOn : words.soundOff, () => {
        settings.set({ sound: !sound });
        this.redraw();
      }),
      Test: row(3, 'test', words.test, words.play, () => {
        sounds.play('message');
        this.onLeave(this.tv.clock.after(900, () => announcer.say(words.tested)));
      }),
    };
  }
}
