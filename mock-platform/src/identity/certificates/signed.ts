import { DerError, type DerItems, readDer, tags } from '../der/reader.ts';
import { type AlgorithmIdentifier, readAlgorithm } from './algorithms.ts';

/** What stands around every certificate and list (RFC 5280 §4.1.1, §5.1.1). */
export interface SignedEnvelope {
  der: Buffer;
  /** The signed part. */
  signed: Buffer;
  /** What the signed part holds, to be read one by one. */
  items: DerItems;
  signature: Buffer;
  /** Reads the algorithm inside the signed part. @throws DerError when it is not the one outside */
  nextAlgorithm(): AlgorithmIdentifier;
}

/** @throws DerError */
export function readSigned(bytes: Uint8Array): SignedEnvelope {
  const whole = readDer(bytes, tags.sequence);
  const parts = whole.items();
  const signed = parts.next(tags.sequence);
  const outer = readAlgorithm(parts.next(tags.sequence));
  const signature = parts.next(tags.bitString).bits();
  parts.end();
  if (signature.unused !== 0) throw new DerError('value', 'signature is not whole octets');
  const items = signed.items();
  return {
    der: whole.whole,
    signed: signed.whole,
    items,
    signature: signature.bytes,
    nextAlgorithm() {
      const algorithm = readAlgorithm(items.next(tags.sequence));
      if (!algorithm.whole.equals(outer.whole))
        throw new DerError('value', 'two different signature algorithms');
      return algorithm;
    },
  };
}
