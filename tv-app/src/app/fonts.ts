import { forgetMeasures } from '../theme/measure.ts';
import { fontFamily } from '../theme/tokens.ts';

const faces = [
  { url: 'fonts/ChanomaUD-Regular.woff2', weight: '400' },
  { url: 'fonts/ChanomaUD-Bold.woff2', weight: '700' },
] as const;

/** So long the first page waits for its font; an order must be readable after two seconds in any case. */
const limit = 1200;

/**
 * Loads both weights side by side and never rejects. A face joins the document only once it is there, so a hanging or
 * missing file leaves the box's own font and never an empty screen. `late` is called for a face that comes after the limit.
 */
export function loadFonts(late: () => void): Promise<void> {
  if (typeof FontFace === 'undefined' || !('fonts' in document)) return Promise.resolve();
  let waiting = true;
  const loads = faces.map(({ url, weight }) =>
    new FontFace(fontFamily, `url(${url})`, { weight }).load().then(
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
