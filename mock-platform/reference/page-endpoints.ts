import type { EndpointGroup } from './endpoint.ts';

const town = '/console/towns/:municipality';

/** What the officials’ pages and operators ask. */
export const pageEndpoints: readonly EndpointGroup[] = [
  {
    title: 'Officials’ pages of a town',
    endpoints: [
      {
        method: 'GET',
        path: town,
        caller: 'official',
        what: 'What the order page needs. With `Accept: text/html` it is the page itself, for anybody.',
        answer: '200 `TownDesk`, or HTML',
        refusals: ['town.unknown', 'page.not-built'],
      },
      {
        method: 'GET',
        path: `${town}/orders`,
        caller: 'official',
        what: 'Orders of the town, newest first.',
        answer: '200 `{orders: OrderSummary[]}` (`OrderSummary`)',
      },
      {
        method: 'GET',
        path: `${town}/orders/:id`,
        caller: 'official',
        what: 'One order with its board of boxes and answers.',
        answer: '200 `OrderBoard`',
        refusals: ['order.unknown'],
      },
      {
        method: 'POST',
        path: `${town}/orders`,
        caller: 'official',
        what: 'Issues an order. The same draft again answers 200 and issues nothing.',
        request: '`OrderDraft`',
        answer: '201 or 200 `OrderBoard`',
        refusals: ['order.id-used', 'town.unknown'],
      },
      {
        method: 'POST',
        path: `${town}/orders/:id/cancel`,
        caller: 'official',
        what: 'Cancels an order; a second time changes nothing.',
        request: 'no body',
        answer: '200 `OrderBoard`',
        refusals: ['order.unknown'],
      },
    ],
  },
  {
    title: 'Operation',
    endpoints: [
      {
        method: 'GET',
        path: '/healthz',
        caller: 'anybody',
        what: 'Whether everything works. `codes`: see “Codes elsewhere”.',
        answer: '200 `{status: "ok"}`; 503 `{status: "degraded", codes}`',
      },
      {
        method: 'GET',
        path: '/readyz',
        caller: 'anybody',
        what: 'Whether this process can do its work: for load balancers. `missing`: `database`, `notifications`, `trust`.',
        answer: '200 `{status: "ready"}`; 503 `{status: "not-ready", missing}`',
      },
      {
        method: 'GET',
        path: '/openapi.json',
        caller: 'anybody',
        what: 'These endpoints as OpenAPI 3.1, with the schemas that the routes check.',
        answer: '200 `application/openapi+json`',
      },
      {
        method: 'GET',
        path: '/metrics',
        caller: 'monitor',
        what: 'Figures for Prometheus; no label says anything about a person.',
        answer: '200 `text/plain`',
      },
      {
        method: 'GET',
        path: '/pages/*',
        caller: 'anybody',
        what: 'Scripts, styles and fonts of the built pages; names carry a hash.',
        answer: '200 file',
      },
    ],
  },
];

