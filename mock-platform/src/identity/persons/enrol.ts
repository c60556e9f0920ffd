import { createPublicKey, randomUUID } from 'node:crypto';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import type { IdentityTables } from '../tables.ts';

export interface Enrolment {
  /** Platform's own household id, as in the register of boxes. */
  household: string;
  certificate: {
    /** SHA-256 of the issuer's SubjectPublicKeyInfo, hexadecimal. */
    issuerKey: string;
    /** Lower-case hexadecimal, no leading zeros. */
    serial: string;
  };
  /** Key of the card's surface application: SubjectPublicKeyInfo, base64. */
  surfacePublicKey: string;
  /** When the person used the PIN, in the same tap (公的個人認証法 38条の4 condition a). */
  pinUsedAt: Date;
}

/**
 * Makes an account for a person and binds certificate and surface key to it.
 * @returns the platform's own person id; it leaves `identity` only through `context.pairwise(sector, id)`
 * @throws PlatformError `enrolment.known` when the certificate already belongs to somebody
 */
export async function enrolPerson(
  context: Pick<PlatformContext, 'tables' | 'clock'>,
  { household, certificate, surfacePublicKey, pinUsedAt }: Enrolment,
): Promise<string> {
  createPublicKey({ key: Buffer.from(surfacePublicKey, 'base64'), format: 'der', type: 'spki' });
  const id = randomUUID();
  const now = context.clock();
  const key = { issuer_key: certificate.issuerKey, serial: certificate.serial };
  await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      await tables.insertInto('identity.person').values({ id, created_at: now }).execute();
      const bound = await tables
        .insertInto('identity.certificate')
        .values({ ...key, person: id, from_at: now, to_at: null })
        .onConflict((conflict) => conflict.doNothing())
        .returning('serial')
        .executeTakeFirst();
      if (!bound) throw new PlatformError(409, 'enrolment.known');
      await tables
        .insertInto('identity.surface_key')
        .values({ ...key, public_key: surfacePublicKey, pin_used_at: pinUsedAt })
        .execute();
      await tables
        .insertInto('identity.household_member')
        .values({ person: id, household, from_at: now, to_at: null })
        .execute();
    });
  return id;
}
