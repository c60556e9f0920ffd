import { audience as boxesOfDistricts } from '../../boxes/services.ts';
import type { Audience } from '../../protocol/alerts.ts';
import type { PlatformContext } from '../../server/context.ts';
import { malformed } from '../../server/platform-error.ts';
import { type Place, placesOf } from '../../town/places.ts';
import { districtsOf } from '../../town/register.ts';
import { membersOf, supportNeededGroup } from './groups.ts';

/** Household (pairwise id of the sector `town`) → whom of it an order is for; nobody for a withdrawal. */
export type Addressees = ReadonlyMap<string, readonly string[]>;

/** Whom an order goes to: everybody in districts, or these persons at the televisions where they live. */
export type ResolvedAudience =
  | { kind: 'districts'; districts: readonly string[] }
  | { kind: 'persons'; addressees: Addressees };

async function checkDistricts(
  context: PlatformContext,
  municipality: string,
  districts: readonly string[],
  path: string,
): Promise<void> {
  const known = new Set((await districtsOf(context, municipality)).map(({ code }) => code));
  const unknown = districts.findIndex((district) => !known.has(district));
  if (unknown >= 0) throw malformed(`${path}/${unknown}`, 'No district of this town.');
}

function byHousehold(places: readonly Place[]): Addressees {
  const found = new Map<string, string[]>();
  for (const { subject, household } of places) {
    const others = found.get(household);
    if (others === undefined) found.set(household, [subject]);
    else others.push(subject);
  }
  return found;
}

async function placesFor(
  context: PlatformContext,
  municipality: string,
  audience: Exclude<Audience, { kind: 'districts' }>,
  path: string,
): Promise<Place[]> {
  if (audience.kind === 'households')
    return placesOf(context, municipality, { households: audience.households });
  if (audience.kind === 'persons') {
    const places = await placesOf(context, municipality, { subjects: audience.subjects });
    const found = new Set(places.map(({ subject }) => subject));
    const missing = audience.subjects.findIndex((subject) => !found.has(subject));
    if (missing >= 0) throw malformed(`${path}/subjects/${missing}`, 'No resident of this town.');
    return places;
  }
  const within = audience.districts === undefined ? {} : { districts: audience.districts };
  if (audience.districts !== undefined)
    await checkDistricts(context, municipality, audience.districts, `${path}/districts`);
  if (audience.group === supportNeededGroup)
    return placesOf(context, municipality, { supportNeeded: true, ...within });
  const subjects = await membersOf(context, municipality, audience.group);
  if (subjects === undefined) throw malformed(`${path}/group`, 'No group of this town.');
  return placesOf(context, municipality, { subjects, ...within });
}

/**
 * Whom an official means, as of now: who joins a group later gets no earlier order.
 * @throws PlatformError 400 `request.malformed` naming what this town does not have, or an audience without anybody
 */
export async function resolveAudience(
  context: PlatformContext,
  municipality: string,
  audience: Audience,
  path: string,
): Promise<ResolvedAudience> {
  if (audience.kind === 'districts') {
    await checkDistricts(context, municipality, audience.districts, `${path}/districts`);
    return { kind: 'districts', districts: [...new Set(audience.districts)] };
  }
  const addressees = byHousehold(await placesFor(context, municipality, audience, path));
  if (addressees.size === 0) throw malformed(path, 'Nobody of this town is meant.');
  return { kind: 'persons', addressees };
}

/** Those who had been meant and are not any more; undefined when there is nobody. */
export async function fallenOut(
  context: PlatformContext,
  municipality: string,
  before: ResolvedAudience,
  now: ResolvedAudience,
): Promise<ResolvedAudience | undefined> {
  if (before.kind === 'districts' && now.kind === 'districts') {
    const districts = before.districts.filter((district) => !now.districts.includes(district));
    return districts.length === 0 ? undefined : { kind: 'districts', districts };
  }
  const had =
    before.kind === 'persons'
      ? [...before.addressees.keys()]
      : (await boxesOfDistricts(context, municipality, before.districts)).map(({ household }) => household);
  const has =
    now.kind === 'persons'
      ? new Set(now.addressees.keys())
      : new Set(
          (await boxesOfDistricts(context, municipality, now.districts)).map(({ household }) => household),
        );
  const gone = had.filter((household) => !has.has(household));
  return gone.length === 0
    ? undefined
    : { kind: 'persons', addressees: new Map(gone.map((household) => [household, []])) };
}
