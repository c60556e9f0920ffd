/** What the viewer reads while the application is not there. */
export const notBuilt = 'テレビの がめんを じゅんび しています。すこし おまちください。';

/** A calm page with one sentence. */
export function plainPage(sentence: string): string {
  const style =
    'margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;' +
    'background:#fbf6ec;color:#3b332b;font:min(4vw,48px)/1.8 sans-serif;text-align:center';
  return (
    '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>ちゃのま</title></head>' +
    `<body style="${style}"><p style="max-width:22em;padding:1em">${sentence}</p></body></html>`
  );
}
