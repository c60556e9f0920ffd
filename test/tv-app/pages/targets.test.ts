import type Lightning from '@lightningjs/core';
import { beforeAll, expect, test } from 'vitest';
import type { Control } from '../../../tv-app/src/components/control/Control.ts';
import { FocusList } from '../../../tv-app/src/components/focus-list/FocusList.ts';
import { boxOf, controlsIn, type Direction, nearest } from '../../../tv-app/src/components/page/focus.ts';
import type { Page } from '../../../tv-app/src/components/page/Page.ts';
import { layout } from '../../../tv-app/src/theme/tokens.ts';
import { crawl, goWay, type Reached } from './crawl.ts';
import { type AtHanas, atHanas } from './hana.ts';
import { request } from './provider/canned.ts';

/** Every size, contrast and language: the large letters are the ones that move things, colours change no place. */
const modes = [
  { textSize: 'normal', contrast: 'normal', language: 'ja' },
  { textSize: 'large', contrast: 'normal', language: 'plain' },
  { textSize: 'large', contrast: 'normal', language: 'en' },
  { textSize: 'large', contrast: 'high', language: 'ja' },
] as const;

/** What the agent answers to pages that ask it something when they open. */
const agentReplies = {
  'requests.number': { code: '73629158', expiresAt: '2026-11-20T18:40:00+09:00' },
  'requests.claim': request,
  'consents.list': { consents: [] },
};

let tested: AtHanas;
let pages: Reached[];
/** What is wrong, by page and mode. */
const faults: string[] = [];

beforeAll(async () => {
  tested = await atHanas();
  Object.assign(tested.replies, agentReplies);
  pages = await crawl(tested, 6);
  for (const { title, way } of pages) {
    await goWay(tested, way);
    for (const mode of modes) {
      tested.tv.settings.set(mode);
      await Promise.resolve();
      const page = tested.app.page as Page<unknown>;
      const where = `${title} (${way.join(' → ')}) ${Object.values(mode).join(' ')}`;
      faults.push(...faultsOf(page).map((fault) => `${fault}: ${where}`));
    }
    tested.tv.settings.set({ textSize: 'normal', contrast: 'normal', language: 'ja' });
  }
}, 180_000);

const found = (kind: string) => faults.filter((fault) => fault.startsWith(kind));

test('the remote control alone reaches at least 25 different pages from home', () => {
  expect(pages.length).toBeGreaterThanOrEqual(25);
});

test('in every mode exactly one thing has the focus, and the arrows reach everything from it', () => {
  expect(found('focus')).toEqual([]);
});

test('in every mode every target is large enough, and keys of a keyboard are at least 96×96', () => {
  expect(found('size')).toEqual([]);
});

test('in every mode targets keep their distance and stay in the safe area', () => {
  expect([...found('gap'), ...found('safe')]).toEqual([]);
});

test('in every mode no letter is smaller than 36', () => {
  expect(found('letters')).toEqual([]);
});

test('in every mode a list shows at most five rows and the way to more', () => {
  expect(found('rows')).toEqual([]);
});

test('home has at most six ways on beside the news', () => {
  tested.app.broadcast();
  tested.app.home();
  expect((tested.app.page as Page<unknown>).controls().length).toBeLessThanOrEqual(8);
});

function faultsOf(page: Page<unknown>): string[] {
  const controls = page.controls();
  const boxes = controls.map((control) => ({ control, ...boxOf(control) }));
  const own: string[] = [];
  const focused = page._getFocused();
  if (controls.length > 0 && !controls.includes(focused as Control)) own.push('focus nowhere');
  const lost = unreached(controls, focused as Control);
  if (lost.length > 0) own.push(`focus never comes to ${lost.join(', ')}`);
  for (const { control, x, y, w, h } of boxes) {
    const [wide, high] = least(control);
    if (w < wide || h < high) own.push(`size of ${control.focusKey} is ${w}×${h}`);
    if (x < layout.left || y < layout.top || x + w > layout.right + 1 || y + h > layout.bottom)
      own.push(`safe area left by ${control.focusKey}`);
  }
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      const apart = Math.max(
        one.x - other.x - other.w,
        other.x - one.x - one.w,
        one.y - other.y - other.h,
        other.y - one.y - one.h,
      );
      const wanted = one.control.typing || other.control.typing ? 16 : 24;
      if (apart < wanted)
        own.push(`gap of ${apart} between ${one.control.focusKey} and ${other.control.focusKey}`);
    }
  }
  for (const list of listsIn(page)) {
    const rows = controlsIn(list).length;
    if (rows > 6) own.push(`rows: ${rows} of them`);
  }
  for (const { words, size } of textsIn(page)) if (size < 36) own.push(`letters of ${size}: ${words}`);
  return own;
}

/** Target 6; typing keys by target 23; the key in the header is as high as the header allows. */
function least(control: Control): [number, number] {
  if (control.typing) return [96, 80];
  return control.constructor.name === 'VisitKey' ? [280, 96] : [280, 120];
}

const directions: readonly Direction[] = ['left', 'right', 'up', 'down'];

function unreached(controls: readonly Control[], from: Control): string[] {
  const seen = new Set<Control>([from]);
  for (const control of seen) {
    for (const direction of directions) {
      const next = nearest(controls, control, direction);
      if (next) seen.add(next);
    }
  }
  return controls.filter((control) => !seen.has(control)).map(({ focusKey }) => focusKey);
}

function listsIn(element: Lightning.Element): Lightning.Element[] {
  if (element instanceof FocusList) return [element];
  return (element.childList.get() as Lightning.Element[]).flatMap(listsIn);
}

function textsIn(element: Lightning.Element): { words: string; size: number }[] {
  if (!element.visible || element.alpha === 0) return [];
  const { text } = element;
  const own = text?.text ? [{ words: text.text, size: text.fontSize }] : [];
  return own.concat((element.childList.get() as Lightning.Element[]).flatMap(textsIn));
}
