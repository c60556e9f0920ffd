import { writeFile } from 'node:fs/promises';
import { type Language, languages } from '../../tv-app/src/messages/language.ts';
import { startFakeAgent } from './fake-agent.ts';
import { openBrowser, openTelevision, settle } from './screenshots.ts';
import { personalServices, stops, visit } from './tour.ts';

/**
 * One picture with every page of the tour in the given languages, for looking at. From the project's root, after a build of the
 * television: `node --import tsx test/tv-app/contact-sheet.ts PICTURE.png [LANGUAGE …] [--dist FOLDER]`
 */
const [output, ...rest] = process.argv.slice(2);
const folder = rest.includes('--dist') ? rest[rest.indexOf('--dist') + 1] : undefined;
const wanted = languages.filter((language) => rest.includes(language));
if (!output) throw new Error('where shall the picture go? contact-sheet.ts PICTURE.png [LANGUAGE …]');
await contactSheet(output, wanted.length > 0 ? wanted : ['plain', 'en'], folder);

async function contactSheet(picture: string, shown: readonly Language[], dist?: string): Promise<void> {
  const browser = await openBrowser();
  try {
    const tiles: string[] = [];
    for (const language of shown) {
      const agent = await startFakeAgent({ services: personalServices, ...(dist ? { dist } : {}) });
      const page = await openTelevision(browser, agent);
      await page.evaluate(
        (chosen) => localStorage.setItem('chanoma:settings', JSON.stringify({ language: chosen })),
        language,
      );
      await page.reload();
      await page.waitForSelector('#mirror [role="main"]', { state: 'attached' });
      await settle(page);
      for (const stop of stops) {
        await visit(page, agent, stop);
        await settle(page);
        const shot = await page.screenshot({ type: 'jpeg', quality: 80 });
        tiles.push(
          `<figure><img src="data:image/jpeg;base64,${shot.toString('base64')}"><figcaption>${language}: ${stop.name}</figcaption></figure>`,
        );
      }
      await page.close();
      await agent.close();
    }
    const sheet = await browser.newPage({ viewport: { width: 2040, height: 400 } });
    await sheet.setContent(
      `<style>body{margin:12px;display:grid;grid-template-columns:repeat(4,1fr);gap:12px;background:#555;color:#fff;font:16px sans-serif}
       figure{margin:0}img{width:100%;display:block}</style>${tiles.join('')}`,
    );
    await writeFile(picture, await sheet.screenshot({ fullPage: true }));
  } finally {
    await browser.close();
  }
}
