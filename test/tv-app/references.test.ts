import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, comparable } from './references.ts';
import { openBrowser } from './screenshots.ts';

describe.skipIf(!comparable)('reference pictures (skipped without tv-app/dist, Chromium or pictures)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  test('the first pages look as they did', async ({ skip }) => {
    expect(await changed(browser, 'normal', skip, 'shelters')).toEqual([]);
  }, 60_000);
});
