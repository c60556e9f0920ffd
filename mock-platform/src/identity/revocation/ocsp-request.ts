import { createHash } from 'node:crypto';
import type { Certificate } from '../certificates/certificate.ts';
import { readDer, tags } from '../der/reader.ts';
import { element } from '../der/writer.ts';

/** AlgorithmIdentifier of SHA-256 with NULL, OCSP extension id `nonce`, both as DER. */
const SHA256 = Buffer.from('300d06096086480165030402010500', 'hex');
const NONCE_OID = Buffer.from('06092b0601050507300102', 'hex');

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();

/** The bits of a public key, without algorithm and tag: what key hashes are taken over. */
function keyBits(certificate: Certificate): Buffer {
  const items = readDer(certificate.spki, tags.sequence).items();
  items.next(tags.sequence);
  return items.next(tags.bitString).bits().bytes;
}

/** Issuers are few and stay: their hashes are taken once. */
const issuerHashes = new WeakMap<Certificate, Buffer>();

function hashesOf(issuer: Certificate): Buffer {
  const known = issuerHashes.get(issuer);
  if (known) return known;
  const hashes = Buffer.concat([
    element(0x04, sha256(issuer.subject)),
    element(0x04, sha256(keyBits(issuer))),
  ]);
  issuerHashes.set(issuer, hashes);
  return hashes;
}

/** CertID of a certificate (RFC 6960 §4.1.1), with SHA-256. */
export function certId(certificate: Pick<Certificate, 'serial'>, issuer: Certificate): Buffer {
  const padded = certificate.serial.length % 2 ? `0${certificate.serial}` : certificate.serial;
  const serial = Buffer.from(padded, 'hex');
  const sign = (serial[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  return element(0x30, SHA256, hashesOf(issuer), element(0x02, sign, serial));
}

/** OCSPRequest for one certificate (RFC 6960 §4.1.1, nonce: RFC 9654). */
export function writeStatusRequest(certificate: Certificate, issuer: Certificate, nonce: Uint8Array): Buffer {
  const list = element(0x30, element(0x30, certId(certificate, issuer)));
  const extension = element(0x30, NONCE_OID, element(0x04, element(0x04, nonce)));
  return element(0x30, element(0x30, list, element(0xa2, element(0x30, extension))));
}
