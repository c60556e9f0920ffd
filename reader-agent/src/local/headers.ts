import type { ServerResponse } from 'node:http';
import type { Problem } from '../../../mock-platform/src/protocol/problem.ts';

/**
 * Headers of every HTML answer: nothing but the box's own files runs, and only the living room may frame the page.
 * `host` is the checked Host of the request; `ws:` is spelled out because older engines do not count it as `'self'`,
 * except for an IPv6 address, which a source list cannot name (CSP3 `'self'` covers it).
 */
export function htmlHeaders(host: string, framers: readonly string[]): Record<string, string> {
  const socket = host.startsWith('[') ? '' : ` ws://${host}`;
  const nameable = framers.filter((origin) => !origin.includes('['));
  const ancestors = nameable.length === 0 ? "'none'" : nameable.join(' ');
  return {
    ...commonHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self' data: blob:",
      "media-src 'self' data: blob:",
      "worker-src 'self' blob:",
      `connect-src 'self'${socket}`,
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${ancestors}`,
    ].join('; '),
    'cache-control': 'no-store',
    // A page that opens this one in a window gets no hold of it.
    'cross-origin-opener-policy': 'same-origin',
  };
}

/** Headers of every answer: what is no page runs nothing and stands in no frame. */
export const commonHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Too large',
  408: 'Too slow',
  415: 'Wrong type',
  429: 'Too many',
  431: 'Headers too large',
  502: 'No answer from the platform',
  503: 'Not ready',
};

/** RFC 9457 document of an error answer. */
export function problem(status: number, code: string, detail?: string): Problem {
  const title = titles[status] ?? 'Error';
  return { type: 'about:blank', title, status, code, ...(detail === undefined ? {} : { detail }) };
}

/** Headers of every error answer. */
export const problemHeaders = {
  ...commonHeaders,
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
} as const;

/** Ends a request with an RFC 9457 document. */
export function sendProblem(response: ServerResponse, status: number, code: string, detail?: string): void {
  response.writeHead(status, problemHeaders);
  response.end(JSON.stringify(problem(status, code, detail)));
}
