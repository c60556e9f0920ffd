import type { Kysely } from 'kysely';
import type { Facility } from '../protocol/booking.ts';
import type { ClosingRules } from './slots.ts';
import type { BookingTables } from './tables.ts';

/** A house with its rooms, as a town hands it in. */
export interface BuildingRecord {
  id: string;
  municipality: string;
  name: string;
  closing: ClosingRules;
  rooms: readonly Omit<Facility, 'name'>[];
}

/** A room with what booking needs to know about its house. */
export interface BookableRoom {
  facility: Facility;
  closing: ClosingRules;
}

function roomsOf(tables: Kysely<BookingTables>, municipality: string) {
  return tables
    .selectFrom('booking.room as room')
    .innerJoin('booking.building as building', 'building.id', 'room.building')
    .where('building.municipality', '=', municipality)
    .select([
      'room.id',
      'building.name',
      'room.name as room',
      'room.note',
      'room.capacity',
      'room.fee',
      'room.picture',
      'building.closing',
    ]);
}

/** The rooms of one town, in the town's own order. */
export async function facilitiesOf(tables: Kysely<BookingTables>, municipality: string): Promise<Facility[]> {
  const rows = await roomsOf(tables, municipality)
    .orderBy('building.position')
    .orderBy('room.position')
    .orderBy('room.id')
    .execute();
  return rows.map(({ closing: _, ...facility }) => facility);
}

/** One room, only if it belongs to the town. */
export async function findRoom(
  tables: Kysely<BookingTables>,
  municipality: string,
  id: string,
): Promise<BookableRoom | undefined> {
  const row = await roomsOf(tables, municipality).where('room.id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const { closing, ...facility } = row;
  return { facility, closing };
}

/** Takes over a town's houses and rooms; handing in the same again changes nothing. */
export async function registerBuildings(
  tables: Kysely<BookingTables>,
  buildings: readonly BuildingRecord[],
): Promise<void> {
  await tables.transaction().execute(async (transaction) => {
    for (const [position, { rooms, closing, ...building }] of buildings.entries()) {
      const row = { ...building, closing: JSON.stringify(closing), position };
      await transaction
        .insertInto('booking.building')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
      for (const [order, { room: name, ...rest }] of rooms.entries()) {
        const roomRow = { ...rest, name, building: building.id, position: order };
        await transaction
          .insertInto('booking.room')
          .values(roomRow)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(roomRow))
          .execute();
      }
    }
  });
}
