import type Lightning from '@lightningjs/core';
import { Control } from '../../tv-app/src/components/control/Control.ts';
import { type FontFile, readFace } from './font-file.ts';
import { measureTexts } from './stage.ts';

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface DrawnText extends Box {
  text: string;
  /** More lines than its place has, or wider than a texture can be. */
  cut: boolean;
  broken: boolean;
  control: Control | undefined;
  /** The panel, card or strip that it stands on. */
  panel: Box | undefined;
}

const faces: Record<'normal' | 'bold', FontFile> = { normal: readFace('Regular'), bold: readFace('Bold') };

/** Width in pixels as the shipped font gives it. */
function widthOf(text: string, size: number, bold: boolean): number {
  const face = faces[bold ? 'bold' : 'normal'];
  let width = 0;
  for (const one of text) width += face.advance(one.codePointAt(0) ?? 0);
  return width * size;
}

/** Lets the application without browser measure with the shipped font; to be called before it starts. */
export const measureWithFont = (): void => measureTexts(widthOf);

const placeOf = (element: Lightning.Element) =>
  (element as unknown as { core: { _worldContext: { px: number; py: number } } }).core._worldContext;

/** Every visible text below an element, with the ink of its lines as the shipped font draws it. */
export function drawnTexts(root: Lightning.Element): { texts: DrawnText[]; controls: Control[] } {
  const texts: DrawnText[] = [];
  const controls: Control[] = [];
  const walk = (element: Lightning.Element, control: Control | undefined, panel: Box | undefined): void => {
    if (!element.visible || element.alpha === 0) return;
    const { px, py } = placeOf(element);
    const own = element instanceof Control ? element : control;
    if (element instanceof Control) controls.push(element);
    const { w, h } = element;
    const sheet = w > 0 && h > 0 && w < 1920 && !element.text?.text;
    const ground = sheet ? { left: px, right: px + w, top: py, bottom: py + h } : panel;
    if (element.text?.text) texts.push(inked(element, px, py, own, panel));
    for (const child of element.childList.get() as Lightning.Element[]) walk(child, own, ground);
  };
  walk(root, undefined, undefined);
  return { texts, controls };
}

function inked(
  element: Lightning.Element,
  px: number,
  py: number,
  control: Control | undefined,
  panel: Box | undefined,
): DrawnText {
  const { text: content, fontSize: size, fontStyle, lineHeight, maxLines } = element.text!;
  const lines = content.split('\n');
  const width = Math.max(...lines.map((line) => widthOf(line, size, fontStyle === 'bold')));
  const drawn = maxLines > 0 ? Math.min(maxLines, lines.length) : lines.length;
  return {
    text: content,
    left: px,
    right: px + width,
    top: py + size * 0.18,
    bottom: py + (drawn - 1) * lineHeight + size * 1.04,
    // A Latin word that is whole in the text and on no line.
    broken: ((element as unknown as { words?: string }).words?.match(/[A-Za-z]{2,}/g) ?? []).some(
      (word) => !content.includes(word),
    ),
    cut: width > 2048 || (maxLines > 0 && lines.length > maxLines),
    control,
    panel,
  };
}

/** What is wrong with the texts on a screen: outside the safe area, their control or panel, over one another, cut. */
export function faultsOf(root: Lightning.Element): string[] {
  const { texts, controls } = drawnTexts(root);
  const faults: string[] = [];
  const say = (what: string, { text, left, right, top, bottom }: DrawnText) =>
    faults.push(`${what}: 「${text}」 x ${[left, right].map(Math.round)} y ${[top, bottom].map(Math.round)}`);
  for (const [index, one] of texts.entries()) {
    if (one.cut) say('cut', one);
    if (one.broken) say('broken inside a word', one);
    if (one.left < 86 || one.right > 1834 || one.top < 40 || one.bottom > 1040) say('off the screen', one);
    if (one.panel && !within(one, one.panel, 4)) say('off its panel', one);
    if (one.control && !within(one, boxOf(one.control), 8)) say('off its control', one);
    for (const control of controls) {
      if (control !== one.control && !holds(control, one.control) && touch(one, boxOf(control)))
        say(`over ${control.focusKey}`, one);
    }
    for (const other of texts.slice(index + 1)) if (touch(one, other)) say(`over 「${other.text}」`, one);
  }
  return faults;
}

function boxOf(control: Control): Box {
  const { px, py } = placeOf(control);
  return { left: px, right: px + control.w, top: py, bottom: py + control.h };
}

const within = (text: Box, box: Box, margin: number): boolean =>
  text.left >= box.left + margin - 8 &&
  text.right <= box.right - margin &&
  text.top >= box.top - 2 &&
  text.bottom <= box.bottom + 2;

const touch = (a: Box, b: Box): boolean =>
  a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

const holds = (outer: Control, inner: Control | undefined): boolean =>
  inner !== undefined && (inner === outer || (inner.parent instanceof Control && holds(outer, inner.parent)));
