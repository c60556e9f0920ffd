import type { PlatformContext } from '../../server/context.ts';
import type { ValidatedCertificates } from '../certificates/cache.ts';
import type { Anchor } from '../certificates/path.ts';
import type { LinkService } from '../links/source.ts';
import type { RevocationSource } from '../revocation/status.ts';
import type { UsageCounter } from '../usage/counter.ts';
import type { LoginCounters } from './limits.ts';

/** What deciding about cards needs from outside. */
export interface CardEnvironment {
  context: PlatformContext;
  anchors: () => readonly Anchor[];
  /** Remembers which certificates were good. */
  certificates: ValidatedCertificates;
  sources: readonly RevocationSource[];
}

/** What deciding a login needs from outside. */
export interface LoginEnvironment extends CardEnvironment {
  links: LinkService;
  counters: LoginCounters;
  usage: UsageCounter;
}
