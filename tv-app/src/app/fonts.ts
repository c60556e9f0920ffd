import { forgetMeasures } from '../theme/measure.ts';
import { fetchFonts } from './font-faces.ts';

declare global {
  interface Window {
    /** Both weights, on their way since before the application (`src/fonts.ts`). */
    chanomaFonts?: Promise<FontFace>[];
  }
}

/** So long the first page waits for its font; an order must be readable after two seconds in any case. */
const limit = 1200;

/**
 * Waits for both weights and never rejects. A face joins the document only once it is there, so a hanging or missing file
 * leaves the box's own font and never an empty screen. `late` is called for a face that comes after the limit.
 */
export function loadFonts(late: () => void): Promise<void> {
  let waiting = true;
  const loads = (window.chanomaFonts ?? fetchFonts()).map((loading) =>
    loading.then(
      (face) => {
        document.fonts.add(face);
        forgetMeasures();
        if (!waiting) late();
      },
      () => {},
    ),
  );
  const all = Promise.all(loads);
  const patience = new Promise<void>((resolve) => setTimeout(resolve, limit));
  return Promise.race([all, patience]).then(() => {
    waiting = false;
  });
}
