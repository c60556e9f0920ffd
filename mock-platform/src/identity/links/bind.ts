import type { Transaction } from 'kysely';
import type { IdentityTables, LinkSource } from '../tables.ts';
import type { SerialName } from './source.ts';

type Tables = Transaction<IdentityTables>;

/** Whose link it becomes, where it comes from, and when. */
export interface NewLink {
  person: string;
  source: LinkSource;
  now: Date;
}

/** A signature certificate with the name of its revocation list (`directoryName`, DER). */
export interface LinkedCertificate extends SerialName {
  partition: Uint8Array;
}

const keyOf = ({ issuerKey, serial }: SerialName) => ({ issuer_key: issuerKey, serial });

const openLink = ({ person, source, now }: NewLink) => ({
  person,
  source,
  from_at: now,
  to_at: null,
  end_reason: null,
});

/**
 * Binds an authentication certificate to a person. One that the same person had before is opened again.
 * @returns false when it belongs to somebody else. Of several at once exactly one binds it
 */
export async function bindCertificate(tables: Tables, link: NewLink, name: SerialName): Promise<boolean> {
  const bound = await tables
    .insertInto('identity.certificate')
    .values({ ...keyOf(name), ...openLink(link) })
    .onConflict((on) =>
      on
        .columns(['issuer_key', 'serial'])
        .doUpdateSet({ to_at: null, end_reason: null })
        .where('identity.certificate.person', '=', link.person),
    )
    .returning('serial')
    .executeTakeFirst();
  return bound !== undefined;
}

/** Binds a person's signature certificate; the one before it ends. @returns false when it belongs to somebody else */
export async function bindSignature(
  tables: Tables,
  link: NewLink,
  { partition, ...name }: LinkedCertificate,
): Promise<boolean> {
  await tables
    .updateTable('identity.signature_certificate')
    .set({ to_at: link.now, end_reason: 'renewed' })
    .where('person', '=', link.person)
    .where('to_at', 'is', null)
    .where((of) => of.not(of.and({ issuer_key: name.issuerKey, serial: name.serial })))
    .execute();
  const bound = await tables
    .insertInto('identity.signature_certificate')
    .values({
      ...keyOf(name),
      ...openLink(link),
      partition: Buffer.from(partition).toString('base64'),
      revoked_seen_at: null,
    })
    .onConflict((on) =>
      on
        .columns(['issuer_key', 'serial'])
        .doUpdateSet({ to_at: null, end_reason: null })
        .where('identity.signature_certificate.person', '=', link.person),
    )
    .returning('serial')
    .executeTakeFirst();
  return bound !== undefined;
}

/** Binds the key of the card's surface application to its certificate, with the PIN use of the same tap. */
export async function bindSurfaceKey(
  tables: Tables,
  bound: { certificate: SerialName; publicKey: string; pinUsedAt: Date; source: LinkSource },
): Promise<void> {
  const key = { public_key: bound.publicKey, pin_used_at: bound.pinUsedAt, source: bound.source };
  await tables
    .insertInto('identity.surface_key')
    .values({ ...keyOf(bound.certificate), ...key })
    .onConflict((on) => on.columns(['issuer_key', 'serial']).doUpdateSet(key))
    .execute();
}

/** Ends the certificates of a person, except the one that is given. */
export async function endCertificates(
  tables: Tables,
  person: string,
  { now, reason, except }: { now: Date; reason: 'renewed' | 'loss' | 'death'; except?: SerialName },
): Promise<void> {
  const ended = { to_at: now, end_reason: reason };
  await tables
    .updateTable('identity.certificate')
    .set(ended)
    .where('person', '=', person)
    .where('to_at', 'is', null)
    .$if(except !== undefined, (query) =>
      query.where((of) => of.not(of.and({ issuer_key: except!.issuerKey, serial: except!.serial }))),
    )
    .execute();
  if (except) return;
  await tables
    .updateTable('identity.signature_certificate')
    .set(ended)
    .where('person', '=', person)
    .where('to_at', 'is', null)
    .execute();
}
