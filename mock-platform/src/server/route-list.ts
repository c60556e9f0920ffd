import type { FastifyInstance, HTTPMethods } from 'fastify';

/** An address as it was registered, with its zod schemas. */
export interface RegisteredRoute {
  methods: readonly HTTPMethods[];
  /** Pattern: `:name` is one part, `*` the rest. */
  path: string;
  /** A WebSocket's address: no method takes it. */
  upgrade?: true;
  schema: { body?: unknown; params?: unknown; querystring?: unknown; response?: Record<string, unknown> };
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every address of this platform, in the order of registration. */
    registeredRoutes: RegisteredRoute[];
  }
}

/** Lets an app remember what is registered in it; to be called before any route. */
export function listRoutes(app: FastifyInstance): void {
  const routes: RegisteredRoute[] = [];
  app.decorate('registeredRoutes', routes);
  app.addHook('onRoute', ({ method, url, schema = {} }) => {
    routes.push({ methods: [method].flat(), path: url, schema: schema as RegisteredRoute['schema'] });
  });
}

const patterns = new WeakMap<RegisteredRoute, RegExp>();

function patternOf(route: RegisteredRoute): RegExp {
  const source = route.path
    .split('/')
    .map((part) => {
      if (part === '*') return '.*';
      return part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  const pattern = patterns.get(route) ?? new RegExp(`^${source}$`);
  patterns.set(route, pattern);
  return pattern;
}

/** Methods that an address takes; none when there is no such address. */
export function methodsOf(routes: readonly RegisteredRoute[], address: string): string[] {
  const [path = ''] = address.split(/[?#]/);
  const found = routes.filter((route) => patternOf(route).test(path)).flatMap(({ methods }) => methods);
  return [...new Set(found)].sort();
}
