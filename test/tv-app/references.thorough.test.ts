import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, comparable, modes } from './references.ts';
import { openBrowser } from './screenshots.ts';

describe.skipIf(!comparable)('reference pictures (skipped without tv-app/dist, Chromium or pictures)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  for (const mode of Object.keys(modes))
    test(`every stop of the tour looks as it did: ${mode}`, async ({ skip }) => {
      expect(await changed(browser, mode, skip)).toEqual([]);
    }, 240_000);
});
