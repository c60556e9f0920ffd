import type * as z from 'zod/mini';
import type { Template } from '../../protocol/console.ts';
import type {
  DistrictChange,
  ShelterChange,
  SupporterChange,
  TemplateChange,
} from '../../protocol/master-data.ts';
import type { PlatformContext } from '../../server/context.ts';
import { malformed } from '../../server/platform-error.ts';
import { districtsOf } from '../register.ts';
import { changeMasterData, type Editor } from './change.ts';

/** Changes a shelter, or adds one (version 0). @throws PlatformError 400 `request.malformed`, 409 `master.changed` */
export async function editShelter(
  context: PlatformContext,
  editor: Editor,
  id: string,
  { version, entry }: z.infer<typeof ShelterChange>,
): Promise<void> {
  const { municipality } = editor;
  const districts = await districtsOf(context, municipality);
  if (!districts.some(({ code }) => code === entry.district)) {
    throw malformed('/entry/district', 'No district of this town.');
  }
  const change = { kind: 'shelter' as const, key: id, version, content: entry };
  await changeMasterData(context, editor, change, async (tables) => {
    await tables
      .insertInto('town.shelter')
      .values({ municipality, id, ...entry })
      .onConflict((on) => on.columns(['municipality', 'id']).doUpdateSet(entry))
      .execute();
    return true;
  });
}

/** @throws PlatformError 404 `master.unknown`, 409 `master.changed` */
export async function editDistrict(
  context: PlatformContext,
  editor: Editor,
  code: string,
  { version, entry }: z.infer<typeof DistrictChange>,
): Promise<void> {
  const change = { kind: 'district' as const, key: code, version, content: entry };
  await changeMasterData(context, editor, change, async (tables) => {
    const { numUpdatedRows } = await tables
      .updateTable('town.district')
      .set(entry)
      .where('municipality', '=', editor.municipality)
      .where('code', '=', code)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  });
}

/** Name of a template in the record. */
export const templateKey = ({ hazard, place }: Pick<Template, 'hazard' | 'place'>): string =>
  `${hazard} ${place}`;

/** Keeps the town's own sentence for a hazard. @throws PlatformError 409 `master.changed` */
export async function editTemplate(
  context: PlatformContext,
  editor: Editor,
  { version, entry }: z.infer<typeof TemplateChange>,
): Promise<void> {
  const { hazard, place, ...words } = entry;
  const change = { kind: 'template' as const, key: templateKey(entry), version, content: entry };
  await changeMasterData(context, editor, change, async (tables) => {
    await tables
      .insertInto('town.template')
      .values({ municipality: editor.municipality, ...entry })
      .onConflict((on) => on.columns(['municipality', 'hazard', 'place']).doUpdateSet(words))
      .execute();
    return true;
  });
}

/** Replaces a resident's supporters. @throws PlatformError 404 `master.unknown`, 409 `master.changed` */
export async function editSupporters(
  context: PlatformContext,
  editor: Editor,
  subject: string,
  { version, entry }: z.infer<typeof SupporterChange>,
): Promise<void> {
  const change = { kind: 'supporter' as const, key: subject, version, content: entry };
  await changeMasterData(context, editor, change, async (tables) => {
    const resident = await tables
      .selectFrom('town.resident as resident')
      .innerJoin('town.household as household', 'household.household', 'resident.household')
      .select('resident.subject')
      .where('resident.subject', '=', subject)
      .where('household.municipality', '=', editor.municipality)
      .executeTakeFirst();
    if (resident === undefined) return false;
    await tables.deleteFrom('town.supporter').where('resident', '=', subject).execute();
    const different = new Map(entry.supporters.map((one) => [one.name, one]));
    for (const one of different.values()) {
      await tables
        .insertInto('town.supporter')
        .values({ resident: subject, ...one })
        .execute();
    }
    return true;
  });
}
