import { createECDH, type KeyObject, randomBytes } from 'node:crypto';

/** Order of the group of P-384 (SEC 2, secp384r1) and the bytes of one number. */
const order = BigInt(
  '0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973',
);
const size = 48;

/**
 * ECDSA over a digest that was made elsewhere (SEC 1 §4.1.3), which `node:crypto` cannot: it always hashes itself.
 * Not hardened against timing: this key belongs to a simulated card.
 * @param digest 48 bytes (SHA-384)
 * @returns r‖s, 96 bytes
 */
export function signDigest(key: KeyObject, digest: Uint8Array): Uint8Array {
  const secret = numberOf(Buffer.from(key.export({ format: 'jwk' }).d as string, 'base64url'));
  for (;;) {
    const once = numberOf(randomBytes(size));
    if (once === 0n || once >= order) continue;
    const curve = createECDH('secp384r1');
    curve.setPrivateKey(bytesOf(once));
    // An uncompressed point: 04, x, y.
    const r = numberOf(curve.getPublicKey().subarray(1, 1 + size)) % order;
    const s = (inverse(once) * (numberOf(digest) + r * secret)) % order;
    if (r !== 0n && s !== 0n) return Buffer.concat([bytesOf(r), bytesOf(s)]);
  }
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function bytesOf(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * size, '0'), 'hex');
}

/** The inverse modulo the order (extended Euclid). */
function inverse(value: bigint): bigint {
  let [r0, r1, t0, t1] = [order, value, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1];
  }
  return ((t0 % order) + order) % order;
}
