import { cpus, loadavg, release, totalmem } from 'node:os';

/** One measured quantity. With a limit it is met or missed; without, it explains the others. */
export interface Figure {
  name: string;
  unit: 'ms' | 'MB' | '%' | 'count' | 'bytes' | 'per s';
  /** What is held against the limit: the value itself, or of a series what `of` says. */
  value: number;
  of?: 'p95' | 'median' | 'max';
  limit?: number;
  /** What is to be reached or surpassed, where more is better. */
  least?: number;
  /** Of a series. */
  series?: { count: number; median: number; p95: number; max: number };
  /** How it was measured, where the name does not say it. */
  how?: string;
}

export interface Report {
  figures: Figure[];
  /** What could not be measured here, and why. */
  missing: string[];
  /** With `--json` printed as the last line instead of the common one, where others have agreed on its shape. */
  line?: object;
}

/** A bench: one name of `npm run bench -- NAME`. */
export interface Bench {
  /** One line for the list. */
  summary: string;
  /** Its own options, as lines of `--help`; empty without. */
  options: string;
  /** @param args its own options @param say progress for people */
  run(args: readonly string[], say: (line: string) => void): Promise<Report>;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** A series as a figure; `of` is held against the limit. */
export function series(
  name: string,
  values: readonly number[],
  { of = 'p95', unit = 'ms', limit, how }: Partial<Omit<Figure, 'name' | 'value' | 'series'>> = {},
): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
  const found = { count: sorted.length, median: at(0.5), p95: at(0.95), max: at(1) };
  return { name, unit, of, value: found[of], ...optional({ limit, how }), series: found };
}

export function single(
  name: string,
  value: number,
  { unit = 'count', limit, least, how }: Partial<Omit<Figure, 'name' | 'value' | 'series' | 'of'>> = {},
): Figure {
  return { name, unit, value: round(value), ...optional({ limit, least, how }) };
}

const optional = (values: {
  limit?: number | undefined;
  least?: number | undefined;
  how?: string | undefined;
}) => ({
  ...(values.limit !== undefined && { limit: values.limit }),
  ...(values.least !== undefined && { least: values.least }),
  ...(values.how !== undefined && { how: values.how }),
});

/** Whether a figure keeps its limit and reaches its least; undefined when it has neither. */
export function met({ value, limit, least }: Figure): boolean | undefined {
  if (limit === undefined && least === undefined) return undefined;
  return value <= (limit ?? value) && value >= (least ?? value);
}

/** Figures mean nothing without the machine they were taken on. */
export function machine(): Record<string, string | number> {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryMB: Math.round(totalmem() / 1e6),
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.versions.node,
    loadBefore: round(loadavg()[0] ?? 0),
  };
}

/** A table for people. */
export function tableOf({ figures, missing }: Report): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, of, limit, least, series: all } = figure;
    const kept = met(figure);
    return [
      kept === undefined ? ' ' : kept ? '✓' : '✗',
      name,
      `${value} ${unit}${of === undefined ? '' : ` ${of}`}`,
      limit !== undefined ? `≤ ${limit}` : least !== undefined ? `≥ ${least}` : '',
      all === undefined ? '' : `median ${all.median}, max ${all.max}, n ${all.count}`,
    ];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines.map((line) => line.trimEnd()), ...missing.map((line) => `–  ${line}`)].join('\n');
}
