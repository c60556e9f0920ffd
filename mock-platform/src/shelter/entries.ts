import type { Kysely, Selectable } from 'kysely';
import { signedByBox } from '../boxes/signed-by-box.ts';
import {
  GuestEntry,
  type ShelterOutcome,
  type ShelterResult,
  type ShelterResults,
} from '../protocol/shelter.ts';
import type { PlatformContext, RegisteredBox } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { protectedSubjects } from '../server/protection.ts';
import { seenCard } from '../server/seen-cards.ts';
import { tellSheltered } from '../server/sheltered.ts';
import { residentsBySubject } from '../town/register.ts';
import { type Place, placeAfter } from './presence.ts';
import { type Reception, shelterNames } from './reception.ts';
import type { ShelterTables } from './tables.ts';

/** `typ` of a signed entry. */
export const entryType = 'chanoma-shelter+jwt';

type Entry = Selectable<ShelterTables['shelter.entry']>;

/** Whom an entry is about. */
interface About {
  person: string | null;
  unconfirmed: boolean;
  /** Why nobody is known. */
  refused?: 'card-unknown' | 'card-not-good';
}

async function aboutCard(
  context: PlatformContext,
  { municipality }: Reception,
  { certificate, box }: { certificate: string; box: string },
): Promise<About> {
  const seen = await seenCard(context, { certificate, box });
  if (!seen.found)
    return {
      person: null,
      unconfirmed: false,
      refused: seen.why === 'unknown' ? 'card-unknown' : 'card-not-good',
    };
  const person = seen.subjectIn('town');
  const known = await residentsBySubject(context, municipality, [person]);
  // Of another town: no name here, and none is told.
  if (!known.has(person)) return { person: null, unconfirmed: false, refused: 'card-unknown' };
  return { person, unconfirmed: seen.unconfirmed };
}

async function aboutGuest(
  tables: Kysely<ShelterTables>,
  { municipality, shelter }: Reception,
  entry: string,
): Promise<About> {
  const found = await tables
    .selectFrom('shelter.entry')
    .select('person')
    .where('municipality', '=', municipality)
    .where('shelter', '=', shelter)
    .where('id', '=', entry)
    .executeTakeFirst();
  return { person: found?.person ?? null, unconfirmed: false };
}

function about(
  context: PlatformContext,
  reception: Reception,
  box: string,
  entry: GuestEntry,
): Promise<About> | About {
  if (entry.kind === 'card') return aboutCard(context, reception, { certificate: entry.certificate, box });
  if (entry.kind === 'named') return { person: entry.id, unconfirmed: false };
  return aboutGuest(context.tables<ShelterTables>(), reception, entry.entry);
}

const eventOf = (entry: GuestEntry): 'in' | 'out' =>
  entry.kind === 'left' ? 'out' : entry.kind === 'named' ? 'in' : entry.event;

/** What an entry comes to, given where the person was at its time. */
function outcomeOf(event: 'in' | 'out', shelter: string, place: Place | undefined): ShelterOutcome {
  const here = place?.shelter === shelter;
  if (event === 'out') return here ? 'out' : 'not-in';
  if (here) return 'already-in';
  return place === undefined ? 'in' : 'moved';
}

async function placeBefore(
  tables: Kysely<ShelterTables>,
  municipality: string,
  person: string,
  at: Date,
): Promise<Place | undefined> {
  const movements = await tables
    .selectFrom('shelter.entry')
    .select(['id', 'shelter', 'event', 'stay', 'at'])
    .where('municipality', '=', municipality)
    .where('person', '=', person)
    .where('at', '<=', at)
    .execute();
  return placeAfter(movements);
}

async function store(
  context: PlatformContext,
  reception: Reception,
  box: RegisteredBox,
  entry: GuestEntry,
): Promise<Entry> {
  const tables = context.tables<ShelterTables>();
  const stored = () =>
    tables
      .selectFrom('shelter.entry')
      .selectAll()
      .where('box', '=', box.box)
      .where('id', '=', entry.id)
      .executeTakeFirst();
  const known = await stored();
  if (known) return known;
  const { municipality, shelter } = reception;
  const now = context.clock();
  const at = new Date(Math.min(Date.parse(entry.at), now.getTime()));
  const { person, unconfirmed, refused } = await about(context, reception, box.box, entry);
  const event = eventOf(entry);
  const place = person === null ? undefined : await placeBefore(tables, municipality, person, at);
  const outcome = refused ?? outcomeOf(event, shelter, place);
  await tables
    .insertInto('shelter.entry')
    .values({
      box: box.box,
      id: entry.id,
      municipality,
      shelter,
      kind: entry.kind,
      event,
      stay: entry.kind === 'left' ? (place?.stay ?? 'night') : entry.stay,
      person,
      name: entry.kind === 'named' ? entry.name : null,
      outcome,
      moved_from: outcome === 'moved' ? (place?.shelter ?? null) : null,
      at,
      stored_at: now,
      unconfirmed,
      doubtful: false,
    })
    .onConflict((on) => on.columns(['box', 'id']).doNothing())
    .execute();
  return (await stored()) as Entry;
}

/** Tells those who follow orders where the person is now, not what this entry said: it may have come late. */
async function tellPlace(context: PlatformContext, { kind, municipality, person, at }: Entry): Promise<void> {
  if (person === null || kind === 'named') return;
  const place = await placeBefore(context.tables<ShelterTables>(), municipality, person, context.clock());
  await tellSheltered(context, {
    municipality,
    subject: person,
    sheltered: place !== undefined,
    at: place?.since ?? at,
  });
}

/**
 * Takes what happened at a reception, each entry once however often it comes; resolves when all of it is durable. An entry
 * that can never be taken is named and does not hold up the others.
 */
export async function storeEntries(
  context: PlatformContext,
  reception: Reception,
  box: RegisteredBox,
  statements: readonly string[],
): Promise<ShelterResults> {
  const { municipality } = reception;
  const refused: ShelterResults['refused'] = [];
  const entries: Entry[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      const entry = signedByBox(box, statement, {
        type: entryType,
        schema: GuestEntry,
        refusal: 'shelter.signature',
        path: `/statements/${index}`,
      });
      const stored = await store(context, reception, box, entry);
      await tellPlace(context, stored);
      entries.push(stored);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      const path = error.errors?.[0]?.path;
      refused.push({ index, code: error.code, ...(path === undefined ? {} : { path }) });
    }
  }
  const persons = entries.flatMap(({ person }) => (person === null ? [] : [person]));
  const [register, withheld, names] = await Promise.all([
    residentsBySubject(context, municipality, persons),
    protectedSubjects(context, 'town'),
    shelterNames(context, municipality),
  ]);
  const results = entries.map(({ id, person, name, outcome, unconfirmed, moved_from }): ShelterResult => {
    const hidden = person !== null && withheld.has(person);
    const shown = hidden ? undefined : (name ?? register.get(person ?? '')?.fullName);
    return {
      id,
      outcome,
      ...(shown === undefined ? {} : { name: shown }),
      ...(unconfirmed ? { unconfirmed: true as const } : {}),
      ...(moved_from !== null && !hidden ? { from: names.get(moved_from) ?? moved_from } : {}),
    };
  });
  return { results, refused };
}
