import { createHash } from 'node:crypto';
import { recordCounterBookings } from '../../booking/bookings.ts';
import { announceEvent } from '../../booking/events.ts';
import { registerBuildings } from '../../booking/facilities.ts';
import type { BookingTables } from '../../booking/tables.ts';
import { createRegistrationCode, registerTenants } from '../../boxes/registration.ts';
import { openCertification } from '../../certification/index.ts';
import { seedOfficials } from '../../console/officials.ts';
import { keepContracts } from '../../customers/contracts.ts';
import { importBundle, storeLetters } from '../../health/module.ts';
import type { HealthTables } from '../../health/tables.ts';
import { publicNotices, publishNotice } from '../../notices/public-notices.ts';
import type { CardFile } from '../../protocol/card-reader.ts';
import type { PlatformContext, PlatformModule } from '../../server/context.ts';
import { importTownRegister } from '../../town/import-register.ts';
import { identityOf } from './card-files.ts';
import { makeCards } from './cards.ts';
import { type BoxEnrolment, enrolmentsHandedOver, keepEnrolments, pendingEnrolments } from './enrolment.ts';
import { buildings, counterBookings, eventDrafts } from './facility-data.ts';
import { healthBundle } from './health-data.ts';
import { healthLetters } from './medicine-data.ts';
import { seedMigrations } from './migrations.ts';
import { noticeDrafts } from './notice-data.ts';
import { enrolResidents } from './persons.ts';
import { keepSafety } from './safety.ts';
import { importRolls, keepTownAgreements } from './town-agreements.ts';
import { shelterPlaces, townPlans } from './town-plans.ts';
import { type Household, hiyori, households, officials, operators, type Resident, towns } from './world.ts';

interface SeedTables {
  'seed.world': { roots: string; seeded_at: Date };
}

/** Only remembers whether the demo's world is there; demo only (D18). */
export const seedModule: PlatformModule = {
  name: 'seed',
  migrations: seedMigrations,
  routes: () => undefined,
};

/** A household with a box that stands in the living room. */
export interface SeededBox {
  household: string;
  /** A new code with which its box can be registered, valid for an hour. */
  registrationCode(): Promise<string>;
  /** Residents whom the box has not been told of yet. */
  enrolments: readonly BoxEnrolment[];
  /** To be called when the box has confirmed every one of `enrolments`. */
  handedOver(): void;
}

export interface SeededWorld {
  boxes: readonly SeededBox[];
}

/** Subject of the sector `town`: of the person if enrolled, otherwise of the name in the register alone. */
function townSubject(
  context: PlatformContext,
  persons: ReadonlyMap<string, string>,
  { key }: Resident,
): string {
  return context.pairwise('town', persons.get(key) ?? `not enrolled: ${key}`);
}

async function importRegisters(
  context: PlatformContext,
  persons: ReadonlyMap<string, string>,
): Promise<void> {
  const inRegister = ({ id, district, name, residents }: Household) => ({
    household: context.pairwise('town', id),
    district,
    name,
    residents: residents.map((resident) => {
      const { callName, fullName, supportNeeded, supporters = [] } = resident;
      return {
        subject: townSubject(context, persons, resident),
        callName,
        fullName,
        supportNeeded,
        supporters,
      };
    }),
  });
  for (const town of towns) {
    const own = households.filter(({ municipality }) => municipality === town.municipality);
    const plan = townPlans[town.municipality];
    await importTownRegister(context, {
      ...town,
      scenery: plan?.scenery,
      districts: town.districts.map((one) => ({ ...one, outline: plan?.outlines[one.code] })),
      shelters: town.shelters.map((one) => ({ ...one, ...shelterPlaces[one.id] })),
      households: own.map(inRegister),
    });
  }
}

async function publishNotices(context: PlatformContext, now: Date): Promise<void> {
  for (const draft of noticeDrafts(now)) {
    const published = await publicNotices(context, draft.municipality);
    if (!published.some(({ headline }) => headline === draft.headline)) await publishNotice(context, draft);
  }
}

