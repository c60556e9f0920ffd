import fc from 'fast-check';
import { expect } from 'vitest';
import { faultCodes } from '../../../../mock-platform/src/identity/certificates/refused.ts';
import { anyPolicyAccepted } from '../../../../mock-platform/src/identity/certificates/validation/request.ts';
import { judge } from '../../../../mock-platform/src/identity/check/answer.ts';
import { readDer } from '../../../../mock-platform/src/identity/der/reader.ts';
import { authority, extensions, leaf, list, names, root, signed, today } from './making.ts';

export const anchor = root();
const sub = authority(anchor, 'O=Test, CN=Sub', [
  extensions.policies('1.2.3.1', '1.2.3.2'),
  extensions.mappings(['1.2.3.1', '1.2.3.3']),
  extensions.policyConstraints(3, 3),
  extensions.nameConstraints(
    [names.directory('O=Test'), names.dns('example.org')],
    [names.mail('.example.com')],
  ),
]);
export const office = authority(anchor, 'O=Test, CN=Office', [], { extensions: [extensions.keyUsage(6)] });
const here = { full: [names.directory('CN=Lists')], listIssuer: [names.directory('O=Test, CN=Office')] };
export const person = leaf(sub, [
  extensions.policies('1.2.3.3'),
  extensions.points(here),
  extensions.alternativeNames(
    names.dns('a.example.org'),
    names.mail('a@example.org'),
    names.directory('O=Test'),
  ),
]);
const indirect = list(office, {
  scope: { full: here.full, indirect: true },
  entries: [{ serial: 1, reason: 1, issuer: 'O=Test, CN=Sub' }, { serial: 2 }],
});
export const lists = [list(anchor, { number: 4 }), list(anchor, { number: 6, base: 4 }), list(sub), indirect];
export const pieces = [anchor.der, sub.der, office.der, person.der, ...lists];

export function judgeAll([top, between, signer, target, ...rest]: Uint8Array[]) {
  return judge({
    id: 1,
    anchors: [top!],
    intermediates: [between!, signer!],
    leaf: target!,
    crls: rest,
    time: today,
    purpose: 'any',
    revocation: 'require',
    policySettings: anyPolicyAccepted,
  });
}

const bodies = pieces.map((der) => readDer(der).items().next().whole);
const signers = [anchor.key, anchor.key, anchor.key, sub.key, anchor.key, anchor.key, sub.key, office.key];

const codes = new Set<string>(Object.keys(faultCodes));

/** Octets replaced, taken out and put in. */
const change = fc.record({
  piece: fc.nat({ max: pieces.length - 1 }),
  at: fc.nat(),
  kind: fc.constantFrom('flip', 'cut', 'insert', 'length'),
  octet: fc.integer({ min: 1, max: 255 }),
});

function changed(bytes: Buffer, { at, kind, octet }: { at: number; kind: string; octet: number }): Buffer {
  const place = at % bytes.length;
  if (kind === 'cut') return bytes.subarray(0, place);
  if (kind === 'insert')
    return Buffer.concat([bytes.subarray(0, place), Buffer.from([octet]), bytes.subarray(place)]);
  const copy = Buffer.from(bytes);
  copy[place] = kind === 'flip' ? copy[place]! ^ octet : octet;
  return copy;
}

/** Changed octets: never good when a signed one of the path was changed. */
export function changeOctets(numRuns: number): void {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const copies: Buffer[] = [...pieces];
      for (const one of changes) copies[one.piece] = changed(copies[one.piece]!, one);
      const { fault } = judgeAll(copies);
      if (fault !== null) expect(codes).toContain(fault);
      const isTargetChanged = !copies[3]!.equals(person.der);
      const isPathChanged = !copies[1]!.equals(sub.der);
      if (isTargetChanged || isPathChanged) expect(fault).not.toBeNull();
    }),
    { numRuns },
  );
}

/** Structures that their own authority has signed after octets inside were changed. */
export function signNonsense(numRuns: number): void {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const copies: Buffer[] = [...pieces];
      for (const { piece, at, octet } of changes) {
        const inner = changed(bodies[piece]!, { at, kind: 'length', octet });
        copies[piece] = signed(() => inner, signers[piece]!);
      }
      const { fault } = judgeAll(copies);
      if (fault !== null) expect(codes).toContain(fault);
    }),
    { numRuns },
  );
}
