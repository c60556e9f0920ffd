import type { ServiceName } from '../../protocol/basics.ts';
import type { RevocationVerdict } from './status.ts';

/** What a service does when neither status answer nor current list can be had. */
export type OutageBehaviour =
  /** Fails closed: 公的個人認証法 38条の4 asks for "not revoked" at every use. */
  | 'refuse'
  /** Takes it as unconfirmed and checks again later: nobody is turned away in a disaster. */
  | 'accept-unconfirmed';

/** Behaviour by service (jpki-card.md §8): answers to orders and shelter check-in go on, everything personal refuses. */
export const outageBehaviour: Readonly<Record<ServiceName | 'shelter', OutageBehaviour>> = {
  health: 'refuse',
  booking: 'refuse',
  notices: 'refuse',
  town: 'refuse',
  boxes: 'refuse',
  identity: 'refuse',
  alerts: 'accept-unconfirmed',
  shelter: 'accept-unconfirmed',
};

/** What a verdict means for a service; `unconfirmed` must be asked again when the authority can be reached. */
export function verdictFor(
  service: ServiceName | 'shelter',
  verdict: RevocationVerdict,
): RevocationVerdict | 'unconfirmed' {
  return verdict === 'unavailable' && outageBehaviour[service] === 'accept-unconfirmed'
    ? 'unconfirmed'
    : verdict;
}
