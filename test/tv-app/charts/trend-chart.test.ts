import type Lightning from '@lightningjs/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AtHanas, atHanas, toHealth } from '../pages/hana.ts';

/** Names of the canvas textures that hold a trend's lines. */
function trendTextures(tested: AtHanas): string[] {
  const { textureManager } = tested.app.stage as unknown as {
    textureManager: { textureSourceHashmap: Map<string, { isLoaded(): boolean }> };
  };
  return [...textureManager.textureSourceHashmap]
    .filter(([id, source]) => id.startsWith('trend-') && source.isLoaded())
    .map(([id]) => id);
}

function texts(element: Lightning.Element): { words: string; size: number }[] {
  if (!element.visible) return [];
  const own = element.text?.text ? [{ words: element.text.text, size: element.text.fontSize }] : [];
  return own.concat((element.childList.get() as Lightning.Element[]).flatMap(texts));
}

describe('けつあつ as a chart', () => {
  let tested: AtHanas;
  beforeEach(async () => {
    tested = await atHanas();
    await tested.go(...toHealth, 'Enter');
  });
  afterEach(() => tested.tv.settings.set({ textSize: 'normal', contrast: 'normal', language: 'ja' }));

  test('is one texture, kept while ←→ move, and freed when the page is left', async () => {
    const [drawn, ...others] = trendTextures(tested);
    expect(drawn).toBeDefined();
    expect(others).toEqual([]);
    await tested.go('Left', 'Left', 'Right');
    expect(trendTextures(tested)).toEqual([drawn]);
    await tested.go('Back');
    expect(trendTextures(tested)).toEqual([]);
  });

  test('is freed too when the visit ends, and when its table is shown', async () => {
    await tested.go('Enter');
    expect(trendTextures(tested)).toEqual([]);
    await tested.go('Enter');
    expect(trendTextures(tested)).toHaveLength(1);
    tested.box.dispatch({ type: 'session.changed', params: { session: null } });
    await tested.settle();
    expect(trendTextures(tested)).toEqual([]);
  });

  test('is drawn anew in other colours', async () => {
    const [before] = trendTextures(tested);
    tested.tv.settings.set({ contrast: 'high' });
    await tested.settle();
    expect(trendTextures(tested)).toHaveLength(1);
    expect(trendTextures(tested)).not.toContain(before);
  });

  test('←→ go from point to point, tell it to the mirror and speak it once it rests', async () => {
    tested.tv.settings.set({ readAloud: true });
    await tested.settle();
    const last = tested.focusName();
    await tested.go('Left');
    const before = tested.focusName();
    expect(before).not.toBe(last);
    tested.clock.pass(700);
    expect(tested.spoken.some((words) => words.includes(before))).toBe(true);
    await tested.go('Right');
    expect(tested.focusName()).toBe(last);
  });

  test('the last value stands there as a number of at least 96 px, and nothing is smaller than 36', () => {
    const drawn = texts(tested.app.page as unknown as Lightning.Element);
    expect(drawn.some(({ words, size }) => /^\d+$/.test(words) && size >= 96)).toBe(true);
    expect(drawn.filter(({ size }) => size < 36)).toEqual([]);
  });

  test('one key shows the same values as a table, and 戻る the chart again', async () => {
    await tested.go('Enter');
    const table = tested.focusName();
    expect(table.split('。')).toHaveLength(7);
    await tested.go('Back');
    expect(trendTextures(tested)).toHaveLength(1);
  });
});
