import { type Kysely, sql } from 'kysely';
import type { Equipment, Facility } from '../protocol/booking.ts';
import { type RoomRules, rulesOf } from './rules.ts';
import { type ClosingRules, type Hours, periodHours, type Schedule } from './slots.ts';
import type { BookingTables } from './tables.ts';

/** A room as a town hands it in. */
export type RoomRecord = Omit<Facility, 'name' | 'equipment' | 'approval' | 'groupsOnly'> & {
  rules?: Partial<RoomRules>;
  equipment?: readonly (Equipment & { count: number })[];
};

/** A house with its rooms, as a town hands it in. */
export interface BuildingRecord {
  id: string;
  municipality: string;
  name: string;
  closing: ClosingRules;
  /** Its own hours; without them those of every house. */
  hours?: Hours;
  rooms: readonly RoomRecord[];
}

/** A room with what booking needs to know about it and its house. */
export interface BookableRoom extends Schedule {
  facility: Facility;
  building: string;
  rules: RoomRules;
  equipment: readonly (Equipment & { count: number })[];
  /** What a booking holds: the room itself, or the parts of a combined one. */
  resources: readonly string[];
  /** Who takes or gives back this room queues up under this name: a building's rooms that can be combined share one. */
  queue: string;
}

function allRooms(tables: Kysely<BookingTables>) {
  return tables
    .selectFrom('booking.room as room')
    .innerJoin('booking.building as building', 'building.id', 'room.building')
    .select([
      'room.id',
      'building.name',
      'room.name as room',
      'room.note',
      'room.capacity',
      'room.fee',
      'room.picture',
      'room.rules',
      'room.equipment',
      'building.id as building',
      'building.closing',
      'building.hours',
      sql<
        string[]
      >`coalesce((select jsonb_agg(day) from booking.closed_day where building = building.id), '[]')`.as(
        'closed_days',
      ),
      sql<boolean>`exists (select from booking.room other where other.building = building.id
        and (other.id = room.id and jsonb_array_length(coalesce(other.rules -> 'parts', '[]')) > 0
          or coalesce(other.rules -> 'parts', '[]') @> to_jsonb(room.id)))`.as('combinable'),
    ])
    .orderBy('building.position')
    .orderBy('room.position')
    .orderBy('room.id');
}

const roomsOf = (tables: Kysely<BookingTables>, municipality: string) =>
  allRooms(tables).where('building.municipality', '=', municipality);

type RoomRow = Awaited<ReturnType<ReturnType<typeof allRooms>['execute']>>[number];

function toRoom(row: RoomRow): BookableRoom {
  const { rules: own, equipment, building, closing, hours, closed_days, combinable, ...facility } = row;
  const rules = rulesOf(own);
  const things = equipment.map(({ count: _, ...thing }) => thing);
  return {
    facility: {
      ...facility,
      ...(things.length === 0 ? {} : { equipment: things }),
      ...(rules.approval ? { approval: true } : {}),
      ...(rules.groupsOnly ? { groupsOnly: true } : {}),
    },
    building,
    closing: { ...closing, days: [...(closing.days ?? []), ...closed_days] },
    hours: hours ?? periodHours,
    windowDays: rules.windowDays,
    rules,
    equipment,
    resources: rules.parts.length === 0 ? [facility.id] : rules.parts,
    queue: combinable ? `building ${building}` : `room ${facility.id}`,
  };
}

/** The rooms of one town with their rules, in the town's own order. */
export async function bookableRooms(
  tables: Kysely<BookingTables>,
  municipality: string,
): Promise<BookableRoom[]> {
  return (await roomsOf(tables, municipality).execute()).map(toRoom);
}

/** The rooms of one town, in the town's own order. */
export async function facilitiesOf(tables: Kysely<BookingTables>, municipality: string): Promise<Facility[]> {
  return (await bookableRooms(tables, municipality)).map(({ facility }) => facility);
}

/** One room, only if it belongs to the town. */
export async function findRoom(
  tables: Kysely<BookingTables>,
  municipality: string,
  id: string,
): Promise<BookableRoom | undefined> {
  const row = await roomsOf(tables, municipality).where('room.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toRoom(row);
}

/** Rooms by their ids, of any town. */
export async function roomsById(
  tables: Kysely<BookingTables>,
  ids: readonly string[],
): Promise<Map<string, BookableRoom>> {
  if (ids.length === 0) return new Map();
  const rows = await allRooms(tables)
    .where('room.id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, toRoom(row)]));
}

/** Takes over a town's houses and rooms; handing in the same again changes nothing. */
export async function registerBuildings(
  tables: Kysely<BookingTables>,
  buildings: readonly BuildingRecord[],
): Promise<void> {
  await tables.transaction().execute(async (transaction) => {
    for (const [position, { rooms, closing, hours, ...building }] of buildings.entries()) {
      const row = {
        ...building,
        closing: JSON.stringify(closing),
        hours: hours === undefined ? null : JSON.stringify(hours),
        position,
      };
      await transaction
        .insertInto('booking.building')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
      for (const [order, { room: name, rules = {}, equipment = [], ...rest }] of rooms.entries()) {
        const roomRow = {
          ...rest,
          name,
          building: building.id,
          rules: JSON.stringify(rules),
          equipment: JSON.stringify(equipment),
          position: order,
        };
        await transaction
          .insertInto('booking.room')
          .values(roomRow)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(roomRow))
          .execute();
      }
    }
  });
}
