import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOf, pressure } from './canned-personal.ts';
import { dist, startFakeAgent } from './fake-agent.ts';
import { openBrowser, openTelevision } from './screenshots.ts';
import { personalServices, visit } from './tour.ts';

const ready = existsSync(path.join(dist, 'index.html')) && existsSync('/usr/bin/chromium');

describe.skipIf(!ready)('after the card is taken (skipped without tv-app/dist or Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  /** Words that are nowhere else in the application. */
  const personal = { name: 'ざくろべえ', device: 'ぬらりの 血圧計', room: 'ぎんなん会館' };

  test('no personal word is left in the memory of the page, on the screen, in its address, storage or console', async () => {
    const agent = await startFakeAgent({ services: { ...personalServices } });
    agent.services['/health/fhir/Observation'] = () => ({
      body: bundleOf([
        { ...pressure('2026-11-20T07:10:00+09:00', 126, 78), performer: [{ display: personal.device }] },
      ]),
    });
    agent.services['/booking/facilities'] = () => ({
      body: {
        facilities: [
          {
            id: 'hall',
            name: personal.room,
            room: '大広間',
            note: 'たたみ',
            capacity: 30,
            fee: 600,
            picture: 'community-hall',
          },
        ],
      },
    });
    const page = await openTelevision(browser, agent);
    const log: string[] = [];
    page.on('console', (message) => log.push(message.text()));
    agent.signIn(personal.name);
    await visit(page, agent, { name: 'health', keys: ['Right', 'Enter'] });
    const shown = await page.locator('#mirror').textContent();
    await visit(page, agent, { name: 'read aloud', after: true, keys: ['Red', 'Enter', 'Enter'] });
    await visit(page, agent, { name: 'rooms', keys: ['Right', 'Right', 'Enter', 'Right', 'Enter'] });
    const labels = await page
      .locator('#mirror [role="button"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(shown + labels.join()).toContain(personal.room);
    expect(labels.join()).toContain(personal.name);

    agent.signOut('card-removed');
    await page.waitForTimeout(1000);
    expect(await page.content()).not.toContain(personal.name);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]),
    );
    const memory = await stringsInMemory(page);
    for (const word of Object.values(personal)) {
      expect(kept + log.join()).not.toContain(word);
      expect(memory.filter((one) => one.includes(word))).toEqual([]);
    }
    await page.close();
    await agent.close();
  }, 60_000);
});

/** Every string that lives in the page's heap after a collection: closures and private fields as well. */
async function stringsInMemory(page: Awaited<ReturnType<typeof openTelevision>>): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  let snapshot = '';
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    snapshot += chunk;
  });
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return (JSON.parse(snapshot) as { strings: string[] }).strings;
}
