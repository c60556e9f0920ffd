import { type Children, place } from '../../components/base/place.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import { Page } from '../../components/page/Page.ts';
import { records as words } from '../../messages/health-records.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { AccessesPage, AllergiesPage, LettersPage, VaccinationsPage } from './record-lists.ts';

/** そのほか: what is looked at less often. */
export class MorePage extends Page {
  override get title(): string {
    return words.more;
  }
  override get help(): readonly string[] {
    return words.help;
  }
  override get personal(): boolean {
    return true;
  }

  override content(theme: Theme): Children {
    const { pages } = this.tv;
    const rows: [key: string, label: string, press: () => void][] = [
      ['vaccinations', words.vaccinations, () => pages.open(VaccinationsPage)],
      ['allergies', words.allergies, () => pages.open(AllergiesPage)],
      ['costs', words.costs, () => pages.open(LettersPage, { kind: 'cost' })],
      ['generics', words.generics, () => pages.open(LettersPage, { kind: 'generic' })],
      ['accesses', words.accesses, () => pages.open(AccessesPage)],
    ];
    return {
      Rows: place(FocusList, {
        x: layout.left,
        y: layout.contentTop - 12,
        w: layout.right - layout.left,
        rowHeight: 120,
        gap: 24,
        perPage: 5,
        rows: rows.map(([focusKey, label, press], at) =>
          place(ListRow, { focusKey, label, press, first: at === 0, labelSize: theme.size('label') }),
        ),
      }),
    };
  }
}
