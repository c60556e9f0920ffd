import { createHash } from 'node:crypto';
import type { Endpoint, EndpointGroup } from '../../../reference/endpoint.ts';
import { demoEndpoints, pageEndpoints } from '../../../reference/page-endpoints.ts';
import { serviceEndpoints } from '../../../reference/service-endpoints.ts';
import type { RegisteredRoute } from '../../server/route-list.ts';
import { responsesOf } from './responses.ts';
import { ComponentSchemas, type JsonSchema } from './schemas.ts';
import { securityOf, securitySchemes } from './security.ts';

const groups: readonly EndpointGroup[] = [...serviceEndpoints, ...pageEndpoints, ...demoEndpoints];
/** Below it one library serves what the reference lists one by one. */
const providerPath = '/oidc/';

/** `/a/:b/*` → `/a/{b}/{path}` */
const templateOf = (path: string): string => path.replace(/:([A-Za-z]+)/g, '{$1}').replace('*', '{path}');

function routeOf(
  routes: readonly RegisteredRoute[],
  { method, path }: Endpoint,
): RegisteredRoute | undefined {
  return routes.find(
    (route) =>
      route.path === path &&
      (method === 'WebSocket' ? route.upgrade : route.methods.includes(method as 'GET')),
  );
}

/** Whether this platform has the address; the provider's are no routes of their own. */
const isServed = (routes: readonly RegisteredRoute[], endpoint: Endpoint): boolean =>
  endpoint.path.startsWith(providerPath) || routeOf(routes, endpoint) !== undefined;

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: JsonSchema;
}

interface ObjectSchema {
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

function parametersOf(
  path: string,
  route: RegisteredRoute | undefined,
  schemas: ComponentSchemas,
): Parameter[] {
  const objectOf = (schema: unknown): ObjectSchema => {
    const json = schemas.jsonOf(schema) as ObjectSchema & { $ref?: string };
    return json.$ref === undefined ? json : (schemas.definition(json.$ref) as ObjectSchema);
  };
  const inPath = objectOf(route?.schema.params);
  const query = objectOf(route?.schema.querystring);
  const names = [...templateOf(path).matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
  return [
    ...names.map((name): Parameter => {
      const schema = inPath.properties?.[name] ?? { type: 'string' };
      return { name, in: 'path', required: true, schema };
    }),
    ...Object.entries(query.properties ?? {}).map(([name, schema]): Parameter => {
      const required = query.required?.includes(name) === true;
      return { name, in: 'query', required, schema };
    }),
  ];
}

/** The body by the route's schema; by the words of the reference where the route reads it itself. */
function bodyOf(endpoint: Endpoint, route: RegisteredRoute | undefined, schemas: ComponentSchemas) {
  const { request = '' } = endpoint;
  if (route?.schema.body !== undefined) {
    const schema = schemas.jsonOf(route.schema.body);
    return { required: true, content: { 'application/json': { schema } } };
  }
  if (request === 'form')
    return {
      required: true,
      content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } },
    };
  const type = /^`([a-z]+\/[a-z0-9.+-]+)`/.exec(request)?.[1];
  if (type !== undefined) return { required: true, content: { [type]: { schema: {} } } };
  const name = /^`([A-Z][A-Za-z]+)`/.exec(request)?.[1];
  if (endpoint.method === 'GET' || name === undefined || !schemas.has(name)) return undefined;
  return { required: true, content: { 'application/json': { schema: schemas.reference(name) } } };
}

const operationId = ({ method, path }: Endpoint): string =>
  `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+(.)?/g, (_all, next: string | undefined) => (next ?? '').toUpperCase())}`;

function operationOf(
  title: string,
  endpoint: Endpoint,
  route: RegisteredRoute | undefined,
  schemas: ComponentSchemas,
) {
  const { caller, what, path, method, request } = endpoint;
  const requestBody = bodyOf(endpoint, route, schemas);
  return {
    operationId: operationId(endpoint),
    tags: [title],
    summary: what,
    ...(request === undefined ? {} : { description: `Request: ${request}` }),
    ...(method === 'WebSocket' ? { 'x-websocket': true } : {}),
    parameters: parametersOf(path, route, schemas),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: responsesOf(endpoint, route, schemas),
    security: securityOf(caller),
  };
}

/**
 * OpenAPI 3.1 of the addresses that this platform has. Bodies and answers are the very schemas that the routes check; words,
 * callers and refusals are those of the protocol's reference.
 */
export function openApiDocument(
  routes: readonly RegisteredRoute[],
  publicUrl: string,
): Record<string, unknown> {
  const schemas = new ComponentSchemas();
  const paths: Record<string, Record<string, unknown>> = {};
  const tags: { name: string }[] = [];
  for (const { title, endpoints } of groups) {
    const served = endpoints.filter((endpoint) => isServed(routes, endpoint));
    if (served.length > 0) tags.push({ name: title });
    for (const endpoint of served) {
      const method = endpoint.method === 'WebSocket' ? 'get' : endpoint.method.toLowerCase();
      const template = templateOf(endpoint.path);
      const operation = operationOf(title, endpoint, routeOf(routes, endpoint), schemas);
      paths[template] = { ...paths[template], [method]: operation };
    }
  }
  const content = {
    servers: [{ url: publicUrl }],
    tags,
    paths,
    components: { schemas: schemas.definitions(), securitySchemes: securitySchemes() },
  };
  const version = createHash('sha256').update(JSON.stringify(content.paths)).digest('hex').slice(0, 12);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chanoma platform',
      version,
      description:
        'Generated from the schemas that the platform checks. Every error answer is a problem document (RFC 9457); programs go by its code. An unknown address answers 404 request.not-found, a method that an address does not take 405 request.method. Signed messages, the stream of a box and access tokens: REFERENCE.md of the protocol.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    ...content,
  };
}
