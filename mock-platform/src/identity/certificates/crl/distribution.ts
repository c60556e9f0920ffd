import { type DerElement, DerError, readDer, tags } from '../../der/reader.ts';
import { checkAttributes } from '../names/distinguished-name.ts';
import { type GeneralName, readGeneralNames } from '../names/general-names.ts';

/** ReasonFlags (RFC 5280 §4.2.1.13) as a bit mask: bit *n* of the flags is `1 << n`; bit 0 is unused. */
export type Reasons = number;
export const allReasons: Reasons = 0b1_1111_1110;

/** DistributionPointName: full names, or one relative name set (DER of a SET) to append to the list issuer's name. */
export type PointName = { full: GeneralName[] } | { relative: Buffer };

/** One entry of `cRLDistributionPoints` or `freshestCRL` (RFC 5280 §4.2.1.13). */
export interface DistributionPoint {
  name: PointName | undefined;
  reasons: Reasons | undefined;
  /** Directory names and others under which somebody else than the certificate's issuer signs the list. */
  listIssuer: GeneralName[] | undefined;
}

/** `issuingDistributionPoint` of a list (RFC 5280 §5.2.5). */
export interface IssuingDistributionPoint {
  name: PointName | undefined;
  onlyUsers: boolean;
  onlyAuthorities: boolean;
  onlyAttributes: boolean;
  onlySomeReasons: Reasons | undefined;
  indirect: boolean;
  /** The extension's value: two lists have the same scope when these octets are the same. */
  der: Buffer;
}

function readReasons(element: DerElement): Reasons {
  const { content } = element;
  const unused = content[0] ?? 8;
  if (content.length < 2 || content.length > 3 || unused > 7) throw new DerError('value', 'reason flags');
  let mask = 0;
  for (let bit = 0; bit < (content.length - 1) * 8 - unused; bit += 1) {
    if ((content[1 + (bit >> 3)]! & (0x80 >> (bit & 7))) !== 0) mask |= 1 << bit;
  }
  return mask;
}

function readPointName(element: DerElement): PointName {
  const items = element.items();
  const inner = items.next();
  items.end();
  if (inner.tag === 0xa0) return { full: readGeneralNames(inner.items()) };
  if (inner.tag !== 0xa1) throw new DerError('tag', 'name of a distribution point');
  checkAttributes(inner.items());
  const relative = Buffer.from(inner.whole);
  relative[0] = tags.set;
  return { relative };
}

function readPoint(element: DerElement): DistributionPoint {
  const items = element.items();
  const name = items.optional(0xa0);
  const reasons = items.optional(0x81);
  const listIssuer = items.optional(0xa2);
  items.end();
  return {
    name: name && readPointName(name),
    reasons: reasons && readReasons(reasons),
    listIssuer: listIssuer && readGeneralNames(listIssuer.items()),
  };
}

/** @throws DerError */
export function readDistributionPoints(value: Buffer): DistributionPoint[] {
  const items = readDer(value, tags.sequence).items();
  if (items.done) throw new DerError('value', 'no distribution point');
  return [...items.rest(tags.sequence)].map(readPoint);
}

/** @throws DerError */
export function readIssuingDistributionPoint(value: Buffer): IssuingDistributionPoint {
  const items = readDer(value, tags.sequence).items();
  const name = items.optional(0xa0);
  const flag = (tag: number): boolean => {
    const found = items.optional(tag)?.boolean();
    if (found === false) throw new DerError('value', 'a default value is written out');
    return found === true;
  };
  const onlyUsers = flag(0x81);
  const onlyAuthorities = flag(0x82);
  const reasons = items.optional(0x83);
  const indirect = flag(0x84);
  const onlyAttributes = flag(0x85);
  items.end();
  if (Number(onlyUsers) + Number(onlyAuthorities) + Number(onlyAttributes) > 1) {
    throw new DerError('value', 'a list for nothing');
  }
  return {
    name: name && readPointName(name),
    onlyUsers,
    onlyAuthorities,
    onlyAttributes,
    onlySomeReasons: reasons && readReasons(reasons),
    indirect,
    der: value,
  };
}
