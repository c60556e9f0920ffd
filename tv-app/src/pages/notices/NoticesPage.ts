import type { PublicNotice } from '../../../../mock-platform/src/protocol/notices.ts';
import type { Dated } from '../../app/last-public.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { PaperCard } from '../../components/paper-card/PaperCard.ts';
import { helpWords } from '../../messages/help.ts';
import { home } from '../../messages/home.ts';
import { noticesWords } from '../../messages/notices.ts';
import { watchOverEntry } from '../../messages/watch-over.ts';
import { momentWords } from '../../text/dates.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { doors } from '../doors.ts';
import { NoticeRow } from './NoticeRow.ts';
import { noticePicture } from './pictures.ts';
import { publicNotices } from './public-notices.ts';

/** The town's news: the focused one is read in full on the paper card, the others wait at the right. */
export class NoticesPage extends Page {
  private notices!: Loadable<Dated<PublicNotice[]>>;
  private chosen = 0;

  override get title(): string {
    return noticesWords.title;
  }
  override get help(): readonly string[] {
    return helpWords.notices;
  }

  override opened(): void {
    this.notices = this.load(() => publicNotices(this.tv));
  }

  override content(theme: Theme): Children {
    return this.when(this.notices, ({ value }) => {
      const notice = value[Math.min(this.chosen, value.length - 1)];
      if (!notice) return this.#nothing(theme);
      const picture = noticePicture(notice.picture);
      return {
        Card: place(PaperCard, {
          x: layout.left,
          y: layout.contentTop,
          w: columnsWidth(7),
          h: 684,
          focusKey: 'card',
          first: true,
          overline: notice.issuer,
          source: momentWords(notice.publishedAt),
          headline: notice.headline,
          sentences: notice.sentences,
          ...(picture ? { picture } : {}),
          noteSize: 36,
          headlineSize: theme.size('sentence'),
          bodySize: theme.size('body'),
          press: () => this.tv.announcer.say([notice.headline, ...notice.sentences].join('')),
        }),
        List: {
          ...place(FocusList, {
            x: columnX(7),
            y: layout.contentTop,
            w: columnsWidth(5),
            perPage: value.length > 3 ? 3 : 4,
            rowHeight: 153,
            gap: 24,
            rows: [
              ...value.map((item, index) =>
                place(NoticeRow, {
                  focusKey: item.id,
                  headline: item.headline,
                  issuer: item.issuer,
                  chosen: item.id === notice.id,
                  fontSize: theme.textSize === 'large' ? 48 : 44,
                  first: false,
                  press: () => {
                    this.chosen = index;
                    this.focusOn('card');
                    this.redraw();
                  },
                }),
              ),
              this.#watchOver(theme),
            ],
          }),
        },
      };
    });
  }

  /** Last in the list: what this household's town tells of who is signed in. */
  #watchOver(theme: Theme): object {
    return place(NoticeRow, {
      focusKey: 'watch-over',
      headline: watchOverEntry.entry,
      fontSize: theme.textSize === 'large' ? 48 : 44,
      first: false,
      press: () => this.tv.pages.openPersonal('town', doors.watchOver),
    });
  }

  #nothing(theme: Theme): Children {
    return {
      Sentence: textTemplate(noticesWords.none, {
        x: layout.left,
        y: 260,
        size: theme.size('headline'),
        bold: true,
        colour: colours.text,
      }),
      More: textTemplate(home.noNewsMore, {
        x: layout.left,
        y: 400,
        width: 1500,
        size: theme.size('body'),
        colour: colours.text,
      }),
      Close: place(Button, {
        x: layout.left,
        y: 734,
        w: 480,
        h: 136,
        label: noticesWords.close,
        first: true,
        focusKey: 'close',
        press: () => this.tv.pages.back(),
      }),
    };
  }
}
