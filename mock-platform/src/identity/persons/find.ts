import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { IdentityTables } from '../tables.ts';

/** Whose card it is. */
export interface Holder {
  person: string;
  /** Households the person lives in now. */
  households: readonly string[];
  surfaceKey: KeyObject | undefined;
  /** An earlier PIN use is on record. */
  pinUsedBefore: boolean;
}

/** Finds the person by {issuer key, serial}: neither the serial alone nor any name in the certificate. */
export async function findHolder(
  tables: Kysely<IdentityTables>,
  issuerKey: string,
  serial: string,
): Promise<Holder | undefined> {
  const found = await tables
    .selectFrom('identity.certificate as certificate')
    .leftJoin('identity.surface_key as surface', (join) =>
      join
        .onRef('surface.issuer_key', '=', 'certificate.issuer_key')
        .onRef('surface.serial', '=', 'certificate.serial'),
    )
    .select(['certificate.person', 'surface.public_key', 'surface.pin_used_at'])
    .where('certificate.issuer_key', '=', issuerKey)
    .where('certificate.serial', '=', serial)
    .where('certificate.to_at', 'is', null)
    .executeTakeFirst();
  if (!found) return undefined;
  const households = await tables
    .selectFrom('identity.household_member')
    .select('household')
    .where('person', '=', found.person)
    .where('to_at', 'is', null)
    .execute();
  return {
    person: found.person,
    households: households.map(({ household }) => household),
    surfaceKey: found.public_key
      ? createPublicKey({ key: Buffer.from(found.public_key, 'base64'), format: 'der', type: 'spki' })
      : undefined,
    pinUsedBefore: found.pin_used_at !== null,
  };
}
