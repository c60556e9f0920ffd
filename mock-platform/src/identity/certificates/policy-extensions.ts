import { type DerElement, DerError, readDer, tags } from '../der/reader.ts';

/** `policyConstraints` (RFC 5280 §4.2.1.11): after how many further certificates each begins. */
export interface PolicyConstraints {
  requireExplicitPolicy: number | undefined;
  inhibitPolicyMapping: number | undefined;
}

/** A policy of the issuer's domain and one of the subject's that is to count as the same. */
export type PolicyMapping = readonly [issuer: string, subject: string];

/** A number of certificates: no path is so long that a larger one would mean more. */
const LARGEST_COUNT = 0x7fffffff;

/** Non-negative count of any size. @throws DerError */
export function readCount(element: DerElement): number {
  const hex = element.unsigned();
  return hex.length > 7 ? LARGEST_COUNT : Number.parseInt(hex, 16);
}

function readItems(value: Buffer): DerElement[] {
  const items = readDer(value, tags.sequence).items();
  if (items.done) throw new DerError('value', 'empty extension');
  return [...items.rest(tags.sequence)];
}

/** Object identifiers of `certificatePolicies`; none may occur twice. Qualifiers are passed over. @throws DerError */
export function readPolicies(value: Buffer): string[] {
  const policies = readItems(value).map((information) => {
    const items = information.items();
    const policy = items.next(tags.oid).oid();
    const qualifiers = items.optional(tags.sequence);
    items.end();
    if (qualifiers)
      for (const one of qualifiers.items().rest(tags.sequence)) one.items().next(tags.oid).oid();
    return policy;
  });
  if (new Set(policies).size !== policies.length) throw new DerError('value', 'a policy occurs twice');
  return policies;
}

/** @throws DerError */
export function readPolicyMappings(value: Buffer): PolicyMapping[] {
  return readItems(value).map((mapping) => {
    const items = mapping.items();
    const pair = [items.next(tags.oid).oid(), items.next(tags.oid).oid()] as const;
    items.end();
    return pair;
  });
}

/** @throws DerError */
export function readPolicyConstraints(value: Buffer): PolicyConstraints {
  const items = readDer(value, tags.sequence).items();
  if (items.done) throw new DerError('value', 'empty extension');
  const explicit = items.optional(0x80);
  const mapping = items.optional(0x81);
  items.end();
  return {
    requireExplicitPolicy: explicit && readCount(explicit),
    inhibitPolicyMapping: mapping && readCount(mapping),
  };
}
