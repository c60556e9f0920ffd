import type * as z from 'zod/mini';
import type { ServiceName, Tier } from '../protocol/basics.ts';
import type { PolicyTable as PolicyTableSchema } from '../protocol/identity.ts';

export type PolicyTable = z.infer<typeof PolicyTableSchema>;
export type Profile = PolicyTable['profile'];

const order: readonly Tier[] = ['t0', 't1', 't2', 't3'];

/** Whether a tier reached is at least the tier needed. */
export const satisfies = (reached: Tier, needed: Tier): boolean =>
  order.indexOf(reached) >= order.indexOf(needed);

/**
 * Service × assurance (D1). `trial` follows the papers: a login without PIN opens health, booking and messages at the
 * holder's own television. `statute` follows 公的個人認証法 38条の4 and practice since 2024: what is personal and
 * sensitive needs the PIN. `t0` is open to every registered television.
 */
const tables: Record<Profile, Record<ServiceName, Tier>> = {
  trial: {
    health: 't1',
    booking: 't1',
    notices: 't1',
    town: 't0',
    alerts: 't0',
    boxes: 't0',
    identity: 't0',
  },
  statute: {
    health: 't2',
    booking: 't1',
    notices: 't2',
    town: 't0',
    alerts: 't0',
    boxes: 't0',
    identity: 't0',
  },
};

export const policyOf = (profile: Profile): Record<ServiceName, Tier> => tables[profile];

/** Services that a person's token is never meant for: there the box speaks for itself. */
const boxOnly: ReadonlySet<ServiceName> = new Set(['boxes', 'identity']);

/** Whether a person must have agreed before a login opens the service: whatever is not open to every television. */
export const isPersonal = (profile: Profile, service: ServiceName): boolean =>
  tables[profile][service] !== 't0';

export type OutageBehaviour = 'refuse' | 'unconfirmed' | 'goes-on';

/**
 * What happens to a card's login for each service while nobody can say whether a card was revoked (jpki-card.md §8), under
 * either profile. What is personal fails closed (公的個人認証法 38条の4: "not revoked" is checked every time). Answers to orders
 * and shelter check-in save lives: there the login counts as unconfirmed and is asked about again (recheck.ts).
 */
const outage: Record<ServiceName, OutageBehaviour> = {
  health: 'refuse',
  booking: 'refuse',
  notices: 'refuse',
  town: 'unconfirmed',
  alerts: 'unconfirmed',
  boxes: 'goes-on',
  identity: 'goes-on',
};

export const outageOf = (service: ServiceName): OutageBehaviour => outage[service];

/** The column of the table that everybody may read. */
export const outageTable = (): NonNullable<PolicyTable['outage']> => ({ ...outage });

/** Services that every new person is asked about, unless the application names others. */
export const personalServices: readonly ServiceName[] = ['health', 'booking', 'notices'];

/**
 * Services that a login of this tier opens for a person who agreed to these, in the order of the table; of a login that
 * nobody could confirm, those alone that take it.
 */
export function openedBy(
  profile: Profile,
  tier: Tier,
  agreed: readonly ServiceName[] = personalServices,
  unconfirmed = false,
): ServiceName[] {
  return (Object.entries(tables[profile]) as [ServiceName, Tier][])
    .filter(([service, needed]) => !boxOnly.has(service) && satisfies(tier, needed))
    .map(([service]) => service)
    .filter((service) => !isPersonal(profile, service) || agreed.includes(service))
    .filter((service) => !unconfirmed || outage[service] === 'unconfirmed');
}
