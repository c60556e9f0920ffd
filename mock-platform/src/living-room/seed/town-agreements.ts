import { townKeys } from '../../alerts/town-keys.ts';
import { keepRelyingParty } from '../../identity/relying-parties/register.ts';
import type { PlatformContext } from '../../server/context.ts';
import { importRoll, type RollEntry } from '../../town/roll.ts';
import { households, makoto, makotosHome, type Resident, towns } from './world.ts';

const entryOf = (resident: Resident, district: string, address: string): RollEntry => {
  const { key: id, fullName, callName, birthDate, sex: gender, supportNeeded } = resident;
  return { id, fullName, callName, birthDate, gender, address, district, supportNeeded };
};

/** The towns' rolls of residents (住民基本台帳), with those who have no television yet. */
export async function importRolls(context: PlatformContext): Promise<void> {
  for (const { municipality } of towns) {
    const atHome = households
      .filter((home) => home.municipality === municipality)
      .flatMap(({ residents, district, address }) => residents.map((one) => entryOf(one, district, address)));
    const { district, address } = makotosHome;
    const others = municipality === makotosHome.municipality ? [entryOf(makoto, district, address)] : [];
    await importRoll(context, municipality, [...atHome, ...others]);
  }
}

/**
 * Each operator's agreement with the town that it serves: the town hears who has registered, and gives them their name on
 * the television. Kept anew at every start, since the address may be another one.
 */
export async function keepTownAgreements(context: PlatformContext): Promise<void> {
  for (const { municipality, name } of towns) {
    const operator = households.find((home) => home.municipality === municipality)?.operator;
    const keys = (await townKeys(context, municipality)).map(({ kid, publicKey }) => ({ ...publicKey, kid }));
    if (operator === undefined) continue;
    await keepRelyingParty(context, operator, {
      id: `town-${municipality}`,
      name,
      purpose: 'テレビに なまえを だします。',
      from: '2020-04-01',
      scopes: ['openid', 'name', 'address', 'birthdate', 'gender'],
      tier: 't1',
      redirectUris: [],
      deviceGrant: false,
      jwks: { keys },
      sector: `town-${municipality}`,
      signalsEndpoint: `${context.configuration.publicUrl}/town/change-notices`,
      municipality,
    });
  }
}
