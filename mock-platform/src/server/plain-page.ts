import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** Text that stands in HTML, also inside a quoted attribute. */
export const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** One style for pages that a phone opens or a printer takes: no script, nothing loaded. */
const style = `
body { margin: 0; background: #fff; color: #1a1a1a; font: 1.125rem/1.75 sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.75rem; line-height: 1.4; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
table { width: 100%; border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .6rem .5rem; border: 1px solid #767676; text-align: left; vertical-align: top; }
th { background: #f2f2f2; font-weight: bold; }
code { overflow-wrap: anywhere; }
button { width: 100%; min-height: 3.5rem; margin: .5rem 0; border: 2px solid #0017c1; border-radius: .5rem;
  background: #0017c1; color: #fff; font: inherit; }
button.quiet { background: #fff; color: #0017c1; }
button:focus-visible, a:focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d; }
a { color: #0017c1; }
.note { color: #4d4d4d; }
@media print { main { max-width: none; padding: 0; } .screen { display: none; } }
`;

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/**
 * Answers with a plain page of its own policy. The referrer policy of other answers would make the browser hide the origin of a
 * form, which is then refused; the page itself takes it back.
 * @param body HTML whose texts went through {@link html}
 */
export function sendPlainPage(reply: FastifyReply, title: string, body: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .send(`<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${html(title)}</h1>
${body}
</main>
</body>
</html>
`);
}
