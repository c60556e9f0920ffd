/**
 * Codes with which the agent turns a request away before any of its parts looks at it (`application/problem+json` on
 * HTTP and on a refused WebSocket).
 */
export const gateCodes = {
  'request.host': { status: 403, meaning: '`Host` is not this agent’s own, missing or sent twice' },
  'request.origin': { status: 403, meaning: 'the request comes from another page' },
  'request.header': { status: 403, meaning: '`X-Chanoma: 1` is missing' },
  'request.pairing': { status: 401, meaning: 'no cookie of this television, or without the page’s secret' },
  'request.unknown-path': { status: 404, meaning: 'no such address, or one that could be read in two ways' },
  'request.rate': { status: 429, meaning: 'more requests than a page makes; `Retry-After` says when' },
  'request.method': { status: 405, meaning: 'a method that the address does not take' },
} as const satisfies Record<string, { status: number; meaning: string }>;

/** Why a box keeps an order and does not show it: `code` of a receipt `refused`. */
export const orderRefusals = {
  'order.malformed': 'not an order: form, `typ` or schema',
  'order.key-unknown': 'signed with a key that was not pinned at registration',
  'order.municipality': 'signed with a key of another town',
  'order.signature': 'the signature is wrong',
  'order.addressee':
    'meant for persons none of whom lives here, as far as the box knows; shown should that change',
} as const satisfies Record<string, string>;
