import { createHash, X509Certificate } from 'node:crypto';
import { CardFailure } from '../readers/failure.ts';

/** How the keys of one generation of cards sign. */
export interface CardAlgorithm {
  /** What goes to the card in place of the message. */
  digestOf(message: Uint8Array): Uint8Array;
  /** Length of a signature, bytes. */
  signatureLength: number;
}

/** DigestInfo of SHA-256 without the hash (RFC 8017 §9.2, note 1). */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Present cards: RSA-2048 with SHA-256; the card pads the DigestInfo (PKCS#1 v1.5). */
export const rsa2048: CardAlgorithm = {
  digestOf: (message) => Buffer.concat([sha256Info, createHash('sha256').update(message).digest()]),
  signatureLength: 256,
};

/** Next generation: ECDSA P-384 over the bare SHA-384 digest; the signature is r‖s (IEEE P1363). */
export const ecdsaP384: CardAlgorithm = {
  digestOf: (message) => createHash('sha384').update(message).digest(),
  signatureLength: 96,
};

/**
 * The algorithm of a card, learned from the public key of its certificate: all keys of a card are of one generation.
 * @throws CardFailure `card.unreadable` when these bytes are no certificate, or one with another kind of key
 */
export function algorithmOf(certificate: Uint8Array): CardAlgorithm {
  let type: string | undefined;
  let curve: string | undefined;
  try {
    const { publicKey } = new X509Certificate(certificate);
    type = publicKey.asymmetricKeyType;
    curve = publicKey.asymmetricKeyDetails?.namedCurve;
  } catch {
    throw new CardFailure('card.unreadable', 'no certificate');
  }
  if (type === 'rsa') return rsa2048;
  if (type === 'ec' && curve === 'secp384r1') return ecdsaP384;
  throw new CardFailure('card.unreadable', 'kind of key');
}
