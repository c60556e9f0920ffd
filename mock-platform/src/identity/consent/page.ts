import { styleSheetPath } from './paths.ts';

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * A page for a phone: plain HTML, one style sheet of our own, no script, nothing from third parties.
 * The referrer policy of other answers would make the browser hide the origin of a form, which is then refused.
 * @param body HTML
 * @param refreshSeconds the page asks again by itself after so long
 */
export function pageOf(title: string, body: string, refreshSeconds?: number): string {
  const refresh =
    refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">\n`;
  return `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
${refresh}<title>${escaped(title)}</title>
<link rel="stylesheet" href="${styleSheetPath}">
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

export const styleSheet = `body { margin: 0; background: #f6f4ee; color: #1c1c1c; font: 1.25rem/1.7 sans-serif; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; word-break: keep-all; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.4; }
input, button { box-sizing: border-box; width: 100%; min-height: 3.5rem; margin: 0.5rem 0; font: inherit; border-radius: 0.5rem; }
input { padding: 0 1rem; border: 2px solid #444; font-size: 1.6rem; letter-spacing: 0.1em; }
button { border: 2px solid #0b4f8a; background: #0b4f8a; color: #fff; }
button.quiet { background: transparent; color: #0b4f8a; }
button:focus, input:focus { outline: 4px solid #e08a00; }
.number { margin: 1rem 0; padding: 0.5rem; border-radius: 0.75rem; background: #fff; font-size: 3rem; font-weight: bold; text-align: center; white-space: nowrap; }
a { color: #0b4f8a; text-underline-offset: 0.2em; }
.fault { color: #a40000; font-weight: bold; }
`;
