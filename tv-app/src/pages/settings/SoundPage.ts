import { voiceSpeeds } from '../../app/settings.ts';
import { type Children, place } from '../../components/base/place.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import { Page } from '../../components/page/Page.ts';
import { inList } from '../../messages/common.ts';
import { settingsWords as words } from '../../messages/settings.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { rowHeight, rowTop, settingRow } from './setting-row.ts';

/** The chime has faded when the voice begins. */
const afterChime = 900;

/** Reading aloud, speed of the voice, sounds of the keys, and a sample of all. */
export class SoundPage extends Page {
  private stop: () => void = () => {};

  override get title(): string {
    return words.sound.label;
  }
  override get help(): readonly string[] {
    return [...words.helpLook, words.volume];
  }

  override opened(): void {
    this.onLeave(() => this.stop());
  }

  override content(theme: Theme): Children {
    const { tv } = this;
    return {
      ReadAloud: settingRow(tv, theme, {
        row: 0,
        setting: 'readAloud',
        label: words.readAloud,
        values: [true, false],
        words: words.switches,
      }),
      VoiceSpeed: settingRow(tv, theme, {
        row: 1,
        setting: 'voiceSpeed',
        label: words.voiceSpeed,
        values: voiceSpeeds,
        words: words.voiceSpeeds,
        spoken: () => words.tested,
      }),
      KeySound: settingRow(tv, theme, {
        row: 2,
        setting: 'sound',
        label: words.keySound,
        values: [true, false],
        words: words.sounds,
      }),
      Test: place(ListRow, {
        x: layout.left,
        y: rowTop(3),
        w: layout.right - layout.left,
        h: rowHeight,
        focusKey: 'test',
        label: words.test,
        labelSize: theme.size('label'),
        sign: 'speaker',
        signX: 1400,
        signWord: words.play,
        textSize: theme.size('label'),
        speech: inList([words.test, words.play]),
        press: () => {
          this.stop();
          tv.sounds.play('message');
          this.stop = tv.clock.after(afterChime, () => tv.announcer.say(words.tested));
        },
      }),
    };
  }
}
