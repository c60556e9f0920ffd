import type { Kysely } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { appendWithin } from '../audit/append.ts';
import { eventFact } from '../audit/record.ts';
import { certificateMark, noteChange } from '../changes/note.ts';
import { findHolder, type Holder } from '../persons/find.ts';
import type { IdentityTables } from '../tables.ts';
import { type LinkService, LinksUnavailable, type SerialName } from './source.ts';

/** A card may have been renewed several times since the person was last seen. */
const mostRenewals = 4;

/** A holder who was found by the certificate that this one replaced. */
export interface RenewedHolder {
  holder: Holder;
  /** Absent when another login has carried the account over in the meantime. */
  replaced: SerialName | undefined;
}

/**
 * Follows the links of the certification service from a certificate that nobody was enrolled with to one that somebody
 * was. The surface key of the old card says nothing about the new one.
 * @returns undefined when there is no such link, or nobody can be asked
 */
export async function findRenewedHolder(
  tables: Kysely<IdentityTables>,
  links: LinkService,
  certificate: SerialName,
): Promise<RenewedHolder | undefined> {
  let name = certificate;
  let linked = false;
  try {
    for (let step = 0; step < mostRenewals; step += 1) {
      const replaced = await links.predecessorOf(name);
      if (!replaced) break;
      linked = true;
      const holder = await findHolder(tables, replaced.issuerKey, replaced.serial);
      if (holder) return { holder: { ...holder, surfaceKey: undefined }, replaced };
      name = replaced;
    }
  } catch (error) {
    if (!(error instanceof LinksUnavailable)) throw error;
  }
  const holder = linked && (await findHolder(tables, certificate.issuerKey, certificate.serial));
  return holder ? { holder, replaced: undefined } : undefined;
}

/**
 * Gives a renewed certificate to the account of the one it replaced. Of several logins at once one does it; the others
 * find it done.
 */
export async function carryOver(
  context: PlatformContext,
  person: string,
  replaced: SerialName,
  certificate: SerialName,
): Promise<void> {
  const now = context.clock();
  await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      const added = await tables
        .insertInto('identity.certificate')
        .values({
          issuer_key: certificate.issuerKey,
          serial: certificate.serial,
          person,
          source: 'renewal-link',
          from_at: now,
          to_at: null,
          end_reason: null,
        })
        .onConflict((on) => on.doNothing())
        .returning('serial')
        .executeTakeFirst();
      if (!added) return;
      await tables
        .updateTable('identity.certificate')
        .set({ to_at: now, end_reason: 'renewed' })
        .where('issuer_key', '=', replaced.issuerKey)
        .where('serial', '=', replaced.serial)
        .where('to_at', 'is', null)
        .execute();
      const mark = certificateMark(certificate);
      await noteChange(tables, { person, kind: 'certificate-renewed', mark, now });
      await appendWithin(tables, [eventFact(context, 'certificate.renewed', { person, by: 'renewal-link' })]);
    });
}
