import type { Anchor } from '../certificates/path.ts';
import { DerError, readDer, tags } from '../der/reader.ts';

const COMMON_NAME = '2.5.4.3';

/** The values of one attribute in a distinguished name. */
function valuesOf(name: Buffer, type: string): string[] {
  const values: string[] = [];
  for (const set of readDer(name, tags.sequence).items().rest(tags.set)) {
    for (const attribute of set.items().rest(tags.sequence)) {
      const items = attribute.items();
      if (items.next(tags.oid).oid() === type) values.push(items.next().content.toString('utf8'));
    }
  }
  return values;
}

/**
 * Where the list of a distribution point lies. Real certificates name a directory entry, not an address
 * (jpki-card.md §1.4), so the verifier keeps this table itself. Roots of one service share their name: the key
 * identifier tells whose list it is.
 * @returns path under the address of the certification service, or undefined for a name that is not in the table
 */
export function partitionPath(
  { purpose, certificate }: Pick<Anchor, 'purpose' | 'certificate'>,
  distributionPoint: Buffer,
): string | undefined {
  const issuer = certificate.facts.subjectKeyIdentifier;
  try {
    const [name] = valuesOf(distributionPoint, COMMON_NAME);
    const municipality = /^(\d{6}) CRLDP$/.exec(name ?? '')?.[1];
    return municipality && issuer && `/crl/${purpose}/${issuer}/${municipality}`;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
