import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import type { IconName } from '../../components/icon/Icon.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { inSentences } from '../../messages/common.ts';
import { health } from '../../messages/health.ts';
import { records as words } from '../../messages/health-records.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { FactRow } from './FactRow.ts';

/** One row of a list of records. */
export interface Fact {
  key: string;
  icon?: IconName;
  name: string;
  note: string;
  value: string;
  valueNote: string;
  /** Tablets to draw beside the figure. */
  pills?: number;
  press?: () => void;
}

const rowHeight = 136;

/** Records of one kind as rows, each with its source and date. */
export abstract class RecordListPage<T, P = undefined> extends Page<P> {
  protected loaded!: Loadable<T>;

  protected abstract ask(): Promise<T>;
  protected abstract factsOf(value: T): Fact[];
  protected get empty(): string {
    return words.nothing;
  }

  override get personal(): boolean {
    return true;
  }
  override get help(): readonly string[] {
    return words.help;
  }
  override get spoken(): string {
    const { state } = this.loaded;
    if (state.kind !== 'ready') return this.title;
    const [first] = this.factsOf(state.value);
    if (!first) return inSentences([this.title, this.empty]);
    return inSentences([this.title, first.name, first.value, first.valueNote]);
  }

  override opened(): void {
    this.loaded = this.load(() => this.ask());
  }

  override content(theme: Theme): Children {
    return this.when(this.loaded, (value) => {
      const facts = this.factsOf(value);
      if (facts.length === 0) return this.nothing(theme);
      const room = layout.contentBottom - layout.contentTop;
      const most = Math.floor((room + 24) / (rowHeight + 24));
      return {
        Facts: place(FocusList, {
          x: layout.left,
          y: layout.contentTop,
          w: layout.right - layout.left,
          rowHeight,
          gap: 24,
          perPage: facts.length > most ? Math.floor((room - 120) / (rowHeight + 24)) : most,
          rows: facts.map(({ key, press, ...fact }, at) =>
            place(FactRow, { ...fact, focusKey: key, first: at === 0, theme, ...(press ? { press } : {}) }),
          ),
        }),
      };
    });
  }

  private nothing(theme: Theme): Children {
    return {
      Headline: textTemplate(this.empty, {
        x: layout.left,
        y: layout.contentTop,
        size: theme.size('headline'),
        bold: true,
        colour: colours.text,
      }),
      Back: place(Button, {
        x: layout.left,
        y: 734,
        w: 560,
        h: 136,
        label: health.toHome,
        focusKey: 'home',
        first: true,
        press: () => this.tv.pages.home(),
      }),
    };
  }
}
