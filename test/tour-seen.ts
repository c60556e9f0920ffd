import type { BrowserContext, Page } from 'playwright-core';

/** Televisions opened here have shown the pictures of their first start already: they begin with home. */
export async function tourSeen(where: Page | BrowserContext): Promise<void> {
  await where.addInitScript({
    content: `try {
      if (!localStorage.getItem('chanoma:settings')) localStorage.setItem('chanoma:settings', '{"firstRunSeen":true}');
    } catch {}`,
  });
}
