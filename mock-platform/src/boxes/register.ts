import { type Kysely, sql } from 'kysely';
import * as z from 'zod/mini';
import { Batches } from '../database/batches.ts';
import { Uuid } from '../protocol/basics.ts';
import type { BoxRegister, RegisteredBox } from '../server/context.ts';
import type { BoxesTables } from './tables.ts';

function boxQuery(tables: Kysely<BoxesTables>) {
  return tables
    .selectFrom('boxes.box as box')
    .innerJoin('boxes.household as household', 'household.id', 'box.household')
    .select([
      'box.id as box',
      'household.operator',
      'household.municipality',
      'household.district',
      'household.id as household',
      'box.public_key as publicKey',
      'box.blocked',
    ]);
}

/** The register of boxes as other modules may ask it. */
export function createBoxRegister(
  tables: Kysely<BoxesTables>,
  tellRequestsChanged: BoxRegister['tellRequestsChanged'],
): BoxRegister {
  const found = new Batches(async (boxes: readonly string[]) => {
    const rows = await boxQuery(tables).where(sql<boolean>`box.id = any(${boxes}::uuid[])`).execute();
    const byId = new Map(rows.map((row) => [row.box, row]));
    return boxes.map((box) => byId.get(box));
  });
  return {
    async find(box) {
      return z.safeParse(Uuid, box).success ? found.ask(box.toLowerCase()) : undefined;
    },
    async operatorName(operator) {
      const found = await tables
        .selectFrom('boxes.operator')
        .select('name')
        .where('id', '=', operator)
        .executeTakeFirst();
      return found?.name;
    },
    tellRequestsChanged,
  };
}

/** Ids of all cable operators, in their order. */
export async function listOperators(tables: Kysely<BoxesTables>): Promise<string[]> {
  const rows = await tables.selectFrom('boxes.operator').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

/** Every unblocked box of the districts. */
export function boxesOf(
  tables: Kysely<BoxesTables>,
  municipality: string,
  districts: readonly string[],
): Promise<(RegisteredBox & { seenAt: Date | null })[]> {
  if (districts.length === 0) return Promise.resolve([]);
  return boxQuery(tables)
    .select('box.seen_at as seenAt')
    .where('household.municipality', '=', municipality)
    .where('household.district', 'in', [...districts])
    .where('box.blocked', '=', false)
    .orderBy('box.registered_at')
    .execute();
}
