import { keepAccounts } from '../../console/login/accounts.ts';
import { realmOfWelfare } from '../../console/welfare-routes.ts';
import { assignWelfareOfficer } from '../../notices/watch-over/officer.ts';
import type { PlatformContext } from '../../server/context.ts';
import { openReception } from '../../shelter/reception.ts';
import { hiyori, towns } from './world.ts';

/** As the town's register calls them among the supporters of はな and いさむ. */
const officer = { id: 'yamamoto', name: '山本 ふじ子' };

/** Household of the box at a shelter's reception. */
export const receptionHousehold = (shelter: string): string => `reception-${shelter}`;

/** The welfare officer who may sign in, and a reception for every shelter; taken again, it changes nothing. */
export async function keepSafety(context: PlatformContext): Promise<void> {
  const { id, name } = officer;
  await keepAccounts(context, [{ realm: realmOfWelfare(hiyori), id, name, role: 'welfare-officer' }]);
  await assignWelfareOfficer(context, { municipality: hiyori, official: id, name });
  for (const { municipality, shelters } of towns) {
    for (const { id: shelter } of shelters) {
      const household = context.pairwise('town', receptionHousehold(shelter));
      await openReception(context, { household, municipality, shelter });
    }
  }
}
