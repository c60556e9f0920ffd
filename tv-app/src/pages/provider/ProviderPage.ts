import { type Children, place } from '../../components/base/place.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import { Page } from '../../components/page/Page.ts';
import { provider as words } from '../../messages/provider.ts';
import { layout } from '../../theme/tokens.ts';
import { ConsentsPage } from './ConsentsPage.ts';
import { NumberPage } from './NumberPage.ts';
import { RequestPage } from './RequestPage.ts';
import { TelevisionNumberPage } from './TelevisionNumberPage.ts';

/** ほかの サービス: what waits for a card, two ways to bring a login here, and what was allowed. */
export class ProviderPage extends Page {
  override get title(): string {
    return words.title;
  }
  override get takesRequests(): boolean {
    return true;
  }
  override get help(): readonly string[] {
    return words.help.menu;
  }

  override opened(): void {
    this.onLeave(
      this.tv.box.subscribe((box, before) => {
        if (box.requests !== before.requests) this.redraw();
      }),
    );
  }

  override content(): Children {
    const { pages, box } = this.tv;
    const row = (focusKey: string, label: string, detail: string, press: () => void) =>
      place(ListRow, { focusKey, label, detail, labelSize: 56, detailX: 900, textSize: 44, press });
    const rows = [
      ...box.current.requests.map(({ id, name }) =>
        row(id, name, words.waiting, () => pages.open(RequestPage, { request: id })),
      ),
      row('number', words.enterNumber, words.enterNumberNote, () => pages.open(NumberPage)),
      row('own-number', words.showNumber, words.showNumberNote, () => pages.open(TelevisionNumberPage)),
      row('given', words.given, words.givenNote, () => pages.openPersonal('town', ConsentsPage)),
    ];
    return {
      Ways: place(FocusList, {
        x: layout.left,
        y: layout.contentTop,
        w: layout.right - layout.left,
        rowHeight: 140,
        gap: 36,
        perPage: rows.length > 4 ? 3 : 4,
        rows,
      }),
    };
  }
}
