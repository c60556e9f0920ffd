import Lightning from '@lightningjs/core';
import { colours } from '../../theme/tokens.ts';

/** Drawings in assets/icons: white lines on nothing, coloured here (the mark has its own colours: draw it white). */
export type IconName =
  | 'again'
  | 'arrow-left'
  | 'arrow-right'
  | 'bell'
  | 'book'
  | 'calendar'
  | 'card'
  | 'chart'
  | 'check'
  | 'check-circle'
  | 'circle-free'
  | 'clipboard'
  | 'clock'
  | 'cross-taken'
  | 'cup'
  | 'heart'
  | 'heart-pulse'
  | 'helper'
  | 'house'
  | 'house-safe'
  | 'kana-half-voiced'
  | 'kana-voiced'
  | 'language'
  | 'letters'
  | 'id-card'
  | 'mark'
  | 'mark-ink'
  | 'person'
  | 'phone'
  | 'pin-note'
  | 'plug'
  | 'remote'
  | 'runner'
  | 'scale'
  | 'shelter'
  | 'sliders'
  | 'smartphone'
  | 'space'
  | 'speaker'
  | 'sun'
  | 'table'
  | 'television'
  | 'thermometer'
  | 'triangle';

/** Template of an icon: `{ Icon: icon('heart', { x: 36, y: 36, size: 104 }) }`. */
export function icon(
  name: IconName,
  options: { x?: number; y?: number; size: number; colour?: number; mountX?: number; mountY?: number },
) {
  const { x = 0, y = 0, size, colour = colours.paper, mountX = 0, mountY = 0 } = options;
  return {
    x,
    y,
    mountX,
    mountY,
    w: size,
    h: size,
    color: colour,
    texture: Lightning.Tools.getSvgTexture(`icons/${name}.svg`, size, size),
  };
}

/** Template of a picture in its own colours from assets/pictures (without extension), scaled to w×h. */
export function picture(name: string, options: { x?: number; y?: number; w: number; h: number }) {
  const { x = 0, y = 0, w, h } = options;
  return { x, y, w, h, texture: Lightning.Tools.getSvgTexture(`pictures/${name}.svg`, w, h) };
}
