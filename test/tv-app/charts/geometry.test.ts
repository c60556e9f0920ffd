import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartGeometry } from '../../../tv-app/src/charts/geometry.ts';
import { drawPlot, type PlotContext, plotId } from '../../../tv-app/src/charts/plot-drawing.ts';
import type { Trend } from '../../../tv-app/src/charts/trend.ts';

const box = { width: 728, height: 316 };

function trendOf(values: (number | null)[], target?: { low?: number; high?: number }): Trend {
  return {
    points: values.map((_, index) => ({ label: String(index), sublabel: '', words: String(index) })),
    series: [{ name: '上', look: 'solid', values, ...(target ? { target } : {}) }],
    unit: '',
  };
}

const week: Trend = {
  points: ['14', '15', '16', '17', '18', '19', '20'].map((label) => ({
    label,
    sublabel: '',
    words: `${label}日`,
  })),
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

describe('the geometry of a trend', () => {
  test('a missing value is a gap: the line ends before it and begins anew behind it', () => {
    const { lines } = chartGeometry(trendOf([1, 2, null, 3, null, null, 4]), box);
    expect(lines[0]?.runs.map((run) => run.map((mark) => mark.index))).toEqual([[0, 1], [3], [6]]);
  });

  test('higher values stand higher, equal values level, and nothing between two points is smoothed', () => {
    const { lines } = chartGeometry(trendOf([10, 20, 20]), box);
    const [a, b, c] = lines[0]!.runs[0]!;
    expect(a!.y).toBeGreaterThan(b!.y);
    expect(b!.y).toBe(c!.y);
  });

  test('the edges of both target ranges are the labelled heights, as in the drawn design', () => {
    const { ticks, bands } = chartGeometry(week, box);
    expect(ticks.map((tick) => tick.value)).toEqual([135, 105, 85, 65]);
    expect(ticks.every((tick) => tick.target)).toBe(true);
    expect(bands[0]!.top).toBeLessThan(bands[0]!.bottom);
    expect(bands[0]!.bottom).toBeLessThan(bands[1]!.top);
  });

  test('a target with one side open fills the plot to its edge and draws one line only', () => {
    const [band] = chartGeometry(trendOf([90, 100], { high: 120 }), box).bands;
    expect(band).toMatchObject({ bottom: box.height, topLine: true, bottomLine: false });
  });

  test('the same value every day is a level line inside the plot', () => {
    const { lines } = chartGeometry(trendOf([54, 54, 54]), box);
    for (const mark of lines[0]!.runs[0]!) expect(mark.y).toBeCloseTo(box.height / 2);
  });

  test('no data at all still gives a chart without lines', () => {
    expect(chartGeometry(trendOf([null, null]), box).lines[0]?.runs).toEqual([]);
    expect(chartGeometry(trendOf([]), box).columns).toEqual([]);
  });

  test('every mark lies inside the plot, there are at most five labels and none touches another', () => {
    const value = fc.option(fc.double({ min: -500, max: 5000, noNaN: true }), { nil: null });
    const target = fc.record(
      {
        low: fc.double({ min: 0, max: 100, noNaN: true }),
        high: fc.double({ min: 101, max: 300, noNaN: true }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), target, (values, range) => {
        const { lines, ticks, columns } = chartGeometry(trendOf(values, range), box);
        for (const run of lines[0]!.runs) {
          for (const mark of run) {
            expect(mark.y).toBeGreaterThanOrEqual(0);
            expect(mark.y).toBeLessThanOrEqual(box.height);
            expect(mark.x).toBe(columns[mark.index]!.x);
          }
        }
        expect(ticks.length).toBeLessThanOrEqual(5);
        for (let i = 1; i < ticks.length; i += 1) {
          expect(ticks[i]!.y - ticks[i - 1]!.y).toBeGreaterThanOrEqual(52);
        }
      }),
    );
  });

  test('names of two series that lie close are moved apart', () => {
    const trend: Trend = {
      ...trendOf([10, 10]),
      series: [
        { name: 'a', look: 'solid', values: [10, 10] },
        { name: 'b', look: 'dotted', values: [10.1, 10.1] },
      ],
    };
    const [first, second] = chartGeometry(trend, box).names;
    expect(Math.abs(first! - second!)).toBeGreaterThanOrEqual(112);
  });
});

describe('drawing a trend', () => {
  const record = (trend: Trend): string[] => {
    const calls: string[] = [];
    const context = new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...values: unknown[]) => {
            calls.push(
              `${String(name)}(${values.length > 0 && name === 'setLineDash' ? JSON.stringify(values[0]) : ''})`,
            );
          },
        set: () => true,
      },
    ) as PlotContext;
    drawPlot(context, chartGeometry(trend, box), { solid: '#fff', dotted: '#9cf', ground: '#000' });
    return calls;
  };

  test('a gap lifts the pen: every run is a stroke of its own, a lone value only a marker', () => {
    const calls = record(trendOf([1, 2, null, 3, 4, null, 5]));
    expect(calls.filter((call) => call === 'stroke()')).toHaveLength(2);
    expect(calls.filter((call) => call === 'arc()')).toHaveLength(10);
  });

  test('the second line differs by dots and squares, not by colour alone', () => {
    const calls = record(week);
    expect(calls).toContain('setLineDash([0.1,16])');
    expect(calls.filter((call) => call === 'rect()')).toHaveLength(14);
  });

  test('the name of a drawing changes with its data and with its size', () => {
    const first = chartGeometry(trendOf([1, 2, 3]), box);
    const other = chartGeometry(trendOf([1, 2, 4]), box);
    expect(plotId(first, 728, 316)).toBe(plotId(chartGeometry(trendOf([1, 2, 3]), box), 728, 316));
    expect(plotId(first, 728, 316)).not.toBe(plotId(other, 728, 316));
    expect(plotId(first, 728, 316)).not.toBe(plotId(first, 800, 316));
  });
});
