import { fontFamily } from '../theme/font-family.ts';

const faces = [
  { url: 'fonts/ChanomaUD-Regular.woff2', weight: '400' },
  { url: 'fonts/ChanomaUD-Bold.woff2', weight: '700' },
] as const;

/** Fetches both weights side by side; none where the browser has no way to. */
export function fetchFonts(): Promise<FontFace>[] {
  if (typeof FontFace === 'undefined' || !('fonts' in document)) return [];
  return faces.map(({ url, weight }) => new FontFace(fontFamily, `url(${url})`, { weight }).load());
}
