import type { CardTier } from '../../protocol/identity.ts';

/**
 * Authentication context classes (`acr`):
 * - `urn:chanoma:tier:t1`: the person's card lies on the reader of the person's own television and has proven itself; no
 *   PIN was typed;
 * - `urn:chanoma:tier:t2`: the card's user-authentication key signed after its PIN (公的個人認証法 38条の4 and practice);
 * - `urn:chanoma:tier:t3`: the card's signature key signed after the signature PIN.
 * Each contains those before it. The certificate was found good and not revoked in every case.
 */
export const acrOf = (tier: CardTier): string => `urn:chanoma:tier:${tier}`;

const tiers: readonly CardTier[] = ['t1', 't2', 't3'];
export const acrValues: readonly string[] = tiers.map(acrOf);

/** Authentication methods (`amr`, RFC 8176): smart card, and PIN beside it. */
export const amrOf = (tier: CardTier): string[] => (tier === 't1' ? ['sc'] : ['sc', 'pin', 'mfa']);

/**
 * The tier that a login must reach: the weakest of those that the request names in `acr_values` (any of them will do,
 * OpenID Connect Core 3.1.2.1), and at least that of the contract. Names that are not ours do not count.
 */
export function neededTier(contract: CardTier, acrs: unknown): CardTier {
  const asked = typeof acrs === 'string' ? acrs.split(' ') : [];
  const least = tiers.findIndex((tier) => asked.includes(acrOf(tier)));
  return tiers[Math.max(least, tiers.indexOf(contract))] ?? contract;
}