function keepForBoxes(
  context: PlatformContext,
  cards: ReadonlyMap<string, CardFile>,
  persons: ReadonlyMap<string, string>,
): void {
  for (const { id, reader, residents } of households) {
    if (reader === undefined) continue;
    const enrolments = residents
      .filter(({ hasCard }) => hasCard)
      .map((resident) => {
        const { issuerKey, serial, birthDate } = identityOf(cards.get(resident.key) as CardFile);
        return { subject: townSubject(context, persons, resident), issuerKey, serial, birthDate };
      });
    keepEnrolments(context.configuration.dataDirectory, id, enrolments);
  }
}

/** Each operator's contracts, in the name of the first of the household. */
async function importContracts(context: PlatformContext): Promise<void> {
  for (const { id: household, operator, address, residents } of households) {
    const [holder] = residents;
    if (holder) await keepContracts(context, operator, [{ household, name: holder.fullName, address }]);
  }
}

/** Every step can be taken again after an interruption; the marker comes last. */
async function makeWorld(context: PlatformContext, roots: string): Promise<void> {
  const { dataDirectory } = context.configuration;
  const now = context.clock();
  const certification = await openCertification(dataDirectory, context.clock);
  const cards = await makeCards(certification, dataDirectory, now);
  await registerTenants(context, {
    operators,
    municipalities: towns.map(({ municipality, name }) => ({ code: municipality, name })),
  });
  const persons = await enrolResidents(context, cards);
  await importContracts(context);
  await importRegisters(context, persons);
  await seedOfficials(context, officials);
  for (const [key, person] of persons) {
    const bundle = healthBundle(key, now);
    const subject = context.pairwise('health', person);
    if (bundle !== undefined) await importBundle(context, subject, bundle);
    await storeLetters(context.tables<HealthTables>(), subject, healthLetters(key, now));
  }
  await registerBuildings(context.tables<BookingTables>(), buildings);
  const counter = context.pairwise('booking', 'bookings made at the counter');
  await recordCounterBookings(context.tables<BookingTables>(), counterBookings(now), counter, now);
  for (const { id, ...draft } of eventDrafts(now)) {
    await announceEvent(context.tables<BookingTables>(), hiyori, draft, id);
  }
  await publishNotices(context, now);
  keepForBoxes(context, cards, persons);
  await context.tables<SeedTables>().insertInto('seed.world').values({ roots, seeded_at: now }).execute();
}

function boxOf(context: PlatformContext, home: Household): SeededBox {
  const { dataDirectory } = context.configuration;
  const { id: household, name: householdName, operator, municipality, district } = home;
  return {
    household,
    registrationCode: () =>
      createRegistrationCode(context, { operator, municipality, district, household, householdName }),
    enrolments: pendingEnrolments(dataDirectory, household),
    handedOver: () => enrolmentsHandedOver(dataDirectory, household),
  };
}

/**
 * Fills an empty platform with the demo's towns, people, cards and data; on a filled one it changes nothing. An
 * interrupted run is finished by the next.
 * @throws Error when database and data directory do not belong together
 */
export async function seedWorld(context: PlatformContext): Promise<SeededWorld> {
  const { dataDirectory } = context.configuration;
  const certification = await openCertification(dataDirectory, context.clock);
  const roots = createHash('sha256').update(certification.anchors.authentication).digest('hex');
  const marker = await context
    .tables<SeedTables>()
    .selectFrom('seed.world')
    .select('roots')
    .executeTakeFirst();
  if (marker === undefined) await makeWorld(context, roots);
  else if (marker.roots !== roots) {
    throw new Error(
      `The database was filled from another data directory than ${dataDirectory}. Start with --reset, or give the one that belongs to it.`,
    );
  }
  // Of an earlier version: cards that it did not know belong to people whom nobody has registered.
  else await makeCards(certification, dataDirectory, context.clock());
  await importRolls(context);
  await keepTownAgreements(context);
  await keepSafety(context);
  return {
    boxes: households
      .filter(({ reader }) => reader !== undefined)
      .map((household) => boxOf(context, household)),
  };
}