/** What exists only in the demo. */
export const demoEndpoints: readonly EndpointGroup[] = [
  {
    title: 'Demo only: login of officials',
    endpoints: [
      {
        method: 'GET',
        path: `${town}/officials`,
        caller: 'anybody',
        what: 'Who may use the demo login.',
        answer: '200 `Officials`',
      },
      {
        method: 'POST',
        path: `${town}/session`,
        caller: 'anybody',
        what: 'Signs a seeded official in without any proof and sets the cookie. Needs an `Origin` of our own.',
        request: '`OfficialLogin`',
        answer: '200 `TownDesk`',
        refusals: ['request.origin', 'official.unknown', 'town.unknown'],
      },
    ],
  },
  {
    title: 'Demo only: certification service',
    endpoints: [
      {
        method: 'GET',
        path: '/certification/crl/:authority/:issuer',
        caller: 'anybody',
        what: 'Complete revocation list (RFC 5280) of one root, which its key identifier names; `ETag` and `If-None-Match`.',
        answer: '200 `application/pkix-crl`; 304',
        refusals: ['request.not-found'],
      },
      {
        method: 'GET',
        path: '/certification/crl/:authority/:issuer/:municipality',
        caller: 'anybody',
        what: 'The same of one town’s certificates alone.',
        answer: '200 `application/pkix-crl`; 304',
        refusals: ['request.not-found'],
      },
      {
        method: 'POST',
        path: '/certification/ocsp/:authority',
        caller: 'anybody',
        what: 'Status of one certificate (RFC 6960).',
        request: '`application/ocsp-request`, up to 8 KiB',
        answer: '200 `application/ocsp-response`',
        refusals: ['request.not-found'],
      },
      {
        method: 'POST',
        path: '/certification/links/authentication',
        caller: 'verifier',
        what: 'The authentication certificate on the card of a signature certificate (証明書紐付け).',
        request: '`CertificateName`',
        answer: '200 `AuthenticationLink`',
      },
      {
        method: 'POST',
        path: '/certification/links/renewal',
        caller: 'verifier',
        what: 'What a certificate took the place of at a renewal, and what took its place (新旧紐付け).',
        request: '`CertificateName`',
        answer: '200 `RenewalLink`',
      },
    ],
  },
  {
    title: 'Demo only: counter for cards',
    endpoints: [
      {
        method: 'GET',
        path: '/certification/counter',
        caller: 'anybody',
        what: 'Who holds a card, with the state of both certificates; with `card` and `deed` what was just done.',
        answer: '200 HTML',
      },
      {
        method: 'GET',
        path: '/certification/counter/:card/:deed',
        caller: 'anybody',
        what: 'Asks for and explains one deed: `move`, `rename`, `signature`, `renew`, `lost` or `replace`.',
        answer: '200 HTML',
        refusals: ['counter.card-unknown', 'request.not-found'],
      },
      {
        method: 'POST',
        path: '/certification/counter/:card/:deed',
        caller: 'anybody',
        what: 'Does it; the simulated card shows it at its next insertion. Needs an `Origin` of our own. Browsers get a refusal as a page.',
        request: 'form',
        answer: '303 to the list',
        refusals: [
          'request.origin',
          'request.not-found',
          'counter.card-unknown',
          'counter.not-possible',
          'counter.card-on-reader',
        ],
      },
    ],
  },
  {
    title: 'Demo only: living room',
    endpoints: [
      {
        method: 'GET',
        path: '/',
        caller: 'anybody',
        what: 'The living-room page.',
        answer: '200 HTML',
      },
      {
        method: 'GET',
        path: '/living-room/staff',
        caller: 'anybody',
        what: "Keeps the place of the cable operator's console: says that it is not there yet.",
        answer: '200 HTML',
      },
      {
        method: 'GET',
        path: '/living-room/room',
        caller: 'anybody',
        what: 'Households, towns and cards of the demo.',
        answer: '200 `Room`',
      },
      {
        method: 'GET',
        path: '/living-room/reader',
        caller: 'anybody',
        what: 'Which card lies where.',
        answer: '200 `ReaderState`',
      },
      {
        method: 'POST',
        path: '/living-room/reader',
        caller: 'anybody',
        what: 'Lays a card, takes it, plugs or unplugs a reader. Needs an `Origin` of our own. 409 with a code of the simulated card.',
        request: '`ReaderRequest`',
        answer: '200 `ReaderState`',
        refusals: ['request.origin', 'household.unknown'],
      },
      {
        method: 'POST',
        path: '/living-room/pairings',
        caller: 'anybody',
        what: 'One-time code for a household’s television. Needs an `Origin` of our own.',
        request: '`PairingRequest`',
        answer: '200 `Pairing`',
        refusals: ['request.origin', 'household.unknown', 'box.unreachable'],
      },
      {
        method: 'WebSocket',
        path: '/living-room/trace',
        caller: 'anybody',
        what: 'Steps for the engineers’ strip, reader changes, and which window shows a television; the page only listens.',
        answer:
          '101, then `{type: "trace", event}` (`TraceEvent`), `{type: "reader", state}` (`ReaderState`) and `{type: "paired", paired}` (`Paired`)',
      },
    ],
  },
];
