import type { Certificate } from '../certificate.ts';
import { comparableName, isEmptyName, isSameName } from '../names/distinguished-name.ts';
import { CertificateRefused } from '../refused.ts';
import type { Signatures } from './signatures.ts';

/** Certificates below the anchor. */
const MAX_LENGTH = 20;

/** Key identifiers must agree where both are there: the issuer is found by signature and key identifier. */
export function doKeyIdentifiersAgree(asked: string | undefined, issuer: Certificate): boolean {
  const own = issuer.facts.subjectKeyIdentifier;
  return asked === undefined || own === undefined || asked === own;
}

const nameKey = (name: Buffer) => comparableName(name).join('\u0001');
/** So few are looked through faster than sorted. */
const FEW = 8;

class ByName {
  private readonly certificates: readonly Certificate[];
  private index: Map<string, Certificate[]> | undefined;

  constructor(certificates: readonly Certificate[]) {
    this.certificates = certificates.filter(({ subject }) => !isEmptyName(subject));
  }

  named(name: Buffer): readonly Certificate[] {
    const { certificates } = this;
    if (certificates.length <= FEW) return certificates.filter(({ subject }) => isSameName(subject, name));
    this.index ??= this.makeIndex();
    return this.index.get(nameKey(name)) ?? [];
  }

  private makeIndex(): Map<string, Certificate[]> {
    const index = new Map<string, Certificate[]>();
    for (const certificate of this.certificates) {
      const key = nameKey(certificate.subject);
      const same = index.get(key);
      if (same) same.push(certificate);
      else index.set(key, [certificate]);
    }
    return index;
  }
}

/** Certificates that may be an issuer's, the likeliest first: key identifier given, and valid now. */
function likeliestFirst(
  candidates: readonly Certificate[],
  asked: string | undefined,
  at: Date,
): Certificate[] {
  const rank = (candidate: Certificate) =>
    Number(asked !== undefined && candidate.facts.subjectKeyIdentifier === asked) * 2 +
    Number(candidate.notBefore <= at && at <= candidate.notAfter);
  return candidates
    .filter((candidate) => doKeyIdentifiersAgree(asked, candidate))
    .sort((one, other) => rank(other) - rank(one));
}

/** Finds ways from a certificate up to an anchor by names, key identifiers and signatures (RFC 4158). */
export class PathSearch {
  private readonly anchors: ByName;
  private readonly intermediates: ByName;

  constructor(
    anchors: readonly Certificate[],
    intermediates: readonly Certificate[],
    private readonly signatures: Signatures,
    private readonly at: Date,
  ) {
    this.anchors = new ByName(anchors);
    this.intermediates = new ByName(intermediates);
  }

  /** Certificates at hand with the name, anchors apart. */
  intermediatesNamed(name: Buffer): readonly Certificate[] {
    return this.intermediates.named(name);
  }

  /**
   * Offers one way after the other, until one is accepted. Ways are bounded in length and number.
   * @param accept returns what is wanted, or throws CertificateRefused to see the next way
   * @throws CertificateRefused the refusal of the likeliest way; `path.signature` or `certificate.untrusted` when no
   *   way leads to an anchor; `path.too-complex` when the limit is reached
   */
  find<T>(target: Certificate, accept: (anchor: Certificate, path: readonly Certificate[]) => T): T {
    let refused: CertificateRefused | undefined;
    let isIssuerMissing = false;
    const path = [target];

    const offer = (anchor: Certificate): { value: T } | undefined => {
      try {
        return { value: accept(anchor, [...path]) };
      } catch (error) {
        if (!(error instanceof CertificateRefused) || error.fault === 'path.too-complex') throw error;
        refused ??= error;
        return undefined;
      }
    };
    const isOnPath = (candidate: Certificate) =>
      path.some(
        (one) =>
          one === candidate || (one.subject.equals(candidate.subject) && one.spki.equals(candidate.spki)),
      );

    const climb = (): { value: T } | undefined => {
      const top = path[0]!;
      const asked = top.facts.authorityKeyIdentifier;
      const anchors = this.anchors.named(top.issuer);
      const intermediates = this.intermediates.named(top.issuer).filter((one) => !isOnPath(one));
      isIssuerMissing ||= anchors.length + intermediates.length === 0;
      for (const anchor of likeliestFirst(anchors, asked, this.at)) {
        this.signatures.step();
        const found = this.signatures.mayHold(top, anchor) ? offer(anchor) : undefined;
        if (found) return found;
      }
      if (path.length >= MAX_LENGTH) return undefined;
      for (const issuer of likeliestFirst(intermediates, asked, this.at)) {
        this.signatures.step();
        if (!this.signatures.mayHold(top, issuer)) continue;
        path.unshift(issuer);
        const found = climb();
        path.shift();
        if (found) return found;
      }
      return undefined;
    };

    const found = climb();
    if (found) return found.value;
    if (refused) throw refused;
    throw isIssuerMissing
      ? new CertificateRefused('certificate.untrusted', 'no way to an anchor')
      : new CertificateRefused('path.signature', 'no way to an anchor: no issuer of that name has signed');
  }
}
