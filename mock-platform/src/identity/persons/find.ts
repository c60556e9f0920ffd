import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Batches, perDatabase } from '../../database/batches.ts';
import type { ServiceName } from '../../protocol/basics.ts';
import type { IdentityTables } from '../tables.ts';

/** A signature certificate that is linked to a person. */
export interface LinkedSignature {
  issuerKey: string;
  serial: string;
  /** Name of the revocation list that would hold it, DER. */
  partition: Buffer;
  revokedSeen: boolean;
}

/** Whose card it is. */
export interface Holder {
  person: string;
  /** Households the person lives in now. */
  households: readonly string[];
  /** Services that the person has agreed to open. */
  services: readonly ServiceName[];
  /** Absent as long as the card was not enrolled with a PIN, for instance after its renewal. */
  surfaceKey: KeyObject | undefined;
  /** An earlier PIN use is on record. */
  pinUsedBefore: boolean;
  signature: LinkedSignature | undefined;
  /** Name of the revocation list of the authentication certificate, DER; absent until a login has shown it. */
  partition: Buffer | undefined;
}

interface HolderRow {
  issuer_key: string;
  serial: string;
  person: string;
  public_key: string | null;
  pin_used: boolean;
  households: string[] | null;
  services: ServiceName[] | null;
  partition: string | null;
  signature: { issuerKey: string; serial: string; partition: string; seen: boolean } | null;
}

interface CertificateName {
  issuerKey: string;
  serial: string;
}

/** Everything that logins ask about the holders, in one question. */
const holdersQuery = (names: readonly CertificateName[]) => sql<HolderRow>`
  select issuer_key, serial, certificate.person, certificate.partition, surface.public_key, surface.pin_used_at is not null or exists (
      select from identity.surface_key as earlier
      join identity.certificate as old using (issuer_key, serial)
      where old.person = certificate.person) as pin_used,
    (select json_agg(household) from identity.household_member as member
      where member.person = certificate.person and member.to_at is null) as households,
    (select json_agg(service) from identity.service_link as link
      where link.person = certificate.person and link.to_at is null) as services,
    (select json_build_object('issuerKey', issuer_key, 'serial', serial, 'partition', partition,
        'seen', revoked_seen_at is not null) from identity.signature_certificate as signature
      where signature.person = certificate.person and signature.to_at is null) as signature
  from unnest(${names.map(({ issuerKey }) => issuerKey)}::text[], ${names.map(({ serial }) => serial)}::text[])
    as asked (issuer_key, serial)
  join identity.certificate as certificate using (issuer_key, serial)
  left join identity.surface_key as surface using (issuer_key, serial)
  where certificate.to_at is null`;

const holders = perDatabase(
  (tables: Kysely<IdentityTables>) =>
    new Batches(async (names: readonly CertificateName[]) => {
      const { rows } = await holdersQuery(names).execute(tables);
      const byName = new Map(rows.map((row) => [`${row.issuer_key}/${row.serial}`, row]));
      return names.map(({ issuerKey, serial }) => byName.get(`${issuerKey}/${serial}`));
    }),
);

const keys = new Map<string, KeyObject>();
const mostKeys = 10_000;

/** Reading a key costs more than checking a signature with it, and who is logged in proves it again within minutes. */
function readKey(spki: string): KeyObject {
  const known = keys.get(spki);
  if (known) return known;
  const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
  if (keys.size >= mostKeys) keys.clear();
  keys.set(spki, key);
  return key;
}

/** Finds the person by {issuer key, serial}: neither the serial alone nor any name in the certificate. */
export async function findHolder(
  tables: Kysely<IdentityTables>,
  issuerKey: string,
  serial: string,
): Promise<Holder | undefined> {
  const found = await holders(tables).ask({ issuerKey, serial });
  if (!found) return undefined;
  const { signature } = found;
  return {
    person: found.person,
    households: found.households ?? [],
    services: found.services ?? [],
    surfaceKey: found.public_key === null ? undefined : readKey(found.public_key),
    pinUsedBefore: found.pin_used,
    partition: found.partition === null ? undefined : Buffer.from(found.partition, 'base64'),
    signature: signature
      ? {
          issuerKey: signature.issuerKey,
          serial: signature.serial,
          partition: Buffer.from(signature.partition, 'base64'),
          revokedSeen: signature.seen,
        }
      : undefined,
  };
}
