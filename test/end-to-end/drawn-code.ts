import type { BrowserContext, Page } from 'playwright-core';
import type { QrModules } from '../../tv-app/src/components/qr-code/modules.ts';

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * What a camera sees in an area of a page: the modules of the QR code drawn there, found by the outline of its dark pixels
 * within its light ground.
 */
export async function drawnModules(
  context: BrowserContext,
  page: Page,
  area: Area,
  count: number,
): Promise<QrModules> {
  await page.bringToFront();
  // The ground has round corners.
  const rim = area.width * 0.025;
  const clip = {
    x: area.x + rim,
    y: area.y + rim,
    width: area.width - 2 * rim,
    height: area.height - 2 * rim,
  };
  const picture = (await page.screenshot({ clip })).toString('base64');
  const eye = await context.newPage();
  const modules = await eye.evaluate(
    async ([png, modulesAcross]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const { width, height } = image;
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const drawing = canvas.getContext('2d');
      if (!drawing) throw new Error('no canvas');
      drawing.drawImage(image, 0, 0);
      const { data } = drawing.getImageData(0, 0, width, height);
      const isDark = (x: number, y: number): boolean =>
        (data[4 * (Math.round(y) * width + Math.round(x))] ?? 255) < 128;
      const columns: number[] = [];
      const rows: number[] = [];
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1)
          if (isDark(x, y)) {
            columns.push(x);
            rows.push(y);
          }
      const edges = (all: number[]) => [
        all.reduce((least, one) => Math.min(least, one)),
        all.reduce((most, one) => Math.max(most, one)) + 1,
      ];
      const [[left = 0, right = 0], [top = 0, bottom = 0]] = [edges(columns), edges(rows)];
      const line = Array.from({ length: modulesAcross }, (_, at) => (at + 0.5) / modulesAcross);
      return line.map((down) =>
        line.map((across) => isDark(left + (right - left) * across - 0.5, top + (bottom - top) * down - 0.5)),
      );
    },
    [picture, count] as const,
  );
  await eye.close();
  return modules;
}
