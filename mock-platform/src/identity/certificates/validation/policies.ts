import type { PolicyMapping } from '../policy-extensions.ts';

export const anyPolicy = '2.5.29.32.0';

interface Node {
  policy: string;
  /** Policies of the next certificate that count as this one. */
  expected: ReadonlySet<string>;
  parents: readonly Node[];
}

type Level = Map<string, Node>;

const node = (policy: string, parents: readonly Node[], expected: Iterable<string> = [policy]): Node => ({
  policy,
  expected: new Set(expected),
  parents,
});

/**
 * Valid policies of a path (RFC 5280 §6.1) as a graph with one node for each policy and certificate (RFC 9618), so
 * that hostile mappings make it grow with the size of the certificates and not with its power. Nodes without children
 * are not taken away at once: only paths to the last certificate are followed in the end.
 */
export class PolicyGraph {
  private level: Level = new Map([[anyPolicy, node(anyPolicy, [])]]);
  private above: Level = new Map();

  /** Whether no policy is left (the tree is NULL). */
  get isEmpty(): boolean {
    return this.level.size === 0;
  }

  /** A certificate without policies ends every one of them (§6.1.3 (e)). */
  clear(): void {
    this.level = new Map();
  }

  /** Policies of the next certificate (§6.1.3 (d)). */
  next(policies: readonly string[], isAnyAllowed: boolean): void {
    const before = this.level;
    const expecting = new Map<string, Node[]>();
    for (const one of before.values()) {
      for (const policy of one.expected) {
        const found = expecting.get(policy);
        if (found) found.push(one);
        else expecting.set(policy, [one]);
      }
    }
    const level: Level = new Map();
    const any = before.get(anyPolicy);
    for (const policy of policies) {
      if (policy === anyPolicy) continue;
      const parents = expecting.get(policy) ?? (any ? [any] : []);
      if (parents.length > 0) level.set(policy, node(policy, parents));
    }
    if (isAnyAllowed && policies.includes(anyPolicy)) {
      for (const [policy, parents] of expecting) {
        if (!level.has(policy)) level.set(policy, node(policy, parents));
      }
    }
    this.above = before;
    this.level = level;
  }

  /** Mappings of an authority (§6.1.4 (b)); where mapping is inhibited, the mapped policies end. */
  map(mappings: readonly PolicyMapping[], isMappingAllowed: boolean): void {
    const subjects = new Map<string, string[]>();
    for (const [issuer, subject] of mappings) {
      const found = subjects.get(issuer);
      if (found) found.push(subject);
      else subjects.set(issuer, [subject]);
    }
    const anyAbove = this.above.get(anyPolicy);
    for (const [policy, expected] of subjects) {
      const found = this.level.get(policy);
      if (!isMappingAllowed) this.level.delete(policy);
      else if (found) this.level.set(policy, node(policy, found.parents, expected));
      else if (anyAbove && this.level.has(anyPolicy)) {
        this.level.set(policy, node(policy, [anyAbove], expected));
      }
    }
  }

  /** Policies in the terms of the trust anchor under which the path is valid; `anyPolicy` may be among them. */
  private authorityConstrained(): Set<string> {
    const found = new Set<string>();
    const seen = new Set<Node>(this.level.values());
    for (const one of seen) {
      if (one.policy !== anyPolicy && one.parents.some(({ policy }) => policy === anyPolicy)) {
        found.add(one.policy);
      }
      for (const parent of one.parents) seen.add(parent);
    }
    if (this.level.has(anyPolicy)) found.add(anyPolicy);
    return found;
  }

  /** The user-constrained policy set (§6.1.5 (g)), sorted. */
  userConstrained(initial: readonly string[]): string[] {
    const valid = this.authorityConstrained();
    if (initial.includes(anyPolicy)) return [...valid].sort();
    const wanted = [...new Set(initial)].sort();
    return valid.has(anyPolicy) ? wanted : wanted.filter((policy) => valid.has(policy));
  }
}
