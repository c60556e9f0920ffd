import type { KeyObject } from 'node:crypto';
import { DerError, readDer, tags } from '../der/reader.ts';
import { type AlgorithmIdentifier, readAlgorithm, readPublicKey } from './algorithms.ts';
import { type CertificateFacts, type Extension, readExtensions, readFacts } from './extensions.ts';
import { CertificateRefused } from './refused.ts';

/** A certificate, read but not judged (RFC 5280 §4.1). */
export interface Certificate {
  der: Buffer;
  /** The signed part. */
  signed: Buffer;
  /** Lower-case hexadecimal, no leading zeros. */
  serial: string;
  algorithm: AlgorithmIdentifier;
  /** Names as DER; compared byte for byte. */
  issuer: Buffer;
  subject: Buffer;
  notBefore: Date;
  notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  spki: Buffer;
  publicKey: KeyObject;
  extensions: ReadonlyMap<string, Extension>;
  facts: CertificateFacts;
  signature: Buffer;
}

/** Ten times what a real one has. */
const MAX_BYTES = 16_384;
const MAX_SERIAL_DIGITS = 40;

function read(der: Uint8Array): Certificate {
  if (der.length > MAX_BYTES) throw new DerError('length', 'too large for a certificate');
  const whole = readDer(der, tags.sequence);
  const parts = whole.items();
  const signed = parts.next(tags.sequence);
  const outer = readAlgorithm(parts.next(tags.sequence));
  const signature = parts.next(tags.bitString).bits();
  parts.end();
  if (signature.unused !== 0) throw new DerError('value', 'signature is not whole octets');

  const items = signed.items();
  const version = items.next(0xa0).items();
  if (version.next(tags.integer).number() !== 2) throw new DerError('value', 'not a version 3 certificate');
  version.end();
  const serial = items.next(tags.integer).unsigned();
  if (serial === '0' || serial.length > MAX_SERIAL_DIGITS) throw new DerError('value', 'serial number');
  const algorithm = readAlgorithm(items.next(tags.sequence));
  if (!algorithm.whole.equals(outer.whole)) throw new DerError('value', 'two different signature algorithms');
  const issuer = items.next(tags.sequence).whole;
  const validity = items.next(tags.sequence).items();
  const notBefore = validity.next().time();
  const notAfter = validity.next().time();
  validity.end();
  const subject = items.next(tags.sequence).whole;
  const spki = items.next(tags.sequence).whole;
  items.optional(0x81);
  items.optional(0x82);
  const block = items.next(0xa3).items();
  items.end();
  const extensions = readExtensions(block.next(tags.sequence));
  block.end();

  const publicKey = readPublicKey(spki);
  if (!publicKey) throw new DerError('value', 'public key');
  return {
    der: whole.whole,
    signed: signed.whole,
    serial,
    algorithm,
    issuer,
    subject,
    notBefore,
    notAfter,
    spki,
    publicKey,
    extensions,
    facts: readFacts(extensions),
    signature: signature.bytes,
  };
}

/** @throws CertificateRefused `certificate.malformed`, whatever the bytes are. */
export function parseCertificate(der: Uint8Array): Certificate {
  try {
    return read(der);
  } catch (error) {
    if (error instanceof DerError) throw new CertificateRefused('certificate.malformed', error.message);
    throw error;
  }
}
