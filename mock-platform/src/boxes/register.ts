import type { Kysely } from 'kysely';
import * as z from 'zod/mini';
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
export function createBoxRegister(tables: Kysely<BoxesTables>): BoxRegister {
  return {
    async find(box) {
      if (!z.safeParse(Uuid, box).success) return undefined;
      return boxQuery(tables).where('box.id', '=', box).executeTakeFirst();
    },
    async operatorName(operator) {
      const found = await tables
        .selectFrom('boxes.operator')
        .select('name')
        .where('id', '=', operator)
        .executeTakeFirst();
      return found?.name;
    },
  };
}

/** Every unblocked box of the districts. */
export function boxesOf(
  tables: Kysely<BoxesTables>,
  municipality: string,
  districts: readonly string[],
): Promise<RegisteredBox[]> {
  if (districts.length === 0) return Promise.resolve([]);
  return boxQuery(tables)
    .where('household.municipality', '=', municipality)
    .where('household.district', 'in', [...districts])
    .where('box.blocked', '=', false)
    .orderBy('box.registered_at')
    .execute();
}
