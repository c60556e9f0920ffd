import { kanaOrders } from '../../app/settings.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Page } from '../../components/page/Page.ts';
import { inList } from '../../messages/common.ts';
import { remoteWords as words } from '../../messages/remote.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { KeyLearningPage } from './KeyLearningPage.ts';
import { KeyTestPage } from './KeyTestPage.ts';
import { NotedRow } from './NotedRow.ts';
import { rowHeight, rowTop, settingRow } from './setting-row.ts';

/** Trying the keys, teaching them, forgetting what was taught, and where the keyboard's あ stands. */
export class RemotePage extends Page {
  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help;
  }

  override content(theme: Theme): Children {
    const { tv } = this;
    const row = (at: number, focusKey: string, label: string, note: string, press: () => void) =>
      place(NotedRow, {
        x: layout.left,
        y: rowTop(at),
        w: layout.right - layout.left,
        h: rowHeight,
        focusKey,
        first: at === 0,
        label,
        note,
        labelSize: theme.size('label'),
        noteSize: theme.size('note'),
        speech: inList([label, note]),
        press,
      });
    const taught = Object.keys(tv.remote.learned).length > 0;
    return {
      Test: row(0, 'test', words.test, words.testNote, () => tv.pages.open(KeyTestPage)),
      Learn: row(1, 'learn', words.learn, words.learnNote, () => tv.pages.open(KeyLearningPage)),
      KanaOrder: settingRow(tv, theme, {
        row: 2,
        setting: 'kanaOrder',
        label: words.kanaOrder,
        values: kanaOrders,
        words: { 'from-left': words.fromLeft, 'from-right': words.fromRight },
      }),
      ...(taught
        ? {
            Forget: row(3, 'forget', words.forget, words.forgetNote, () => {
              tv.remote.teach({});
              tv.announcer.say(words.forgotten);
              this.redraw();
            }),
          }
        : {}),
    };
  }
}
