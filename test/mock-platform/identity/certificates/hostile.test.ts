import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPolicyAccepted } from '../../../../mock-platform/src/identity/certificates/validation/request.ts';
import { judge } from '../../../../mock-platform/src/identity/check/answer.ts';
import { anchor, changeOctets, judgeAll, lists, office, pieces, signNonsense } from './hostile-changes.ts';
import { authority, extensions, leaf, names, newKey, today } from './making.ts';

describe('Hostile certificates and lists', () => {
  it('are good as long as nobody has touched them', () => {
    expect(judgeAll(pieces)).toEqual({ fault: null, reason: undefined, policies: ['1.2.3.1'] });
  });

  it('get a stable code when octets are changed, and are never good when a signed one is', () =>
    changeOctets(400));

  it('get a stable code when their authority itself signs nonsense', () => signNonsense(400));

  it('random ones in every place are refused', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { minLength: 5, maxLength: 8 }), (all) => {
        expect(judgeAll(all).fault).toBe('certificate.malformed');
      }),
      { numRuns: 300 },
    );
  });

  it('with many names and constraints end at a limit', () => {
    const many = Array.from({ length: 600 }, (_, index) => names.dns(`h${index}.example.org`));
    const wide = authority(anchor, 'O=Test, CN=Wide', [extensions.nameConstraints(many)]);
    const target = leaf(wide, [extensions.alternativeNames(...many)]);
    const all = [anchor.der, wide.der, office.der, target.der, ...lists];
    expect(judgeAll(all).fault).toBe('path.name-constraints');
  });

  it('that certify each other in a heap end at a limit', () => {
    const keys = Array.from({ length: 6 }, () => newKey());
    const nodes = keys.map((key, index) => ({ name: `CN=N${index % 2}`, key, der: anchor.der }));
    const heap = nodes.flatMap((from) =>
      nodes.map((to) => authority(from, to.name, [], { key: to.key, extensions: [extensions.authority()] })),
    );
    const target = leaf(nodes[0]!, [], { extensions: [extensions.keyUsage(0)] });
    const { fault } = judge({
      id: 1,
      anchors: [anchor.der],
      intermediates: heap.map(({ der }) => der),
      leaf: target.der,
      crls: [],
      time: today,
      purpose: 'any',
      revocation: 'none',
      policySettings: anyPolicyAccepted,
    });
    expect(['certificate.untrusted', 'path.too-complex']).toContain(fault);
  });
});
