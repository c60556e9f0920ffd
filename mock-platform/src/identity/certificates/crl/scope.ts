import { tags } from '../../der/reader.ts';
import { element } from '../../der/writer.ts';
import type { Certificate } from '../certificate.ts';
import { isSameName } from '../names/distinguished-name.ts';
import { directoryNamesOf, type GeneralName } from '../names/general-names.ts';
import { allReasons, type DistributionPoint, type PointName, type Reasons } from './distribution.ts';
import type { RevocationListEnvelope } from './list.ts';

const directory = (value: Buffer): GeneralName => ({ kind: 'directory', value });

/** Content of a `Name`: without the tag and length of its sequence. */
function partsOf(name: Buffer): Buffer {
  const octets = name[1]! < 0x80 ? 0 : name[1]! & 0x7f;
  return name.subarray(2 + octets);
}

/** A name relative to the list's issuer is one more part below it (RFC 5280 §4.2.1.13). */
function namesOf(point: PointName, base: Buffer | undefined): GeneralName[] {
  if ('full' in point) return point.full;
  return base ? [directory(element(tags.sequence, partsOf(base), point.relative))] : [];
}

const isSame = (one: GeneralName, other: GeneralName): boolean =>
  one.kind === other.kind &&
  (one.kind === 'directory' ? isSameName(one.value, other.value) : one.value.equals(other.value));

/** The point that stands for "the issuer's own list", when no other covers every reason (§6.3.3, last paragraph). */
export const issuersOwn = (certificate: Certificate): DistributionPoint => ({
  name: { full: [directory(certificate.issuer)] },
  reasons: undefined,
  listIssuer: undefined,
});

function isByRightIssuer(list: RevocationListEnvelope, point: DistributionPoint, certificate: Certificate) {
  if (!point.listIssuer) return isSameName(list.issuer, certificate.issuer);
  return (
    list.facts.distribution?.indirect === true &&
    directoryNamesOf(point.listIssuer).some((name) => isSameName(name, list.issuer))
  );
}

function isOfPoint(
  list: RevocationListEnvelope,
  point: DistributionPoint,
  certificate: Certificate,
): boolean {
  const { distribution } = list.facts;
  if (!distribution?.name) return true;
  const [onlySigner] = point.listIssuer ? directoryNamesOf(point.listIssuer) : [certificate.issuer];
  const asked = point.name ? namesOf(point.name, onlySigner) : (point.listIssuer ?? []);
  const covered = namesOf(distribution.name, list.issuer);
  return asked.some((one) => covered.some((other) => isSame(one, other)));
}

/**
 * Whether a complete list is in the scope of a distribution point of the certificate (§6.3.3 (b)).
 * @returns the reasons that it covers (§6.3.3 (d)), or undefined
 */
export function coveredReasons(
  list: RevocationListEnvelope,
  point: DistributionPoint,
  certificate: Certificate,
): Reasons | undefined {
  if (!isByRightIssuer(list, point, certificate) || !isOfPoint(list, point, certificate)) return undefined;
  const { distribution } = list.facts;
  const isAuthority = certificate.facts.basicConstraints?.ca === true;
  if (distribution?.onlyAttributes) return undefined;
  if (isAuthority ? distribution?.onlyUsers : distribution?.onlyAuthorities) return undefined;
  return (point.reasons ?? allReasons) & (distribution?.onlySomeReasons ?? allReasons) & allReasons;
}

const isSameScope = (one: Buffer | undefined, other: Buffer | undefined): boolean =>
  one === undefined || other === undefined ? one === other : one.equals(other);

/** Whether a delta list brings a complete list up to date (§5.2.4, §6.3.3 (c)). */
export function isDeltaOf(delta: RevocationListEnvelope, complete: RevocationListEnvelope): boolean {
  const [own, base] = [delta.facts, complete.facts];
  return (
    own.deltaBase !== undefined &&
    own.number !== undefined &&
    base.number !== undefined &&
    base.deltaBase === undefined &&
    base.number >= own.deltaBase &&
    base.number < own.number &&
    isSameName(delta.issuer, complete.issuer) &&
    isSameScope(own.distribution?.der, base.distribution?.der) &&
    own.authorityKeyIdentifier === base.authorityKeyIdentifier
  );
}
