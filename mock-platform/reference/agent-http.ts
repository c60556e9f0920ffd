import { pageServices, targetOf } from '../../reader-agent/src/services/rules.ts';
import type { Page } from './markdown.ts';
import { serviceEndpoints } from './service-endpoints.ts';

const addresses: readonly (readonly [address: string, answer: string, what: string])[] = [
  [
    'GET /pair?code=…',
    '303 to `/#secret=…` with the cookie `chanoma-tv-PORT`; 401 page in plain words',
    'Exchanges a one-time code (30 s, from the control socket) for the two halves of a pairing: the cookie, and the secret that the page keeps in the storage of its origin (cookies know no ports). The newest pairing alone counts. `HEAD` uses no code up.',
  ],
  [
    'GET /',
    '200 page; 401 or 503 page in plain words',
    'The television application with the settings of this box; only with the cookie.',
  ],
  ['GET /FILE', '200 file; 404 `request.unknown-path`', 'Files of the built application, no cookie needed.'],
  [
    'WebSocket /agent',
    '101; 401 `request.pairing`, 403 `request.origin`',
    'JSON-RPC, below; only with the cookie and this page’s `Origin`; `hello` carries the secret.',
  ],
  [
    'GET, POST /services/SERVICE/PATH',
    'the platform’s own answer; see below',
    'The page’s way to the platform, with a token that the page never sees.',
  ],
];

const serviceAnswers: readonly (readonly [answer: string, when: string])[] = [
  [
    '401 `request.pairing`, 403 `request.origin`',
    'without the cookie or the header `X-Chanoma-Secret`; not from this page (`Origin`, `Sec-Fetch-Site`)',
  ],
  ['403 `request.header`', '`X-Chanoma: 1` is missing'],
  ['429 `request.rate`', 'more than 120 requests at once or 40 a second'],
  ['404 `request.unknown-path`', 'another service, or a path with dot segments or encoded characters'],
  ['405 `request.method`', 'neither `GET` nor `POST`'],
  ['413, 415 `request.malformed`', 'body over 64 KiB; body that is not `application/json`'],
  ['401 `session.none`', 'a person’s data, and nobody is signed in (any more)'],
  ['401 `session.ended`', 'the platform no longer takes the person’s token; the session has ended'],
  ['502 `platform.unreachable`, 502 `platform.failed`', 'no answer, or none that can be passed on'],
];

/** What the agent answers over HTTP on its loopback port. */
export function writeHttp(page: Page): void {
  page.heading(2, 'HTTP');
  page.paragraph(
    'One origin on loopback (`localhost`, `127.0.0.1`, `[::1]`). Every request must name exactly this `Host`; anything but `GET` and `HEAD` also this `Origin`. Error answers are `application/problem+json`. Every answer carries a `Content-Security-Policy`: what is no page runs nothing and stands in no frame; the page may be framed by the origins given with `--living-room` alone, on a box by nobody.',
  );
  page.table(
    ['address', 'answer', 'what it does'],
    addresses.map(([address, answer, what]) => [`\`${address}\``, answer, what]),
  );
  page.heading(3, 'The way to the platform');
  page.paragraph(
    `\`/services/SERVICE/PATH\` asks the platform for \`/SERVICE/PATH\`, for the services ${pageServices.map((name) => `\`${name}\``).join(', ')}. What is public is asked for with the box’s own token; such an answer says in \`X-Chanoma-As-Of\` when it was fetched, and with \`X-Chanoma-Offline: 1\` that it is the last one kept. Everything else needs a person who is signed in.`,
  );
  const ways = serviceEndpoints.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ method, path }) => {
      const target = `/services${path}`;
      const found = targetOf(method, new URL(target, 'http://box.invalid'), target);
      if (found === undefined) return [];
      return [[`\`${method} ${target}\``, found.public ? 'public' : 'person signed in']];
    }),
  );
  page.table(['address', 'for'], ways);
  page.table(['beside the platform’s own answers', 'when'], serviceAnswers);
}
