import type { Hazard } from '../../protocol/alerts.ts';
import type { Template } from '../../protocol/console.ts';
import type { MasterData, MasterKind } from '../../protocol/master-data.ts';
import type { PlatformContext } from '../../server/context.ts';
import { districtsOf, supportersOf } from '../register.ts';
import { shownToOfficials } from '../shown.ts';
import type { TownTables } from '../tables.ts';
import { templateKey } from './edit.ts';

const listedChanges = 100;

/** The town's own sentences. */
export async function templatesOf(context: PlatformContext, municipality: string): Promise<Template[]> {
  const rows = await context
    .tables<TownTables>()
    .selectFrom('town.template')
    .selectAll()
    .where('municipality', '=', municipality)
    .orderBy('hazard')
    .orderBy('place')
    .execute();
  return rows.map(({ hazard, place, sentence, plain, en }) => ({
    hazard: hazard as Hazard,
    place,
    sentence,
    plain,
    en,
  }));
}

async function residents(
  context: PlatformContext,
  municipality: string,
  versionOf: (kind: MasterKind, key: string) => number,
): Promise<MasterData['residents']> {
  const households = await context
    .tables<TownTables>()
    .selectFrom('town.household')
    .select('household')
    .where('municipality', '=', municipality)
    .execute();
  const shown = await shownToOfficials(
    context,
    municipality,
    households.map(({ household }) => household),
  );
  const subjects = shown.residents.map(({ subject }) => subject);
  const supporters = await supportersOf(context, subjects);
  return shown.residents.map(({ subject, fullName, household, supportNeeded }) => ({
    subject,
    version: versionOf('supporter', subject),
    name: fullName,
    householdName: shown.names.get(household) ?? '—',
    supportNeeded,
    supporters: supporters.get(subject) ?? [],
  }));
}

/** Everything that a town keeps in ordinary times, each with its version; protected persons are not in it. */
export async function masterDataOf(context: PlatformContext, municipality: string): Promise<MasterData> {
  const tables = context.tables<TownTables>();
  const changes = await tables
    .selectFrom('town.master_change')
    .select(['at', 'by_name', 'kind', 'key', 'version'])
    .where('municipality', '=', municipality)
    .orderBy('number', 'desc')
    .execute();
  const versions = new Map<string, number>();
  for (const { kind, key, version } of changes) {
    const name = `${kind} ${key}`;
    versions.set(name, Math.max(versions.get(name) ?? 0, version));
  }
  const versionOf = (kind: MasterKind, key: string): number => versions.get(`${kind} ${key}`) ?? 0;
  const shelters = await tables
    .selectFrom('town.shelter')
    .selectAll()
    .where('municipality', '=', municipality)
    .orderBy('id')
    .execute();
  const districts = await districtsOf(context, municipality);
  const templates = await templatesOf(context, municipality);
  return {
    shelters: shelters.map(({ municipality: _, ...shelter }) => ({
      ...shelter,
      version: versionOf('shelter', shelter.id),
    })),
    districts: districts.map(({ code, name, households }) => ({
      code,
      name,
      households,
      version: versionOf('district', code),
    })),
    templates: templates.map((template) => ({
      ...template,
      version: versionOf('template', templateKey(template)),
    })),
    residents: await residents(context, municipality, versionOf),
    changes: changes.slice(0, listedChanges).map(({ at, by_name: by, kind, key, version }) => ({
      at: at.toISOString(),
      by,
      kind,
      key,
      version,
    })),
  };
}
