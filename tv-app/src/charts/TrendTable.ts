import type { Accessible } from '../components/base/accessible.ts';
import type { Children } from '../components/base/place.ts';
import { Control } from '../components/control/Control.ts';
import { inSentences } from '../messages/common.ts';
import { chart as words } from '../messages/health.ts';
import { topForCentre } from '../text/baseline.ts';
import { valueInColumn, valueWords, withUnit } from '../text/numbers.ts';
import { type Theme, textTemplate, themeFor } from '../theme/theme.ts';
import { colours } from '../theme/tokens.ts';
import { keyHint } from './key-hint.ts';
import type { Trend } from './trend.ts';

const headed = 104;
const bare = 52;

/** The same trend as words and figures, newest first: for whoever reads a table more easily than a line. */
export class TrendTable extends Control {
  trend: Trend = { points: [], series: [], unit: '' };
  hint = '';
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    const { points, series, unit } = this.trend;
    const rows = points
      .map((point, at) => {
        const values = series.map(({ name, values }) => {
          const value = values[at] ?? null;
          return value === null ? '' : `${name} ${withUnit(valueWords(value), unit)}`;
        });
        return [point.words, ...values.filter(Boolean)].join(' ');
      })
      .reverse();
    return { role: 'button', name: inSentences(rows) };
  }

  protected override face(): Children {
    const { points, series, unit } = this.trend;
    const columnX = (at: number) => this.w - 72 - (series.length - 1 - at) * 240;
    const top = series.some(({ name }) => name !== '') ? headed : bare;
    const rowHeight = Math.min(84, Math.floor((this.h - top - 100) / Math.max(1, points.length)));
    const children: Children = {};
    series.forEach(({ name }, at) => {
      children[`Head${at}`] = textTemplate(name, {
        x: columnX(at),
        y: 34,
        mountX: 1,
        size: 44,
        bold: true,
        lineHeight: 60,
        colour: colours.secondText,
      });
    });
    [...points.keys()].reverse().forEach((at, row) => {
      const point = points[at];
      const y = top + row * rowHeight;
      if (row > 0 || top === headed) {
        children[`Rule${row}`] = { rect: true, x: 48, y: y - 2, w: this.w - 96, h: 2, color: colours.edge };
      }
      const centre = y + rowHeight / 2;
      children[`Day${row}`] = textTemplate(point?.words ?? '', {
        x: 48,
        y: topForCentre(centre, 44),
        size: 44,
        lineHeight: 60,
        colour: colours.text,
      });
      series.forEach(({ values }, column) => {
        const value = values[at] ?? null;
        children[`Value${row}-${column}`] = textTemplate(
          value === null ? words.none : withUnit(valueInColumn(value, values), unit),
          {
            x: columnX(column),
            y: topForCentre(centre, 48),
            mountX: 1,
            size: 48,
            bold: value !== null,
            lineHeight: 60,
            colour: value === null ? colours.secondText : colours.text,
          },
        );
      });
    });
    if (this.hint)
      Object.assign(children, keyHint(this.hint, this.w - 48, this.h - 54, this.theme.size('note') + 2));
    return children;
  }
}
