import type Lightning from '@lightningjs/core';
import { describe, expect, test } from 'vitest';
import { ServiceError } from '../../../tv-app/src/clients/services.ts';
import { Control } from '../../../tv-app/src/components/control/Control.ts';
import { VisitKey } from '../../../tv-app/src/components/visit-key/VisitKey.ts';
import type { TextSize } from '../../../tv-app/src/theme/tokens.ts';
import * as canned from '../canned-personal.ts';
import { type AtHanas, atHanas, toBooking, toHealth, toRooms } from './hana.ts';

interface Drawn {
  text: string;
  size: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const taken = () => {
  throw new ServiceError('booking.taken', 409, {
    code: 'booking.taken',
    alternatives: [
      canned.slot('2026-11-21', 'evening', true),
      canned.slot('2026-12-22', 'morning', true),
      canned.slot('2026-12-24', 'afternoon', true),
    ],
  });
};
const limit = () => {
  throw new ServiceError('booking.limit', 409);
};

type Way = Parameters<AtHanas['go']>;
const screens: [name: string, way: Way, options?: Parameters<typeof atHanas>[0]][] = [
  ['けんこう', toHealth],
  ['けんこう without records', toHealth, { bundle: canned.bundleOf([]) }],
  ['けつあつ', [...toHealth, 'Enter']],
  ['けつあつ as a table', [...toHealth, 'Enter', 'Enter']],
  ['たいじゅう', [...toHealth, 'Down', 'Enter']],
  ['けんしん', [...toHealth, 'Down', 'Down', 'Enter']],
  ['one value of けんしん', [...toHealth, 'Down', 'Down', 'Enter', 'Down', 'Enter']],
  ['よやく', toBooking],
  ['rooms', toRooms],
  ['days', [...toRooms, 'Enter']],
  ['days of December', [...toRooms, 'Enter', 'Down', 'Down', 'Down', 'Right', 'Right', 'Enter']],
  ['times', [...toRooms, 'Enter', 'Enter']],
  ['confirmation', [...toRooms, 'Enter', 'Enter', 'Enter']],
  ['done', [...toRooms, 'Enter', 'Enter', 'Enter', 'Enter']],
  ['taken', [...toRooms, 'Enter', 'Enter', 'Enter', 'Enter'], { post: taken }],
  ['too many', [...toRooms, 'Enter', 'Enter', 'Enter', 'Enter'], { post: limit }],
  ['わたしの よやく', [...toBooking, 'Right', 'Down', 'Enter']],
  ['one booking', [...toBooking, 'Enter']],
  ['cancelling', [...toBooking, 'Enter', 'Right', 'Enter']],
];

describe.each<TextSize>(['normal', 'large'])('pages behind the card with %s letters', (textSize) => {
  test.each(screens)('%s: texts stay on the screen and apart from each other', async (_, way, options) => {
    const tested = await atHanas(options);
    tested.tv.settings.set({ textSize });
    await tested.settle();
    await tested.go(...way);
    const texts = drawnTexts(tested.app.page as unknown as Lightning.Element);
    expect(texts.length).toBeGreaterThan(4);
    for (const { text, size, left, right, top, bottom } of texts) {
      expect(size, text).toBeGreaterThanOrEqual(36);
      expect([left >= 94, right <= 1826, top >= 50, bottom <= 1030], `${text} ${left}–${right}`).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
    for (const [index, one] of texts.entries()) {
      for (const other of texts.slice(index + 1)) {
        expect(overlap(one, other), `${one.text} over ${other.text}`).toBe(false);
      }
    }
  });

  test.each(screens)('%s: every target is large enough and holds its words', async (_, way, options) => {
    const tested = await atHanas(options);
    tested.tv.settings.set({ textSize });
    await tested.go(...way);
    const controls = tested.app.page!.controls();
    expect(controls.length).toBeGreaterThan(0);
    for (const control of controls) {
      expect(control).toBeInstanceOf(Control);
      expect(control.w, control.focusKey).toBeGreaterThanOrEqual(280);
      // The key in the header is as high as the header allows.
      expect(control.h, control.focusKey).toBeGreaterThanOrEqual(control instanceof VisitKey ? 96 : 120);
      const { px, py } = placeOf(control);
      for (const { text, left, right, top, bottom } of drawnTexts(control)) {
        const inside =
          left >= px + 16 && right <= px + control.w - 16 && top >= py && bottom <= py + control.h;
        expect(inside, `${text} in ${control.focusKey}`).toBe(true);
      }
    }
  });
});

/** Ink of every visible text, roughly: the em boxes of its lines. */
function drawnTexts(element: Lightning.Element): Drawn[] {
  if (!element.visible || element.alpha === 0) return [];
  const own: Drawn[] = [];
  const { text } = element;
  if (text?.text) {
    const { px, py } = (element as unknown as { core: { _worldContext: { px: number; py: number } } }).core
      ._worldContext;
    const size = text.fontSize;
    const lines = text.text.split('\n').length;
    const width = element.renderWidth;
    own.push({
      text: text.text,
      size,
      left: px,
      right: px + width,
      top: py + size * 0.15,
      bottom: py + (lines - 1) * text.lineHeight + size * 1.05,
    });
  }
  return own.concat((element.childList.get() as Lightning.Element[]).flatMap(drawnTexts));
}

function placeOf(element: Lightning.Element): { px: number; py: number } {
  return (element as unknown as { core: { _worldContext: { px: number; py: number } } }).core._worldContext;
}

function overlap(a: Drawn, b: Drawn): boolean {
  return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
}
