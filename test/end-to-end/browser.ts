import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { tourSeen } from '../tour-seen.ts';

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** Added to the titles of tests that are skipped because there is no browser. */
export const browserMissing = executable === undefined;

/**
 * A real Chromium with a new profile that speaks to nobody but this machine. It warns of no certificate, like somebody who
 * has compared the fingerprint.
 */
export async function openBrowser(): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'chanoma-profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable!,
    viewport: { width: 1600, height: 1000 },
    ignoreHTTPSErrors: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  await tourSeen(context);
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
