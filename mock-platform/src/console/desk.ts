import { audience } from '../boxes/services.ts';
import type { TownDesk } from '../protocol/console.ts';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { districtsOf, sheltersOf, townName } from '../town/register.ts';
import type { Official } from './officials.ts';

/** What the order page of a town needs: who is signed in, districts with their boxes, shelters. */
export async function townDesk(context: PlatformContext, official: Official): Promise<TownDesk> {
  const { municipality, id, name, role } = official;
  const town = await townName(context, municipality);
  if (town === undefined) throw new PlatformError(404, 'town.unknown');
  const districts = await districtsOf(context, municipality);
  const boxes = await audience(
    context,
    municipality,
    districts.map(({ code }) => code),
  );
  return {
    municipality,
    name: town,
    official: { id, name, role },
    districts: districts.map((district) => ({
      ...district,
      boxes: boxes.filter((box) => box.district === district.code).length,
    })),
    shelters: await sheltersOf(context, municipality),
  };
}
