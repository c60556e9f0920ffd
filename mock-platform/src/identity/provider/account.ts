import type { FindAccount } from 'oidc-provider';
import type { PlatformContext } from '../../server/context.ts';
import { readFacts } from '../facts/store.ts';
import type { IdentityTables } from '../tables.ts';

/** What each scope lets a service provider read; the names are those of OpenID Connect Core 5.1. */
export const claimsOfScopes = {
  openid: ['sub', 'acr', 'amr'],
  name: ['name'],
  address: ['address'],
  birthdate: ['birthdate'],
  gender: ['gender'],
};

const genders: Record<string, string> = { '1': 'male', '2': 'female' };

/** The facts of a person as OpenID Connect claims; none when none are kept. */
export async function factClaims(context: PlatformContext, person: string) {
  const facts = await readFacts(context.tables<IdentityTables>(), context, person);
  return (
    facts && {
      name: facts.name,
      address: { formatted: facts.address },
      birthdate: facts.birthDate,
      gender: genders[facts.gender] ?? 'other',
    }
  );
}

/** An account is the platform's own person id; the provider turns it into the client's pairwise subject. */
export const accounts =
  (context: PlatformContext): FindAccount =>
  async (_ctx, person) => ({
    accountId: person,
    claims: async () => ({ sub: person, ...(await factClaims(context, person)) }),
  });
