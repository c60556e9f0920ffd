import { createPublicKey, randomInt, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { BoxRegistration, BoxRegistrationRequest } from '../protocol/boxes.ts';
import type { PlatformContext } from '../server/context.ts';
import { malformed, PlatformError } from '../server/platform-error.ts';
import { keyedHash } from './keyed-hash.ts';
import { boxServices } from './services.ts';
import type { BoxesTables, PublicKey } from './tables.ts';

const codeMinutes = 60;

export interface Household {
  operator: string;
  municipality: string;
  district: string;
  /** Platform's own household id. */
  household: string;
  /** Label for staff. */
  householdName?: string;
}

export interface Tenants {
  operators: readonly { id: string; name: string }[];
  municipalities: readonly { code: string; name: string }[];
}

/** Adds or renames cable operators and municipalities; leaves others alone. */
export async function registerTenants(context: PlatformContext, tenants: Tenants): Promise<void> {
  await context
    .tables<BoxesTables>()
    .transaction()
    .execute(async (tables) => {
      for (const operator of tenants.operators) {
        await tables
          .insertInto('boxes.operator')
          .values(operator)
          .onConflict((on) => on.column('id').doUpdateSet({ name: operator.name }))
          .execute();
      }
      for (const municipality of tenants.municipalities) {
        await tables
          .insertInto('boxes.municipality')
          .values(municipality)
          .onConflict((on) => on.column('code').doUpdateSet({ name: municipality.name }))
          .execute();
      }
    });
}

/**
 * Gives staff a code with which one box of the household can be registered: 8 digits, once, within an hour.
 * Operator and municipality must be known (`registerTenants`).
 */
export async function createRegistrationCode(context: PlatformContext, home: Household): Promise<string> {
  const code = String(randomInt(100_000_000)).padStart(8, '0');
  const place = {
    operator: home.operator,
    municipality: home.municipality,
    district: home.district,
    name: home.householdName ?? null,
  };
  const now = context.clock().getTime();
  await context
    .tables<BoxesTables>()
    .transaction()
    .execute(async (tables) => {
      await tables
        .insertInto('boxes.household')
        .values({ id: home.household, ...place })
        .onConflict((on) => on.column('id').doUpdateSet(place))
        .execute();
      await tables
        .insertInto('boxes.registration_code')
        .values({
          code_hash: keyedHash(context, code),
          household: home.household,
          expires_at: new Date(now + codeMinutes * 60_000),
          used_at: null,
        })
        .execute();
    });
  return code;
}

/** A box with numbers that are no key could never speak, and its code would be gone. @throws PlatformError */
function requireKey(publicKey: BoxRegistrationRequest['publicKey']): void {
  try {
    createPublicKey({ key: publicKey, format: 'jwk' });
  } catch {
    throw malformed('/publicKey', 'Not a point of P-256.');
  }
}

/**
 * The household's box that has this key already: it lost its registration, or never got the answer. Two boxes with one
 * key could not be told apart, and neither blocked without the other.
 * @throws PlatformError 409 `registration.key-known` for another household's box, or a blocked one
 */
async function boxOfKey(
  tables: Kysely<BoxesTables>,
  { x, y }: PublicKey,
  household: string,
): Promise<string | undefined> {
  const known = await tables
    .selectFrom('boxes.box')
    .select(['id', 'household', 'blocked'])
    .where(sql`public_key ->> 'x'`, '=', x)
    .where(sql`public_key ->> 'y'`, '=', y)
    .executeTakeFirst();
  if (known !== undefined && (known.blocked || known.household !== household)) {
    throw new PlatformError(409, 'registration.key-known');
  }
  return known?.id;
}

/**
 * Registers a box with its code and public key; with a key that its household has registered, as the same box again.
 * @throws PlatformError 403 `registration.code` when the code is unknown, used or out of date: which of them is not told;
 * 400 `request.malformed` for a public key that is none; 409 `registration.key-known`, and the code stays good
 */
export async function registerBox(
  context: PlatformContext,
  request: BoxRegistrationRequest,
): Promise<BoxRegistration> {
  requireKey(request.publicKey);
  const now = context.clock();
  const { box, ...home } = await context
    .tables<BoxesTables>()
    .transaction()
    .execute(async (tables) => {
      const code = await tables
        .updateTable('boxes.registration_code')
        .set({ used_at: now })
        .where('code_hash', '=', keyedHash(context, request.code))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('household')
        .executeTakeFirst();
      if (code === undefined) throw new PlatformError(403, 'registration.code');
      const known = await boxOfKey(tables, request.publicKey, code.household);
      const id = known ?? randomUUID();
      if (known === undefined) {
        await tables
          .insertInto('boxes.box')
          .values({
            id,
            household: code.household,
            public_key: JSON.stringify(request.publicKey),
            blocked: false,
            agent_version: request.agentVersion,
            registered_at: now,
            clock_error: null,
            seen_at: null,
          })
          .execute();
      }
      const place = await tables
        .selectFrom('boxes.household as household')
        .innerJoin('boxes.operator as operator', 'operator.id', 'household.operator')
        .innerJoin('boxes.municipality as municipality', 'municipality.code', 'household.municipality')
        .select([
          'household.municipality',
          'household.district',
          'operator.name as operatorName',
          'municipality.name as municipalityName',
        ])
        .where('household.id', '=', code.household)
        .executeTakeFirstOrThrow();
      return { box: id, ...place };
    });
  return {
    box,
    issuer: `${context.configuration.publicUrl}/oidc`,
    ...home,
    townKeys: await boxServices(context).townKeys(home.municipality),
  };
}
