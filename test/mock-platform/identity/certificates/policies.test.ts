import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyPolicy,
  PolicyGraph,
} from '../../../../mock-platform/src/identity/certificates/validation/policies.ts';
import type { PolicySettings } from '../../../../mock-platform/src/identity/certificates/validation/request.ts';
import { answer } from './judging.ts';
import { authority, extensions, leaf, newKey, type Party, root } from './making.ts';

const anchor = root();
const [one, two, three, four] = ['1.2.3.1', '1.2.3.2', '1.2.3.3', '1.2.3.4'] as const;
const { policies, mappings, policyConstraints, inhibitAnyPolicy } = extensions;
const refused = 'certificate.wrong-policy';

interface Step {
  more: Buffer[];
  /** The same name and a new key. */
  selfIssued?: true;
}

/** Judges a path whose certificates have these extensions, the last one a person's. */
function judge(steps: (Buffer[] | Step)[], policy: Partial<PolicySettings> = {}) {
  const all = steps.map((step) => (Array.isArray(step) ? { more: step } : step));
  const last = all.pop()!;
  let above: Party = anchor;
  const others = all.map(({ more, selfIssued }: Step, index) => {
    above = authority(above, selfIssued ? above.name : `O=Test, CN=Level ${index}`, more, { key: newKey() });
    return above;
  });
  const change = (last as Step).selfIssued ? { subject: above.name } : {};
  const target = leaf(above, last.more, change);
  const said = answer({ anchors: [anchor], others, target, policy });
  return said.verdict === 'good' ? said.policies : said.verdict;
}

const explicit = { requireExplicitPolicy: true };
const accept = (...initialPolicySet: string[]) => ({ initialPolicySet });

describe('Certificate policies', () => {
  it.each([
    ['the same on the whole way', [[policies(one)], [policies(one)]], {}, [one]],
    ['what all have in common', [[policies(one, two)], [policies(two, three)]], {}, [two]],
    ['none in common', [[policies(one)], [policies(two)]], {}, []],
    ['none in common, where one is required', [[policies(one)], [policies(two)]], explicit, refused],
    ['none at all', [[], []], {}, []],
    ['none at all, where one is required', [[], []], explicit, refused],
    ['lost on the way', [[policies(one)], [], [policies(one)]], {}, []],
    ['any above', [[policies(anyPolicy)], [policies(one)]], explicit, [one]],
    ['any below', [[policies(one)], [policies(anyPolicy)]], explicit, [one]],
    ['any everywhere', [[policies(anyPolicy)], [policies(anyPolicy)]], explicit, [anyPolicy]],
    ['any beside others', [[policies(one, anyPolicy)], [policies(one, two)]], explicit, [one, two]],
    ['only accepted ones', [[policies(one, two)], [policies(one, two)]], accept(two), [two]],
    ['accepted through any', [[policies(anyPolicy)], [policies(anyPolicy)]], accept(two), [two]],
    ['not accepted', [[policies(one)], [policies(one)]], { ...accept(two), ...explicit }, refused],
    ['not accepted, none required', [[policies(one)], [policies(one)]], accept(two), []],
    ['nothing accepted', [[policies(one)], [policies(one)]], { ...accept(), ...explicit }, refused],
  ] as const)('%s', (_what, steps, settings, expected) => {
    expect(judge(steps as unknown as Buffer[][], settings as Partial<PolicySettings>)).toEqual(expected);
  });
});

describe('Explicit policy', () => {
  const without = (count: number) => Array.from({ length: count }, () => []);

  it('is required after as many certificates as an authority says', () => {
    expect(judge([[policyConstraints(0)], []])).toBe(refused);
    expect(judge([[policyConstraints(1)], []])).toBe(refused);
    expect(judge([[policyConstraints(2)], []])).toEqual([]);
    expect(judge([[policyConstraints(2)], ...without(2)])).toBe(refused);
    expect(judge([[policyConstraints(5)], [policyConstraints(1)], []])).toBe(refused);
    expect(judge([[policyConstraints(2 ** 40)], ...without(2)])).toEqual([]);
  });

  it('is required by the target itself with 0, and with nothing else', () => {
    expect(judge([[], [policyConstraints(0)]])).toBe(refused);
    expect(judge([[], [policyConstraints(1)]])).toEqual([]);
  });

  it('does not count self-issued certificates', () => {
    const again: Step = { more: [], selfIssued: true };
    expect(judge([[policyConstraints(2)], again, []])).toEqual([]);
    expect(judge([[policyConstraints(2)], again, again, again, []])).toEqual([]);
    expect(judge([[policyConstraints(2)], again, [], []])).toBe(refused);
  });
});

