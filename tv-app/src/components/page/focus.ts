import type Lightning from '@lightningjs/core';
import { Control } from '../control/Control.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Visible controls below an element, in drawing order; a control without a key gets its path of references. */
export function controlsIn(element: Lightning.Element): Control[] {
  if (!element.visible) return [];
  if (element instanceof Control) {
    if (!element.focusKey) element.focusKey = element.ref || `control-${element.id}`;
    return [element];
  }
  return (element.childList.get() as Lightning.Element[]).flatMap(controlsIn);
}

/**
 * Where an arrow leads: the nearest box in that direction, those in the same row or column first. Pure, so that the way of
 * the focus over a page can be tested without drawing it.
 */
export function nextBox<T extends Box>(boxes: readonly T[], from: Box, direction: Direction): T | undefined {
  const horizontal = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  let best: { box: T; cost: number } | undefined;
  for (const box of boxes) {
    const near = horizontal
      ? gap(from.x, from.w, box.x, box.w, sign)
      : gap(from.y, from.h, box.y, box.h, sign);
    if (near === undefined) continue;
    const aside = horizontal
      ? distance(from.y, from.h, box.y, box.h)
      : distance(from.x, from.w, box.x, box.w);
    const skew = horizontal ? Math.abs(from.y - box.y) : Math.abs(from.x - box.x);
    const cost = near + aside * 4 + skew * 0.01 + (aside > 0 ? 2000 : 0);
    if (!best || cost < best.cost) best = { box, cost };
  }
  return best?.box;
}

export function nearest(
  controls: readonly Control[],
  from: Control,
  direction: Direction,
): Control | undefined {
  const boxes = controls.map((control) => ({ control, ...boxOf(control) }));
  const own = boxes.find(({ control }) => control === from);
  if (!own) return undefined;
  return nextBox(
    boxes.filter((box) => box !== own),
    own,
    direction,
  )?.control;
}

/** Place on the 1920×1080 screen, before any scaling. */
export function boxOf(element: Lightning.Element): Box {
  let x = 0;
  let y = 0;
  let current: Lightning.Element | null = element;
  while (current) {
    x += (current.x as number) - current.mountX * current.renderWidth;
    y += (current.y as number) - current.mountY * current.renderHeight;
    current = current.parent;
  }
  return { x, y, w: element.w as number, h: element.h as number };
}

/** Free space from one span to another in a direction; undefined when the other does not lie there. */
function gap(from: number, fromSize: number, to: number, toSize: number, sign: number): number | undefined {
  const centres = (to + toSize / 2 - (from + fromSize / 2)) * sign;
  if (centres <= 0) return undefined;
  const space = sign > 0 ? to - (from + fromSize) : from - (to + toSize);
  return space < -Math.min(fromSize, toSize) / 2 ? undefined : Math.max(0, space);
}

/** Distance of two spans on the other axis; 0 when they overlap. */
function distance(a: number, aSize: number, b: number, bSize: number): number {
  return Math.max(0, b - (a + aSize), a - (b + bSize));
}
