import { curveLinear, line } from 'd3-shape';
import type { ChartGeometry, ChartLine, ChartMark } from './geometry.ts';

/** The part of a 2-D context that a plot needs; a test passes its own. */
export type PlotContext = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'arc'
  | 'rect'
  | 'fill'
  | 'stroke'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
>;

export interface PlotColours {
  solid: string;
  dotted: string;
  /** Ground showing as a thin rim around every marker, so that it stands off its line. */
  ground: string;
}

const lineWidth = 7;
const rim = 5;

/** Draws lines and markers of a trend: a solid line with rounds, a dotted one with squares. */
export function drawPlot(context: PlotContext, geometry: ChartGeometry, colours: PlotColours): void {
  for (const drawn of geometry.lines) drawLine(context, drawn, colours);
  for (const drawn of geometry.lines) drawMarks(context, drawn, colours);
}

function drawLine(context: PlotContext, drawn: ChartLine, colours: PlotColours): void {
  const path = line<ChartMark>(
    (mark) => mark.x,
    (mark) => mark.y,
  )
    .curve(curveLinear)
    .context(context as CanvasRenderingContext2D);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = colours[drawn.look];
  context.lineWidth = lineWidth;
  // Round caps turn dashes of almost no length into dots.
  context.setLineDash(drawn.look === 'dotted' ? [0.1, 16] : []);
  for (const run of drawn.runs) {
    if (run.length < 2) continue;
    context.beginPath();
    path(run);
    context.stroke();
  }
  context.setLineDash([]);
}

function drawMarks(context: PlotContext, drawn: ChartLine, colours: PlotColours): void {
  for (const run of drawn.runs) {
    for (const { x, y } of run) {
      for (const [grow, colour] of [
        [rim, colours.ground],
        [0, colours[drawn.look]],
      ] as const) {
        context.beginPath();
        if (drawn.look === 'solid') context.arc(x, y, 13 + grow, 0, 2 * Math.PI);
        else context.rect(x - 11 - grow, y - 11 - grow, 22 + 2 * grow, 22 + 2 * grow);
        context.fillStyle = colour;
        context.fill();
      }
    }
  }
}

/** Name of the drawing's data, size and colours: charts that differ in anything visible never share a texture. */
export function plotId(
  geometry: ChartGeometry,
  width: number,
  height: number,
  colours?: PlotColours,
): string {
  const text = JSON.stringify([width, height, geometry.lines, colours]);
  // FNV-1a, 32 bit, twice from different starts: a name, no secret.
  let first = 0x811c9dc5;
  let second = 0x01234567;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ (code + i), 0x01000193);
  }
  return `trend-${(first >>> 0).toString(16)}-${(second >>> 0).toString(16)}`;
}
