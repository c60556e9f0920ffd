import { fetchFonts } from './app/font-faces.ts';

/** Fonts take longest: the browser unpacks them while it is still reading the application. */
window.chanomaFonts = fetchFonts();
