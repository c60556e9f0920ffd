import type Lightning from '@lightningjs/core';
import type { Accessible } from '../components/base/accessible.ts';
import type { Children } from '../components/base/place.ts';
import { drawing, freeTexture, ringTexture, surfaceTexture } from '../components/base/surface.ts';
import { Control } from '../components/control/Control.ts';
import { icon } from '../components/icon/Icon.ts';
import { inList } from '../messages/common.ts';
import { chart as words } from '../messages/health.ts';
import { topForBaseline, topForCentre } from '../text/baseline.ts';
import { valueWords, withUnit } from '../text/numbers.ts';
import { css } from '../theme/contrast.ts';
import { fit } from '../theme/fit.ts';
import { measureFor } from '../theme/measure.ts';
import { type Theme, textTemplate, themeFor } from '../theme/theme.ts';
import { colours, ringReach } from '../theme/tokens.ts';
import { type ChartGeometry, chartGeometry } from './geometry.ts';
import { keyHint } from './key-hint.ts';
import { drawPlot, plotId } from './plot-drawing.ts';
import type { Trend } from './trend.ts';

/** The plot's place inside the panel. */
const plot = { x: 122, y: 164, right: 146, height: 294 };
const columnTop = -22;
const columnBottom = 104;

/**
 * A trend on a panel. ←→ move from point to point: its column is ringed, its values stand in one fixed place and are
 * spoken. 決定 calls `press`. The only canvas texture holds the lines; it is freed when the chart leaves the screen.
 */
export class TrendChart extends Control {
  trend: Trend = { points: [], series: [], unit: '' };
  theme: Theme = themeFor('normal');
  /** Column under the focus; the last one to begin with. */
  index = -1;
  /** What ←→ choose. */
  moveHint: string = words.day;
  /** What 決定 does, shown at the lower right; empty for nothing. */
  hint = '';
  /** Called with the column and its words when it changes, so that they are spoken. */
  moved?: (index: number, words: string) => void;
  #geometry!: ChartGeometry;

