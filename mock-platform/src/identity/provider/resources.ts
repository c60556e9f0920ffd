import { errors, type ResourceServer } from 'oidc-provider';
import { ServiceName } from '../../protocol/basics.ts';
import { accessTokenSeconds, audienceOf } from '../../protocol/tokens.ts';

type Service = (typeof ServiceName.options)[number];

/** The service that a resource indicator (RFC 8707) stands for. @throws errors.InvalidTarget */
export function serviceOf(resource: unknown): Service {
  const service = ServiceName.options.find((name) => audienceOf(name) === resource);
  if (!service) throw new errors.InvalidTarget('no such resource');
  return service;
}

/** Access tokens of every service are JWTs (RFC 9068) for that service alone. */
export const resourceInfo = (service: Service): ResourceServer => ({
  audience: audienceOf(service),
  scope: '',
  accessTokenTTL: accessTokenSeconds,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256' } },
});
