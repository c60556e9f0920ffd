import { measureFor } from './measure.ts';

/** Largest of the sizes at which the text fits one line; the smallest when none does. */
export function fit(text: string, width: number, sizes: readonly number[], bold = true): number {
  return sizes.find((size) => measureFor(size, bold)(text) <= width) ?? sizes[sizes.length - 1]!;
}
