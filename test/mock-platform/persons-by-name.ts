import type { ServiceName } from '../../mock-platform/src/protocol/basics.ts';
import type { Caller, Callers, PlatformContext } from '../../mock-platform/src/server/context.ts';
import { PlatformError } from '../../mock-platform/src/server/platform-error.ts';
import { boxesByName } from './platform.ts';

/**
 * As `boxesByName`; `Authorization: DPoP <box id>.<person>` is that person after a login without PIN at that box, without
 * any proof.
 */
export function personsByName(context: PlatformContext): Callers {
  const { box } = boxesByName(context);
  return {
    box,
    async person(request, service: ServiceName): Promise<Caller> {
      const [, id = '', person] = /^DPoP ([^.]+)\.(.+)$/.exec(request.headers.authorization ?? '') ?? [];
      if (person === undefined) throw new PlatformError(403, 'token.tier');
      const caller = await box({ ...request, headers: { authorization: `DPoP ${id}` } }, service);
      return { ...caller, sub: context.pairwise(service, person), tier: 't1' };
    },
  };
}
