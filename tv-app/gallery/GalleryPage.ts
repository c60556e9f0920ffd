import { type Children, place } from '../src/components/base/place.ts';
import { FocusList } from '../src/components/focus-list/FocusList.ts';
import { ListRow } from '../src/components/list-row/ListRow.ts';
import { Page } from '../src/components/page/Page.ts';
import { layout } from '../src/theme/tokens.ts';
import { ExhibitPage } from './ExhibitPage.ts';
import { exhibits } from './exhibits/index.ts';

const help = [
  '決定を おすと ぶひんが 見られます。',
  '3を おすと つぎの ようすに なります。',
  '1で いろ、2で ことばが かわります。',
];

/** The list of components. */
export class GalleryPage extends Page {
  override get title(): string {
    return 'Gallery';
  }
  override get help(): readonly string[] {
    return help;
  }
  override get backWord(): string {
    return '—';
  }
  /** There is nothing below. */
  override back(): boolean {
    return true;
  }

  override content(): Children {
    return {
      List: place(FocusList, {
        x: layout.left,
        y: layout.contentTop,
        w: 1728,
        perPage: 4,
        rowHeight: 112,
        gap: 28,
        rows: exhibits.map((exhibit) =>
          place(ListRow, {
            focusKey: exhibit.name,
            label: exhibit.name,
            signWord: `${exhibit.screens.length}`,
            signX: 1560,
            labelSize: 56,
            press: () => this.tv.pages.open(ExhibitPage, { exhibit }),
          }),
        ),
      }),
    };
  }
}
