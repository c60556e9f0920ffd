import type { KeyObject } from 'node:crypto';
import { type AlgorithmIdentifier, isSignedBy } from '../algorithms.ts';
import type { Certificate } from '../certificate.ts';
import { readDsaKey } from '../keys.ts';
import { CertificateRefused } from '../refused.ts';

interface Signed {
  signed: Buffer;
  algorithm: AlgorithmIdentifier;
  signature: Buffer;
}

export interface WorkingKey {
  key: KeyObject;
  /** DSA parameters that a key below may inherit, DER. */
  parameters: Buffer | undefined;
}

/** Signatures checked and steps taken for one target, lists and their signers included. */
export const limits = { signatures: 256, steps: 2000 } as const;

/** The signatures of one validation: each is checked once, and no more than the limit. */
export class Signatures {
  private readonly known = new Map<Signed, Map<KeyObject, boolean>>();
  private checked = 0;
  private steps = 0;

  constructor(private readonly dsa: boolean) {}

  /** Counts one step of the search. @throws CertificateRefused `path.too-complex` */
  step(): void {
    this.steps += 1;
    if (this.steps > limits.steps) throw new CertificateRefused('path.too-complex', 'too many ways to try');
  }

  /** @throws CertificateRefused `path.too-complex` when the limit is reached */
  holds(signed: Signed, key: KeyObject): boolean {
    const byKey = this.known.get(signed) ?? new Map<KeyObject, boolean>();
    const known = byKey.get(key);
    if (known !== undefined) return known;
    this.checked += 1;
    if (this.checked > limits.signatures) {
      throw new CertificateRefused('path.too-complex', 'too many signatures to check');
    }
    const good = isSignedBy(key, signed.algorithm, signed.signed, signed.signature);
    this.known.set(signed, byKey.set(key, good));
    return good;
  }

  /** The certificate's key, or undefined when it is not accepted. */
  keyOf(certificate: Certificate, inherited: Buffer | undefined): WorkingKey | undefined {
    try {
      return { key: certificate.publicKey, parameters: undefined };
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error;
      return this.dsa ? readDsaKey(certificate.spki, inherited) : undefined;
    }
  }

  /**
   * Whether `issuer` may have signed. True also for a DSA key that must inherit its parameters from a path that is
   * not known yet; walking the path then decides.
   */
  mayHold(signed: Signed, issuer: Certificate): boolean {
    const working = this.keyOf(issuer, undefined);
    return working ? this.holds(signed, working.key) : this.dsa;
  }
}
