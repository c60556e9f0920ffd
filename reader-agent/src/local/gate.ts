import type { IncomingMessage } from 'node:http';

/** Why a request was turned away before anything looked at it; `undefined` lets it pass. */
export type GateRefusal = 'request.host' | 'request.origin' | undefined;

/** Every spelling under which the page of this port may be opened. */
export function hostsOf(port: number): readonly string[] {
  return [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
}

/** Exact Host list: a rebound DNS name never reaches this agent (jpki-card.md §11). */
export function checkHost(request: IncomingMessage, port: number): GateRefusal {
  // A second Host header is joined or dropped by the parser; count the raw ones.
  let count = 0;
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() === 'host') count += 1;
  }
  const host = request.headers.host;
  return count === 1 && host !== undefined && hostsOf(port).includes(host) ? undefined : 'request.host';
}

/** The request comes from the page this agent served under this very Host; missing, empty and `null` do not. */
export function checkOrigin(request: IncomingMessage): GateRefusal {
  return request.headers.origin === `http://${request.headers.host}` ? undefined : 'request.origin';
}

/**
 * For GET and HEAD: browsers send no Origin with same-origin ones, so a missing Origin passes here, a wrong one never,
 * and where the browser says where the request comes from (Fetch Metadata) it must be this page.
 */
export function checkReading(request: IncomingMessage): GateRefusal {
  if (request.headers.origin !== undefined) return checkOrigin(request);
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' ? undefined : 'request.origin';
}

/**
 * Every value sent under one cookie's name. Cookies know no ports: whoever serves a page at another port of this host can
 * add one of the same name.
 */
export function cookiesOf(request: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) values.push(part.slice(at + 1).trim());
  }
  return values;
}
