import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { LocalNetwork } from './configuration.ts';
import { PlatformError } from './platform-error.ts';

/** Every spelling under which this server may be asked, as `Host` and as `Origin` (D18, D19). */
export interface OwnAddresses {
  hosts: ReadonlySet<string>;
  origins: ReadonlySet<string>;
}

/** `Host` spells the default port of its scheme by leaving it out. */
export function ownAddresses(port: number, publicUrl: string): OwnAddresses {
  const urls = ['localhost', '127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${port}`));
  const all = [...urls, new URL(publicUrl)];
  return {
    hosts: new Set(all.map((url) => url.host)),
    origins: new Set(all.map((url) => url.origin)),
  };
}

/** The same for the local network: as the address itself and as the name that links carry. */
export function networkAddresses({ host, port, url }: LocalNetwork): OwnAddresses & { names: string[] } {
  const all = [new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`), new URL(url)];
  return {
    hosts: new Set(all.map((one) => one.host)),
    origins: new Set(all.map((one) => one.origin)),
    names: [...new Set(all.map((one) => one.hostname.replace(/^\[|\]$/g, '')))],
  };
}

/** What is wrong with a request's `Host` and `Origin`: nothing, or the code of the refusal. */
export function addressFault(
  headers: { host?: string | undefined; origin?: string | undefined },
  own: OwnAddresses,
  anyOrigin = false,
): 'request.host' | 'request.origin' | undefined {
  // A foreign name that resolves to this machine (DNS rebinding) shows in Host.
  if (!own.hosts.has((headers.host ?? '').toLowerCase())) return 'request.host';
  if (anyOrigin || headers.origin === undefined || own.origins.has(headers.origin)) return undefined;
  return 'request.origin';
}

/**
 * For routes that change something with a cookie's authority: browsers send `Origin` with every such request, so its
 * absence is refused too. A foreign `Origin` has been refused before any route runs.
 */
export async function requireOwnOrigin(request: FastifyRequest): Promise<void> {
  if (request.headers.origin === undefined) {
    throw new PlatformError(
      403,
      'request.origin',
      'This request must carry the Origin of one of our own pages.',
    );
  }
}

/** Whether a host name of a URL can only be this machine. */
export const isThisMachine = (hostname: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]', '::1'].includes(hostname.toLowerCase());
