import { groupsOf, supportNeededGroup } from '../alerts/audience/groups.ts';
import { withheldHelp } from '../alerts/board.ts';
import { needsTwoPersons } from '../alerts/release/policy.ts';
import { shownAudience } from '../alerts/shown-audience.ts';
import type { Recipients, TownDesk } from '../protocol/console.ts';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { templatesOf } from '../town/master-data/read.ts';
import { districtsOf, sceneryOf, sheltersOf, townName } from '../town/register.ts';
import { presentAccounts } from './login/sessions.ts';
import { type Official, officialsOf, realmOfTown } from './officials.ts';

/** Everything that a town's page needs before an order is written: people, places, sentences. */
export async function townDesk(context: PlatformContext, official: Official): Promise<TownDesk> {
  const { municipality, id, name, role } = official;
  const town = await townName(context, municipality);
  if (town === undefined) throw new PlatformError(404, 'town.unknown');
  const districts = await districtsOf(context, municipality);
  const help = await withheldHelp(context, municipality);
  const present = await presentAccounts(context, realmOfTown(municipality));
  const { boxes, residents } = await shownAudience(
    context,
    municipality,
    districts.map(({ code }) => code),
  );
  const supported = new Set(residents.filter((one) => one.supportNeeded).map(({ subject }) => subject)).size;
  return {
    municipality,
    name: town,
    official: { id, name, role },
    officials: (await officialsOf(context, municipality)).map((one) => ({
      id: one.id,
      name: one.name,
      role: one.role,
      present: present.has(one.id),
    })),
    twoPersons: await needsTwoPersons(context, municipality),
    districts: districts.map(({ outline, east, north, ...district }) => ({
      ...district,
      boxes: boxes.filter((box) => box.district === district.code).length,
      centre: [east, north],
      ...(outline === null ? {} : { outline }),
    })),
    scenery: await sceneryOf(context, municipality),
    shelters: await sheltersOf(context, municipality),
    templates: await templatesOf(context, municipality),
    groups: [
      { id: supportNeededGroup, name: '避難行動要支援者', persons: supported },
      ...(await groupsOf(context, municipality)),
    ],
    ...(help === 0 ? {} : { withheldHelp: help }),
  };
}

/** Households with a television and who lives there, for orders to single persons; protected persons are not in it. */
export async function recipients(context: PlatformContext, municipality: string): Promise<Recipients> {
  const districts = await districtsOf(context, municipality);
  const { boxes, names, residents } = await shownAudience(
    context,
    municipality,
    districts.map(({ code }) => code),
  );
  const homes = new Map(boxes.map(({ household, district }) => [household, district]));
  return {
    households: [...homes].map(([household, district]) => ({
      household,
      name: names.get(household) ?? '—',
      districtName: districts.find(({ code }) => code === district)?.name ?? district,
      residents: residents
        .filter((one) => one.household === household)
        .map(({ subject, fullName, supportNeeded }) => ({ subject, name: fullName, supportNeeded })),
    })),
  };
}