  override _init(): void {
    if (this.index < 0) this.index = this.trend.points.length - 1;
    const size = this.plotSize();
    this.#geometry = chartGeometry(this.trend, size);
    const lineColours = {
      solid: css(colours.text),
      dotted: css(colours.water),
      ground: css(colours.surface),
    };
    this.patch({
      Panel: {
        texture: surfaceTexture({
          w: this.w,
          h: this.h,
          radius: 24,
          fill: colours.surface,
          edge: colours.edge,
        }),
      },
      Back: { x: plot.x, y: plot.y, ...this.bands(size.width), ...this.tickLabels() },
      Column: {},
      Lines: {
        x: plot.x,
        y: plot.y - 24,
        texture: drawing(
          plotId(this.#geometry, size.width, size.height, lineColours),
          size.width,
          size.height + 48,
          (context) => {
            context.translate(0, 24);
            drawPlot(context, this.#geometry, lineColours);
          },
        ),
      },
      Names: this.names(size.width),
      Below: {},
      Reading: {},
      Hints: this.trend.points.length > 0 ? this.hints() : {},
    } as never);
    this.drawFocus();
  }

  override _focus(): void {
    this.drawFocus();
    this.focused?.();
  }

  override _unfocus(): void {
    this.drawFocus();
  }

  override _detach(): void {
    freeTexture(this.tag('Lines' as never) as Lightning.Element | undefined);
  }

  override redraw(): void {
    if (this.attached) this.drawFocus();
  }

  override _handleLeft(): boolean | undefined {
    return this.move(-1);
  }

  override _handleRight(): boolean | undefined {
    return this.move(1);
  }

  get accessible(): Accessible {
    return { role: 'button', name: this.speech || this.spokenPoint };
  }

  /** 「18日 水曜日、上 127、下 76」 */
  get spokenPoint(): string {
    const { trend, index } = this;
    const point = trend.points[index];
    if (!point) return words.nothing;
    const values = this.readings();
    return inList([point.words, ...(values.length > 0 ? values : [words.notMeasured])]);
  }

  protected override face(): Children {
    return {};
  }

  private move(by: number): boolean | undefined {
    const next = this.index + by;
    if (next < 0 || next >= this.trend.points.length) return false;
    this.index = next;
    this.drawFocus();
    this.moved?.(next, this.spokenPoint);
    return undefined;
  }

  private readings(): string[] {
    const { trend, index } = this;
    return trend.series.flatMap(({ name, values }) => {
      const value = values[index];
      if (value === null || value === undefined) return [];
      return [`${name} ${withUnit(valueWords(value), trend.unit)}`.trim()];
    });
  }

  /** Axis labels and hints grow with the letters; the names stand in a margin that does not. */
  private get noteSize(): number {
    return this.theme.size('note') + 2;
  }

  private plotSize() {
    return { width: this.w - plot.x - plot.right, height: plot.height };
  }

  /** Ring, column, day names and the reading place: all that changes with the focus. */
  private drawFocus(): void {
    const focused = this.hasFocus();
    const { trend, index } = this;
    const column = this.#geometry.columns[index];
    const height = plot.height + columnBottom - columnTop;
    this.patch({
      Column: column
        ? {
            x: Math.round(plot.x + column.x - column.width / 2),
            y: plot.y + columnTop,
            Fill: {
              texture: surfaceTexture({
                w: column.width,
                h: height,
                radius: 20,
                fill: focused ? colours.surfaceFocused : colours.surface,
              }),
            },
            Ring: focused
              ? { x: -ringReach, y: -ringReach, texture: ringTexture(column.width, height, 20) }
              : undefined,
          }
        : {},
    } as never);
    for (const ref of ['Below', 'Reading']) {
      const old = this.tag(ref as never) as Lightning.Element | undefined;
      old?.childList.clear();
    }
    const below = this.tag('Below' as never) as Lightning.Element;
    const reading = this.tag('Reading' as never) as Lightning.Element;
    trend.points.forEach((point, at) => {
      const here = at === index && focused;
      const common = {
        x: Math.round(plot.x + (this.#geometry.columns[at]?.x ?? 0)),
        mountX: 0.5,
        bold: here,
        colour: here ? colours.text : colours.secondText,
        lineHeight: 40,
        silent: true,
      };
      below.childList.a([
        textTemplate(point.label, { ...common, y: plot.y + plot.height + 14, size: this.noteSize }),
        textTemplate(point.sublabel, {
          ...common,
          y: plot.y + plot.height + 16 + this.noteSize,
          size: this.noteSize - 2,
        }),
      ] as never);
    });
    if (trend.points.length === 0) {
      reading.childList.a(
        textTemplate(words.nothing, {
          x: this.w / 2,
          y: this.h / 2,
          mountX: 0.5,
          mountY: 0.5,
          size: 64,
          bold: true,
          colour: colours.text,
          silent: true,
        }) as never,
      );
      return;
    }
    const readings = this.readings();
    const day = trend.points[index]?.words ?? '';
    const values = readings.length > 0 ? readings.join('  ') : words.notMeasured;
    const room = this.w - 96 - measureFor(48, false)(day) - 36;
    const size = readings.length > 0 ? fit(values, room, [68, 60, 52, 48]) : 48;
    reading.childList.a([
      textTemplate(day, {
        x: 48,
        y: 42,
        size: this.theme.size('body'),
        lineHeight: 60,
        colour: colours.secondText,
        silent: true,
      }),
      textTemplate(values, {
        x: this.w - 48,
        y: topForBaseline(42, 48, size),
        mountX: 1,
        size,
        bold: readings.length > 0,
        lineHeight: size + 12,
        colour: colours.text,
        silent: true,
      }),
    ] as never);
  }

  private bands(width: number): Children {
    const children: Children = {};
    this.#geometry.bands.forEach((band, at) => {
      if (!band) return;
      const top = Math.round(band.top);
      const bottom = Math.round(band.bottom);
      children[`Band${at}`] = { rect: true, y: top, w: width, h: bottom - top, color: colours.band };
      if (band.topLine)
        children[`Top${at}`] = { rect: true, y: top - 2, w: width, h: 3, color: colours.leaf };
      if (band.bottomLine)
        children[`Bottom${at}`] = { rect: true, y: bottom - 1, w: width, h: 3, color: colours.leaf };
    });
    return children;
  }

  private tickLabels(): Children {
    const children: Children = {};
    this.#geometry.ticks.forEach(({ y, value, target }, at) => {
      children[`Tick${at}`] = textTemplate(valueWords(value), {
        x: -18,
        y: topForCentre(y, this.noteSize),
        mountX: 1,
        size: this.noteSize,
        lineHeight: 40,
        colour: target ? colours.leaf : colours.secondText,
        silent: true,
      });
    });
    return children;
  }

  private names(width: number): Children {
    const children: Children = {};
    this.trend.series.forEach((series, at) => {
      const banded = this.#geometry.bands[at] !== null;
      const y = plot.y + Math.round(this.#geometry.names[at] ?? 0);
      const aimY = series.name ? y + 6 : y - 22;
      const short = series.name.length <= 3;
      const x = plot.x + width + (short ? 16 : 8);
      children[`Name${at}`] = textTemplate(series.name, {
        x,
        y: banded ? y - 54 : y - 28,
        size: short ? 48 : 36,
        bold: true,
        lineHeight: 56,
        colour: series.look === 'solid' ? colours.text : colours.water,
        silent: true,
      });
      if (banded) {
        children[`Aim${at}`] = textTemplate(words.target, {
          x,
          y: aimY,
          size: 36,
          lineHeight: 44,
          colour: colours.leaf,
          silent: true,
        });
      }
    });
    return children;
  }

  private hints(): Children {
    const centre = this.h - 54;
    return {
      Left: icon('arrow-left', { x: 40, y: centre - 23, size: 46, colour: colours.text }),
      Right: icon('arrow-right', { x: 88, y: centre - 23, size: 46, colour: colours.text }),
      Move: textTemplate(this.moveHint, {
        x: 146,
        y: topForCentre(centre, this.noteSize),
        size: this.noteSize,
        lineHeight: 50,
        colour: colours.secondText,
        silent: true,
      }),
      ...(this.hint ? keyHint(this.hint, this.w - 48, centre, this.noteSize) : {}),
    };
  }
}
