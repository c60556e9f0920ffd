import type { KeyObject } from 'node:crypto';
import { DerError, type DerItems, tags } from '../der/reader.ts';
import type { AlgorithmIdentifier } from './algorithms.ts';
import { type CertificateFacts, type Extension, readExtensions, readFacts } from './extensions.ts';
import { readPublicKey } from './keys.ts';
import { readNameOctets } from './names/distinguished-name.ts';
import { CertificateRefused } from './refused.ts';
import { readSigned } from './signed.ts';

/** A certificate, read but not judged (RFC 5280 §4.1). */
export interface Certificate {
  der: Buffer;
  version: 1 | 2 | 3;
  /** The signed part. */
  signed: Buffer;
  /** Lower-case hexadecimal, no leading zeros; `-` before a negative one (RFC 5280 forbids it, some exist). */
  serial: string;
  /** Content of the serial number's INTEGER. */
  serialOctets: Buffer;
  algorithm: AlgorithmIdentifier;
  /** Names as DER; compared by `isSameName`. */
  issuer: Buffer;
  subject: Buffer;
  notBefore: Date;
  notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  spki: Buffer;
  /** Read at the first use. @throws CertificateRefused `certificate.key` when it is unreadable, too weak or unknown */
  readonly publicKey: KeyObject;
  extensions: ReadonlyMap<string, Extension>;
  facts: CertificateFacts;
  signature: Buffer;
}

/** Thirty times what a card's has; the largest in use on the web have about this. */
const MAX_BYTES = 65_536;

function readVersion(items: DerItems): 1 | 2 | 3 {
  const tagged = items.optional(0xa0)?.items();
  if (!tagged) return 1;
  const version = tagged.next(tags.integer).number();
  tagged.end();
  // Version 1 is the default and therefore left out.
  if (version !== 1 && version !== 2) throw new DerError('value', 'version of a certificate');
  return version === 1 ? 2 : 3;
}

function read(der: Uint8Array): Certificate {
  if (der.length > MAX_BYTES) throw new DerError('length', 'too large for a certificate');
  const { items, nextAlgorithm, ...envelope } = readSigned(der);
  const version = readVersion(items);
  const serial = items.next(tags.integer);
  const algorithm = nextAlgorithm();
  const issuer = readNameOctets(items.next());
  const validity = items.next(tags.sequence).items();
  const notBefore = validity.next().time();
  const notAfter = validity.next().time();
  validity.end();
  const subject = readNameOctets(items.next());
  const spki = items.next(tags.sequence).whole;
  if (version > 1) {
    items.optional(0x81);
    items.optional(0x82);
  }
  const block = version === 3 ? items.optional(0xa3)?.items() : undefined;
  items.end();
  const extensions = block ? readExtensions(block.next(tags.sequence)) : new Map<string, Extension>();
  block?.end();

  let key: KeyObject | undefined;
  return {
    ...envelope,
    version,
    serial: serial.signed(),
    serialOctets: serial.integerOctets(),
    algorithm,
    issuer,
    subject,
    notBefore,
    notAfter,
    spki,
    get publicKey(): KeyObject {
      key ??= readPublicKey(spki);
      if (!key) throw new CertificateRefused('certificate.key', 'unreadable, too weak or of an unknown kind');
      return key;
    },
    extensions,
    facts: readFacts(extensions),
  };
}

/** @throws CertificateRefused `certificate.malformed`, whatever the bytes are */
export function parseCertificate(der: Uint8Array): Certificate {
  try {
    return read(der);
  } catch (error) {
    if (error instanceof DerError) throw new CertificateRefused('certificate.malformed', error.message);
    throw error;
  }
}