describe('Policy mapping', () => {
  it('makes one policy count as another, in the terms of the anchor', () => {
    const path = [[policies(one), mappings([one, two])], [policies(two)]];
    expect(judge(path, explicit)).toEqual([one]);
    expect(judge(path, { ...explicit, ...accept(one) })).toEqual([one]);
    expect(judge(path, { ...explicit, ...accept(two) })).toBe(refused);
    expect(judge([[policies(one), mappings([one, two])], [policies(one)]], explicit)).toBe(refused);
  });

  it('goes on through several authorities and to several policies', () => {
    const chain = [
      [policies(one), mappings([one, two])],
      [policies(two), mappings([two, three])],
      [policies(three)],
    ];
    expect(judge(chain, explicit)).toEqual([one]);
    const fan = [[policies(one), mappings([one, two], [one, three])], [policies(three)]];
    expect(judge(fan, explicit)).toEqual([one]);
    const merge = [[policies(one, two), mappings([one, three], [two, three])], [policies(three)]];
    expect(judge(merge, explicit)).toEqual([one, two]);
    expect(judge(merge, { ...explicit, ...accept(two) })).toEqual([two]);
  });

  it('of a policy that is there only through any counts', () => {
    expect(judge([[policies(anyPolicy), mappings([one, two])], [policies(two)]], explicit)).toEqual([one]);
  });

  it('of a policy that is not there does nothing', () => {
    expect(judge([[policies(one), mappings([four, two])], [policies(two)]], explicit)).toBe(refused);
  });

  it('to or from any is refused', () => {
    for (const pair of [
      [one, anyPolicy],
      [anyPolicy, one],
    ] as [string, string][]) {
      expect(judge([[policies(one, anyPolicy), mappings(pair)], [policies(one)]])).toBe(refused);
    }
  });

  it('may be inhibited, at once or later, by an authority or from the beginning', () => {
    const mapped = [[policies(one), mappings([one, two])], [policies(two)]];
    expect(judge(mapped, { ...explicit, inhibitPolicyMapping: true })).toBe(refused);
    const inhibited = (count: number, ...between: Buffer[][]) => [
      [policies(anyPolicy), policyConstraints(undefined, count)],
      ...between,
      ...mapped,
    ];
    expect(judge(inhibited(0), explicit)).toBe(refused);
    expect(judge(inhibited(1), explicit)).toEqual([one]);
    expect(judge(inhibited(1, [policies(anyPolicy)]), explicit)).toBe(refused);
    const again: Step = { more: [policies(anyPolicy)], selfIssued: true };
    expect(judge([inhibited(1)[0]!, again, ...mapped], explicit)).toEqual([one]);
  });

  it('takes away what is mapped where mapping is inhibited', () => {
    const path = [[policies(one, two), mappings([one, three])], [policies(one, two)]];
    expect(judge(path, { ...explicit, inhibitPolicyMapping: true })).toEqual([two]);
  });
});

describe('Inhibited any', () => {
  it('counts no more after as many certificates, also from the beginning', () => {
    const settings = { ...explicit, inhibitAnyPolicy: true };
    expect(judge([[policies(anyPolicy)], [policies(one)]], settings)).toBe(refused);
    expect(judge([[policies(one)], [policies(one, anyPolicy)]], settings)).toEqual([one]);
    expect(judge([[policies(one), inhibitAnyPolicy(0)], [policies(anyPolicy)]], explicit)).toBe(refused);
    expect(judge([[policies(one), inhibitAnyPolicy(1)], [policies(anyPolicy)]], explicit)).toEqual([one]);
    const later = [[policies(one), inhibitAnyPolicy(1)], [policies(one)], [policies(anyPolicy)]];
    expect(judge(later, explicit)).toBe(refused);
    const narrower = [
      [policies(one), inhibitAnyPolicy(9)],
      [policies(one), inhibitAnyPolicy(0)],
      [policies(anyPolicy)],
    ];
    expect(judge(narrower, explicit)).toBe(refused);
  });

  it('still counts in self-issued authorities, but not in a self-issued target', () => {
    const first = [policies(one), inhibitAnyPolicy(0)];
    const again: Step = { more: [policies(anyPolicy)], selfIssued: true };
    expect(judge([first, again, [policies(one)]], explicit)).toEqual([one]);
    expect(judge([first, again], explicit)).toBe(refused);
    expect(judge([first, [policies(anyPolicy)], [policies(one)]], explicit)).toBe(refused);
  });
});

describe('The policy graph', () => {
  it('grows with the certificates, not with its power (RFC 9618)', () => {
    const many = Array.from({ length: 60 }, (_, index) => `1.2.9.${index}`);
    const everyPair = many.flatMap((issuer) => many.map((subject) => [issuer, subject] as const));
    const graph = new PolicyGraph();
    for (let depth = 0; depth < 30; depth += 1) {
      graph.next(many, true);
      graph.map(everyPair, true);
    }
    graph.next(many, true);
    expect(graph.userConstrained([anyPolicy])).toHaveLength(many.length);
  });

  it('never gives a policy that was not accepted', () => {
    const policy = fc.constantFrom<string>(one, two, three, anyPolicy);
    const certificate = fc.record({
      policies: fc.uniqueArray(policy, { maxLength: 4 }),
      any: fc.boolean(),
      mappings: fc.array(fc.tuple(fc.constantFrom(one, two, three), fc.constantFrom(one, two, three)), {
        maxLength: 4,
      }),
      mapping: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(certificate, { maxLength: 6 }), fc.uniqueArray(policy), (path, initial) => {
        const graph = new PolicyGraph();
        for (const step of path) {
          graph.next(step.policies, step.any);
          graph.map(step.mappings, step.mapping);
        }
        const everything = graph.userConstrained([anyPolicy]);
        const some = graph.userConstrained(initial);
        if (initial.includes(anyPolicy)) expect(some).toEqual(everything);
        else expect(some.every((id) => initial.includes(id))).toBe(true);
        if (graph.isEmpty) expect(everything).toEqual([]);
      }),
    );
  });
});
