import { scaleLinear } from 'd3-scale';
import type { Trend, TrendSeries } from './trend.ts';

/** Where the plot lies on its canvas, in pixels. */
export interface PlotBox {
  width: number;
  height: number;
}

export interface ChartMark {
  x: number;
  y: number;
  index: number;
}

export interface ChartLine {
  look: TrendSeries['look'];
  /** Unbroken runs; a missing value ends one, so that no line is drawn where nobody measured. */
  runs: ChartMark[][];
}

export interface ChartBand {
  /** Upper and lower edge; an open side runs to the edge of the plot and has no line. */
  top: number;
  bottom: number;
  topLine: boolean;
  bottomLine: boolean;
}

export interface ChartTick {
  y: number;
  value: number;
  /** An edge of a target band is labelled in the band's colour. */
  target: boolean;
}

export interface ChartGeometry {
  columns: { x: number; width: number }[];
  lines: ChartLine[];
  bands: (ChartBand | null)[];
  ticks: ChartTick[];
  /** Height of each series' name at the right end of the plot. */
  names: number[];
}

const mostTicks = 5;
/** Labels of 38 px need this distance to stay apart. */
const tickDistance = 52;
const nameDistance = 112;
const widestColumn = 104;

/**
 * Computes a trend chart: equal columns, straight lines, gaps as gaps, target bands, at most five labelled heights
 * (target edges first). Nothing is smoothed, stacked or animated. Works without a canvas.
 */
export function chartGeometry(trend: Trend, box: PlotBox): ChartGeometry {
  const pitch = Math.min(box.width / Math.max(1, trend.points.length), widestColumn * 1.6);
  const start = (box.width - pitch * trend.points.length) / 2;
  const width = Math.min(84, pitch - 12);
  const columns = trend.points.map((_, index) => ({ x: start + pitch * (index + 0.5), width }));
  const [least, most] = extent(trend);
  const scale = scaleLinear().domain([least, most]).range([box.height, 0]);
  const lines = trend.series.map(({ look, values }) => ({
    look,
    runs: runsOf(values, (index) => columns[index]?.x ?? 0, scale),
  }));
  const bands = trend.series.map(({ target }) => bandOf(target, scale, box));
  return { columns, lines, bands, ticks: ticksOf(trend, scale), names: namesOf(trend, bands, lines, box) };
}

/** Values and target edges with an eighth of air, at least `leastSpan` high, never a span of nothing. */
function extent(trend: Trend): [number, number] {
  const numbers: number[] = [];
  for (const { values, target } of trend.series) {
    for (const value of values) if (value !== null) numbers.push(value);
    if (target?.low !== undefined) numbers.push(target.low);
    if (target?.high !== undefined) numbers.push(target.high);
  }
  if (numbers.length === 0) return [0, 1];
  const least = Math.min(...numbers);
  const most = Math.max(...numbers);
  // A span that floating point can hardly tell from nothing is none.
  const scale = Math.max(1, Math.abs(most));
  const air = most - least > scale * 1e-6 ? (most - least) / 8 : scale / 20;
  const missing = Math.max(0, (trend.leastSpan ?? 0) - (most - least + 2 * air)) / 2;
  return [least - air - missing, most + air + missing];
}

function runsOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  scale: (value: number) => number,
): ChartMark[][] {
  const runs: ChartMark[][] = [];
  let run: ChartMark[] = [];
  values.forEach((value, index) => {
    if (value === null) {
      if (run.length > 0) runs.push(run);
      run = [];
    } else {
      run.push({ x: x(index), y: scale(value), index });
    }
  });
  if (run.length > 0) runs.push(run);
  return runs;
}

function bandOf(
  target: TrendSeries['target'],
  scale: (value: number) => number,
  box: PlotBox,
): ChartBand | null {
  if (target === undefined || (target.low === undefined && target.high === undefined)) return null;
  return {
    top: target.high === undefined ? 0 : scale(target.high),
    bottom: target.low === undefined ? box.height : scale(target.low),
    topLine: target.high !== undefined,
    bottomLine: target.low !== undefined,
  };
}

function ticksOf(trend: Trend, scale: ReturnType<typeof scaleLinear<number, number>>): ChartTick[] {
  const ticks: ChartTick[] = [];
  const add = (value: number, target: boolean) => {
    const y = scale(value);
    const free = ticks.every((tick) => Math.abs(tick.y - y) >= tickDistance);
    if (free && ticks.length < mostTicks) ticks.push({ y, value, target });
  };
  for (const { target } of trend.series) {
    if (target?.high !== undefined) add(target.high, true);
    if (target?.low !== undefined) add(target.low, true);
  }
  if (trend.points.length === 0) return [];
  // Two target ranges label the height well enough; more figures would only crowd them.
  if (ticks.length < 3) for (const value of scale.ticks(4)) add(value, false);
  return ticks.sort((a, b) => a.y - b.y);
}

/** A name stands at the middle of its band, or at the end of its line, moved apart where two would touch. */
function namesOf(
  trend: Trend,
  bands: readonly (ChartBand | null)[],
  lines: readonly ChartLine[],
  box: PlotBox,
): number[] {
  const wanted = trend.series.map((_, index) => {
    const band = bands[index];
    if (band) return (band.top + band.bottom) / 2;
    const runs = lines[index]?.runs ?? [];
    const last = runs[runs.length - 1];
    return last?.[last.length - 1]?.y ?? box.height / 2;
  });
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  const places: number[] = [];
  let previous = Number.NEGATIVE_INFINITY;
  for (const { y, index } of order) {
    previous = Math.max(y, previous + nameDistance);
    places[index] = previous;
  }
  return places;
}
