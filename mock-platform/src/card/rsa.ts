import { constants, createHash, type KeyObject, privateEncrypt, randomBytes } from 'node:crypto';

/** DigestInfo of a SHA-256 hash without the hash itself. */
const digestInfoHead = Buffer.from('3031300d060960864801650304020105000420', 'hex');
const hashLength = 32;

/** How a signature is made: which lengths of data the card takes, and what it does with them. */
interface Scheme {
  shortest: number;
  longest: number;
  sign(key: KeyObject, data: Uint8Array): Uint8Array;
}

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();
const withDigestInfo = (hash: Uint8Array): Buffer => Buffer.concat([digestInfoHead, hash]);
/** What one short command carries. */
const message = { shortest: 1, longest: 255 };
const hash = { shortest: hashLength, longest: hashLength };

/**
 * COMPUTE DIGITAL SIGNATURE by its P1, as a survey of a real card (RSA-2048) found them: 00 pads what it is given, 01
 * hashes and signs the bare hash, 02 is given the hash, 03 hashes itself, 04 and 05 the same two ways with PSS.
 */
export const rsaSchemes: ReadonlyMap<number, Scheme> = new Map([
  [0x00, { shortest: 1, longest: 245, sign: pkcs1 }],
  [0x01, { ...message, sign: (key, data) => pkcs1(key, sha256(data)) }],
  [0x02, { ...hash, sign: (key, data) => pkcs1(key, withDigestInfo(data)) }],
  [0x03, { ...message, sign: (key, data) => pkcs1(key, withDigestInfo(sha256(data))) }],
  [0x04, { ...hash, sign: pss }],
  [0x05, { ...message, sign: (key, data) => pss(key, sha256(data)) }],
]);

function pkcs1(key: KeyObject, data: Uint8Array): Uint8Array {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, data);
}

/** EMSA-PSS with SHA-256, MGF1 with SHA-256 and a salt as long as the hash (RFC 8017 §9.1.1), over a given hash. */
function pss(key: KeyObject, given: Uint8Array): Uint8Array {
  const length = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const salt = randomBytes(hashLength);
  const digest = sha256(Buffer.concat([Buffer.alloc(8), given, salt]));
  const block = Buffer.alloc(length - hashLength - 1);
  block[block.length - hashLength - 1] = 0x01;
  block.set(salt, block.length - hashLength);
  const mask = maskOf(digest, block.length);
  const masked = block.map((byte, index) => byte ^ mask[index]!);
  // The modulus has a multiple of eight bits, so the block has one bit less.
  masked[0]! &= 0x7f;
  const encoded = Buffer.concat([masked, digest, Buffer.of(0xbc)]);
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}

/** MGF1 (RFC 8017 appendix B.2.1). */
function maskOf(seed: Uint8Array, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0; parts.length * hashLength < length; counter += 1) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    parts.push(sha256(Buffer.concat([seed, number])));
  }
  return Buffer.concat(parts).subarray(0, length);
}
