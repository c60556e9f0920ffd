import { createPublicKey, type KeyObject } from 'node:crypto';
import { DerError, readDer, tags } from '../der/reader.ts';
import { element } from '../der/writer.ts';

const RSA = '1.2.840.113549.1.1.1';
const DSA = '1.2.840.10040.4.1';

const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const RSA_BITS = { least: 2048, most: 8192 };
const DSA_BITS = { least: 1024, most: 3072 };
/** Public exponents from 3 to 64 bits. */
const MAX_EXPONENT_OCTETS = 8;

interface KeyInfo {
  oid: string;
  /** Parameters of the algorithm, DER; undefined when left out. */
  parameters: Buffer | undefined;
  /** AlgorithmIdentifier's object identifier, DER. */
  algorithm: Buffer;
  bits: Buffer;
}

function readKeyInfo(spki: Buffer): KeyInfo {
  const items = readDer(spki, tags.sequence).items();
  const algorithm = items.next(tags.sequence).items();
  const { bytes, unused } = items.next(tags.bitString).bits();
  items.end();
  const oid = algorithm.next(tags.oid);
  const parameters = algorithm.done ? undefined : algorithm.next().whole;
  algorithm.end();
  if (unused !== 0) throw new DerError('value', 'public key is not whole octets');
  return { oid: oid.oid(), parameters, algorithm: oid.whole, bits: bytes };
}

/** An INTEGER's octets without the sign octet. */
const magnitude = (content: Buffer) => (content[0] === 0 ? content.subarray(1) : content);

/** Twenty times as fast as handing the DER over (measured: 161,000 against 7,300 keys a second). */
function importRsa(bits: Buffer): KeyObject | undefined {
  const items = readDer(bits, tags.sequence).items();
  const [n, e] = [items.next(tags.integer), items.next(tags.integer)];
  items.end();
  if (n.signed().startsWith('-') || e.signed().startsWith('-')) return undefined;
  const [modulus, exponent] = [magnitude(n.content), magnitude(e.content)];
  const length = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  const isOdd = (number: Buffer) => ((number.at(-1) ?? 0) & 1) === 1;
  if (length < RSA_BITS.least || length > RSA_BITS.most || !isOdd(modulus)) return undefined;
  if (exponent.length > MAX_EXPONENT_OCTETS || !isOdd(exponent)) return undefined;
  if (exponent.length === 1 && exponent[0]! < 3) return undefined;
  const key = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
  return createPublicKey({ key, format: 'jwk' });
}

function importOther(spki: Buffer): KeyObject | undefined {
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') return curves.has(namedCurve) ? key : undefined;
  const good = modulusLength >= RSA_BITS.least && modulusLength <= RSA_BITS.most;
  return key.asymmetricKeyType === 'rsa-pss' && good ? key : undefined;
}

const isNull = (parameters: Buffer | undefined) => parameters?.equals(Buffer.from([tags.null, 0])) === true;

/** A public key from its SubjectPublicKeyInfo; undefined when it is unreadable, too weak or of an unknown kind. */
export function readPublicKey(spki: Buffer): KeyObject | undefined {
  try {
    const { oid, parameters, bits } = readKeyInfo(spki);
    if (oid === RSA) return isNull(parameters) ? importRsa(bits) : undefined;
    return importOther(spki);
  } catch {
    return undefined;
  }
}

/**
 * A DSA key, for the check command only. Its parameters may be left out and are then those of the key that signed
 * the certificate (RFC 5280 §6.1.4 (f)).
 * @returns undefined when it is no such key, or when no parameters are known
 */
export function readDsaKey(
  spki: Buffer,
  inherited: Buffer | undefined,
): { key: KeyObject; parameters: Buffer } | undefined {
  try {
    const info = readKeyInfo(spki);
    const parameters = info.parameters && !isNull(info.parameters) ? info.parameters : inherited;
    if (info.oid !== DSA || !parameters) return undefined;
    const whole = element(
      tags.sequence,
      element(tags.sequence, info.algorithm, parameters),
      element(tags.bitString, Buffer.from([0]), info.bits),
    );
    const key = createPublicKey({ key: whole, format: 'der', type: 'spki' });
    const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    const good = modulusLength >= DSA_BITS.least && modulusLength <= DSA_BITS.most;
    return good ? { key, parameters } : undefined;
  } catch {
    return undefined;
  }
}
