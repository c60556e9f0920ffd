import { TrendChart } from '../../charts/TrendChart.ts';
import { TrendTable } from '../../charts/TrendTable.ts';
import type { Trend } from '../../charts/trend.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Page } from '../../components/page/Page.ts';
import { inList, inSentences } from '../../messages/common.ts';
import { chart, health, verdictSentence } from '../../messages/health.ts';
import { withUnit } from '../../text/numbers.ts';
import type { Theme } from '../../theme/theme.ts';
import { columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { type Figure, FigureCard } from './FigureCard.ts';
import type { Verdict } from './verdict.ts';

/** What a trend page shows of one kind of record. */
export interface TrendView {
  when: string;
  figures: Figure[];
  verdict: Verdict;
  sentence: string;
  /** What the figure is, in plain words. */
  explanation?: string;
  source: string;
  date: string;
  trend: Trend;
}

/** The last value large on paper at the left, its course at the right as a chart, on 決定 as a table. */
export abstract class TrendPage<P> extends Page<P> {
  private view: TrendView | undefined;
  private shows: 'chart' | 'table' = 'chart';
  private index = -1;

  /** The page's content, made once when it opens from what it was given. */
  protected abstract makeView(today: Date): TrendView;
  protected get moveHint(): string {
    return chart.day;
  }

  override get personal(): boolean {
    return true;
  }
  override get help(): readonly string[] {
    return health.helpTrend;
  }

  override get spoken(): string {
    const { view } = this;
    if (!view) return this.title;
    const figures = view.figures.map(({ label, value, unit }) => `${label} ${withUnit(value, unit)}`.trim());
    const words = [this.title, view.when, inList(figures), view.sentence || verdictSentence(view.verdict)];
    return inSentences(words);
  }

  /** A table is left for its chart first. */
  override back(): boolean {
    if (this.shows === 'chart') return false;
    this.show('chart');
    return true;
  }

  override opened(): void {
    this.view = this.makeView(this.tv.clock.now());
    // Nothing of a person stays behind when the page is left (D15).
    this.onLeave(() => {
      this.view = undefined;
    });
  }

  override content(theme: Theme): Children {
    const { view } = this;
    if (!view) return {};
    const height = layout.contentBottom - layout.contentTop;
    const { trend, ...card } = view;
    const panel = {
      x: columnX(5),
      y: layout.contentTop,
      w: columnsWidth(7),
      h: height,
      focusKey: 'trend',
      first: true,
      theme,
      trend,
    };
    return {
      Card: place(FigureCard, {
        ...card,
        x: layout.left,
        y: layout.contentTop,
        w: columnsWidth(5),
        h: height,
        theme,
      }),
      Trend:
        this.shows === 'chart'
          ? place(TrendChart, {
              ...panel,
              index: this.index,
              hint: health.inTable,
              moveHint: this.moveHint,
              moved: (index: number, words: string) => this.moved(index, words),
              press: () => this.show('table'),
            })
          : place(TrendTable, { ...panel, hint: health.inChart, press: () => this.show('chart') }),
    };
  }

  private show(what: 'chart' | 'table'): void {
    this.shows = what;
    this.redraw();
  }

  private moved(index: number, words: string): void {
    this.index = index;
    const { announcer, settings } = this.tv;
    if (settings.current.readAloud) announcer.sayAtRest(words);
  }
}
