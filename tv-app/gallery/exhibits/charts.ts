import { TrendChart } from '../../src/charts/TrendChart.ts';
import { TrendTable } from '../../src/charts/TrendTable.ts';
import type { Trend } from '../../src/charts/trend.ts';
import { place } from '../../src/components/base/place.ts';
import { health } from '../../src/messages/health.ts';
import { columnsWidth, columnX, layout } from '../../src/theme/tokens.ts';
import type { Exhibit, Screen } from '../exhibit.ts';

const week = ['14', '15', '16', '17', '18', '19', '20'];
const weekdays = ['土', '日', '月', '火', '水', '木', '金'];
const points = week.map((label, index) => ({
  label,
  sublabel: weekdays[index] ?? '',
  words: `${label}日 ${weekdays[index]}曜日`,
}));

const pressure: Trend = {
  points,
  series: [
    {
      name: '上',
      look: 'solid',
      values: [132, 128, 134, 131, 127, 129, 126],
      target: { low: 105, high: 135 },
    },
    { name: '下', look: 'dotted', values: [80, 78, 82, 79, 76, 80, 78], target: { low: 65, high: 85 } },
  ],
  unit: '',
};
const withGaps: Trend = {
  points,
  series: [{ name: '体重', look: 'solid', values: [52.4, null, 52.1, 52.2, null, null, 51.9] }],
  unit: 'kg',
  leastSpan: 4,
};
const onePoint: Trend = {
  points: points.slice(-1),
  series: [{ name: '体重', look: 'solid', values: [51.9] }],
  unit: 'kg',
  leastSpan: 4,
};
const nothing: Trend = { points: [], series: [], unit: '' };

const panel = {
  x: columnX(3),
  y: layout.contentTop,
  w: columnsWidth(7),
  h: layout.contentBottom - layout.contentTop,
  focusKey: 'trend',
};

const chart = (name: string, trend: Trend): Screen => ({
  name,
  content: ({ pressed, theme }) => ({
    Chart: place(TrendChart, {
      ...panel,
      theme,
      trend,
      hint: health.inTable,
      press: () => pressed(health.inTable),
    }),
  }),
});

export const lineChart: Exhibit = {
  name: 'TrendChart, TrendTable',
  screens: [
    chart('two lines in their targets', pressure),
    chart('gaps', withGaps),
    chart('one value', onePoint),
    chart('empty', nothing),
    {
      name: 'table',
      content: ({ pressed, theme }) => ({
        Table: place(TrendTable, {
          ...panel,
          theme,
          trend: pressure,
          hint: health.inChart,
          press: () => pressed(health.inChart),
        }),
      }),
    },
    {
      name: 'table with gaps',
      content: () => ({ Table: place(TrendTable, { ...panel, trend: withGaps }) }),
    },
  ],
};
