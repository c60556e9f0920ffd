import type { Page } from 'playwright-core';

/** A pixel is another one when a channel differs by more than this, of 255: edges of letters may. */
const tolerance = 48;
/** So many pixels of 480×270 may differ: the minutes of the clock, not a word. */
const mostPixels = 180;

/** Says how far two pictures differ; undefined when they are the same but for edges. `judge` is any open page. */
export async function differences(
  judge: Page,
  expected: Buffer,
  actual: Buffer,
): Promise<string | undefined> {
  const pictures = [expected, actual].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  const found = await judge.evaluate(
    async ([sources, limit]) => {
      const drawn = await Promise.all(
        sources.map(async (source) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = image.width;
          canvas.height = image.height;
          const context = canvas.getContext('2d') as CanvasRenderingContext2D;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, image.width, image.height);
        }),
      );
      const [one, other] = drawn as [ImageData, ImageData];
      if (one.width !== other.width || one.height !== other.height) return Number.POSITIVE_INFINITY;
      let pixels = 0;
      for (let at = 0; at < one.data.length; at += 4) {
        const apart = [0, 1, 2, 3].some(
          (channel) => Math.abs((one.data[at + channel] ?? 0) - (other.data[at + channel] ?? 0)) > limit,
        );
        if (apart) pixels += 1;
      }
      return pixels;
    },
    [pictures, tolerance] as const,
  );
  return found > mostPixels ? `${found} pixels differ` : undefined;
}
