import type { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';

export const pageServices = [
  'health',
  'booking',
  'notices',
  'town',
] as const satisfies readonly ServiceName[];
export type PageService = (typeof pageServices)[number];

export interface ServiceTarget {
  service: PageService;
  /** Path and query on the platform. */
  path: string;
  /** Public at every registered television: asked for with the box's own token, kept for offline. */
  public: boolean;
}

const segment = /^[A-Za-z0-9_.~:@$,;=+!*'()-]+$/;
const queryLimit = 1_000;

/** What is public, by GET only. */
const publicPaths = [/^\/notices\/public$/, /^\/town\/shelters$/, /^\/booking\/facilities(\/|$)/];

/**
 * The platform's address of `/services/<service>/<path>`; undefined for an unknown service or a path that could mean
 * something else on the way (dot segments, encoded characters, empty parts).
 */
export function targetOf(method: string, url: URL, rawTarget: string): ServiceTarget | undefined {
  const [rawPath = ''] = rawTarget.split('?', 1);
  const parts = rawPath.split('/').slice(2);
  const service = pageServices.find((name) => name === parts[0]);
  if (service === undefined || parts.length < 2) return undefined;
  if (parts.some((part) => !segment.test(part) || part === '.' || part === '..')) return undefined;
  if (url.search.length > queryLimit) return undefined;
  const path = `/${parts.join('/')}`;
  return {
    service,
    path: path + url.search,
    public: method === 'GET' && publicPaths.some((pattern) => pattern.test(path)),
  };
}
