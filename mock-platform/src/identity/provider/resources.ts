import type { Client, ResourceServer } from 'oidc-provider';
import { ServiceName } from '../../protocol/basics.ts';
import { signalsAudience } from '../../protocol/signals.ts';
import { accessTokenSeconds, audienceOf } from '../../protocol/tokens.ts';
import { errors } from './library.ts';

type Service = (typeof ServiceName.options)[number];

/** The service that a resource indicator (RFC 8707) stands for. @throws errors.InvalidTarget */
export function serviceOf(resource: unknown): Service {
  const service = ServiceName.options.find((name) => audienceOf(name) === resource);
  if (!service) throw new errors.InvalidTarget('no such resource');
  return service;
}

/**
 * The audience that this client may have tokens for: a box those of the platform's own services, a service provider from
 * outside only its own change notices. @throws errors.InvalidTarget
 */
export function resourceOf(client: Pick<Client, 'subjectType'>, resource: unknown): string {
  if (client.subjectType !== 'pairwise') return audienceOf(serviceOf(resource));
  if (resource === signalsAudience) return signalsAudience;
  throw new errors.InvalidTarget('no such resource');
}

/** Sector of a service provider's pairwise subjects; never the name of one of the platform's own services. */
export const sectorName = (sector: string): string => `relying-party/${sector}`;

/** Access tokens with an audience are JWTs (RFC 9068) for it alone. */
export const resourceInfo = (audience: string): ResourceServer => ({
  audience,
  scope: '',
  accessTokenTTL: accessTokenSeconds,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256' } },
});
