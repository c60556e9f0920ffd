import { type CallerKind, callers } from '../../../reference/endpoint.ts';

/** `components.securitySchemes`: what each kind of caller shows. */
const schemes: Record<Exclude<CallerKind, 'anybody'>, Record<string, unknown>> = {
  box: { type: 'http', scheme: 'DPoP', bearerFormat: 'at+jwt' },
  'box-itself': { type: 'http', scheme: 'DPoP', bearerFormat: 'at+jwt' },
  person: { type: 'http', scheme: 'DPoP', bearerFormat: 'at+jwt' },
  staff: { type: 'http', scheme: 'bearer' },
  'service-provider': { type: 'http', scheme: 'bearer', bearerFormat: 'at+jwt' },
  'health-provider': { type: 'http', scheme: 'bearer', bearerFormat: 'token of a health institution' },
  official: { type: 'apiKey', in: 'cookie', name: 'chanoma-console' },
  'welfare-officer': { type: 'apiKey', in: 'cookie', name: 'chanoma-console' },
  client: { type: 'openIdConnect', openIdConnectUrl: '/oidc/.well-known/openid-configuration' },
  verifier: { type: 'http', scheme: 'bearer' },
  monitor: { type: 'http', scheme: 'bearer' },
};

/** A kind that was added to the reference alone still has a place here. */
const schemeOf = (kind: string): Record<string, unknown> =>
  (schemes as Record<string, Record<string, unknown>>)[kind] ?? { type: 'http', scheme: 'bearer' };

export const securitySchemes = (): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(callers)
      .filter(([kind]) => kind !== 'anybody')
      .map(([kind, { name, shows }]) => [kind, { ...schemeOf(kind), description: `${name}: ${shows}` }]),
  );

export const securityOf = (kind: CallerKind): Record<string, never[]>[] =>
  kind === 'anybody' ? [] : [{ [kind]: [] }];
