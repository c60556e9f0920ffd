import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { inSentences } from '../../messages/common.ts';
import { health } from '../../messages/health.ts';
import { measure as measureWords, records as words } from '../../messages/health-records.ts';
import { topForHeadline } from '../../text/baseline.ts';
import { dayOf } from '../../text/calendar.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { BloodPressurePage } from './BloodPressurePage.ts';
import { CheckUpPage } from './CheckUpPage.ts';
import { MeasurePage } from './MeasurePage.ts';
import { MedicinesPage } from './MedicinesPage.ts';
import { MorePage } from './MorePage.ts';
import { RecordRow } from './RecordRow.ts';
import { type HealthRecords, healthRecords } from './requests.ts';
import { type SummaryRow, summaryOf } from './summary.ts';
import { WeightPage } from './WeightPage.ts';

const rowsTop = 318;
const rowHeight = 120;
const rowGap = 24;
const waysTop = rowsTop + 3 * (rowHeight + rowGap);

/** けんこう: what is new in one sentence, then a row for each kind of record. */
export class HealthPage extends Page {
  private records!: Loadable<HealthRecords>;

  override get title(): string {
    return health.title;
  }
  override get help(): readonly string[] {
    return health.helpSummary;
  }
  override get personal(): boolean {
    return true;
  }

  override get spoken(): string {
    const { state } = this.records;
    if (state.kind !== 'ready') return this.title;
    return inSentences([this.title, summaryOf(state.value, dayOf(this.tv.clock.now())).headline]);
  }

  override opened(): void {
    this.records = this.load(() => healthRecords(this.tv));
  }

  override content(theme: Theme): Children {
    return this.when(this.records, (records) => {
      const summary = summaryOf(records, dayOf(this.tv.clock.now()));
      if (summary.empty) return this.nothing(theme);
      return {
        Headline: this.headline(summary.headline, theme),
        ...Object.fromEntries(
          summary.rows.map((record, at) => [
            `Row${at}`,
            place(RecordRow, {
              x: layout.left,
              y: rowsTop + at * (rowHeight + rowGap),
              w: layout.right - layout.left,
              h: rowHeight,
              focusKey: record.kind,
              first: record.value !== '' && summary.rows.findIndex(({ value }) => value !== '') === at,
              record,
              theme,
              ...(record.value ? { press: () => this.open(record, records) } : { look: 'taken' as const }),
            }),
          ]),
        ),
        ...this.ways(records),
      };
    });
  }

  /** What else there is, in one row below the records. */
  private ways(records: HealthRecords | undefined): Children {
    const { pages } = this.tv;
    const measure = () =>
      pages.open(MeasurePage, {
        lastPressure: records?.pressures[0],
        lastWeight: records?.weights[0],
        saved: () => this.records.retry(),
      });
    const way = (at: number, focusKey: string, label: string, press: () => void) =>
      place(Button, {
        x: columnX(at * 4),
        y: waysTop,
        w: columnsWidth(4),
        h: 120,
        fontSize: 48,
        label,
        focusKey,
        press,
      });
    return {
      Medicines: way(0, 'medicines', words.medicines, () => pages.open(MedicinesPage)),
      Measure: way(1, 'measure', measureWords.title, measure),
      More: way(2, 'more', words.more, () => pages.open(MorePage)),
    };
  }

  private nothing(theme: Theme): Children {
    return {
      Headline: this.headline(health.emptyHeadline, theme),
      Sentence: textTemplate(health.emptySentence, {
        x: layout.left,
        y: 330,
        size: theme.size('body'),
        colour: colours.text,
      }),
      ...this.ways(undefined),
    };
  }

  private headline(words: string, theme: Theme) {
    const size = theme.size('headline');
    const y = topForHeadline(rowsTop, size);
    return textTemplate(words, { x: layout.left, y, size, bold: true, colour: colours.text });
  }

  private open({ kind }: SummaryRow, records: HealthRecords): void {
    const { pages } = this.tv;
    switch (kind) {
      case 'pressure':
        pages.open(BloodPressurePage, { readings: records.pressures });
        break;
      case 'weight':
        pages.open(WeightPage, { readings: records.weights });
        break;
      case 'check-up':
        pages.open(CheckUpPage, { checkUps: records.checkUps });
        break;
    }
  }
}
