import { createHash } from 'node:crypto';
import { type AlgorithmIdentifier, isSignedBy, readAlgorithm } from '../certificates/algorithms.ts';
import { type Certificate, parseCertificate } from '../certificates/certificate.ts';
import { keyUsageBits, readExtensions } from '../certificates/extensions.ts';
import { isNamedAsIssuer } from '../certificates/path.ts';
import { CertificateRefused } from '../certificates/refused.ts';
import { type DerElement, DerError, readDer, tags } from '../der/reader.ts';
import { element } from '../der/writer.ts';
import { type RevocationStatus, RevocationUnavailable, reasonNames } from './status.ts';

/** AlgorithmIdentifier of SHA-256 with NULL, OCSP extension id `nonce`, both as DER. */
const SHA256 = Buffer.from('300d06096086480165030402010500', 'hex');
const NONCE_OID = Buffer.from('06092b0601050507300102', 'hex');
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();

/** The bits of a public key, without algorithm and tag: what key hashes are taken over. */
function keyBits(certificate: Certificate): Buffer {
  const items = readDer(certificate.spki, tags.sequence).items();
  items.next(tags.sequence);
  return items.next(tags.bitString).bits().bytes;
}

function certId(certificate: Certificate, issuer: Certificate): Buffer {
  const padded = certificate.serial.length % 2 ? `0${certificate.serial}` : certificate.serial;
  const serial = Buffer.from(padded, 'hex');
  const sign = (serial[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  return element(
    0x30,
    SHA256,
    element(0x04, sha256(issuer.subject)),
    element(0x04, sha256(keyBits(issuer))),
    element(0x02, sign, serial),
  );
}

/** OCSPRequest for one certificate (RFC 6960 §4.1.1, nonce: RFC 9654). */
export function writeStatusRequest(certificate: Certificate, issuer: Certificate, nonce: Uint8Array): Buffer {
  const list = element(0x30, element(0x30, certId(certificate, issuer)));
  const extension = element(0x30, NONCE_OID, element(0x04, element(0x04, nonce)));
  return element(0x30, element(0x30, list, element(0xa2, element(0x30, extension))));
}

/** How old an answer may be, milliseconds. */
export interface AnswerLimits {
  maximumAgeMs: number;
  skewMs: number;
}

export const answerLimits: AnswerLimits = { maximumAgeMs: 10 * 60_000, skewMs: 60_000 };

/** A responder other than the issuer needs a certificate by that issuer that allows it to (RFC 6960 §4.2.2.2). */
function mayAnswerFor(responder: Certificate, issuer: Certificate, now: Date): boolean {
  return (
    isNamedAsIssuer(responder, issuer) &&
    isSignedBy(issuer.publicKey, responder.algorithm, responder.signed, responder.signature) &&
    responder.facts.extendedKeyUsage?.includes(OCSP_SIGNING) === true &&
    responder.facts.keyUsage?.has(keyUsageBits.digitalSignature) !== false &&
    responder.notBefore <= now &&
    now <= responder.notAfter
  );
}

interface Signed {
  data: DerElement;
  algorithm: AlgorithmIdentifier;
  signature: Buffer;
  certificates: Buffer[];
}

function readSigned(der: Buffer): Signed {
  const outer = readDer(der, tags.sequence).items();
  const status = outer.next(tags.enumerated).number();
  if (status !== 0) throw new DerError('value', `responder said ${status}`);
  const bytes = outer.next(0xa0).items();
  const typed = bytes.next(tags.sequence).items();
  if (typed.next(tags.oid).oid() !== BASIC) throw new DerError('value', 'not a basic answer');
  const basic = readDer(typed.next(tags.octetString).content, tags.sequence).items();
  for (const items of [outer, bytes, typed]) items.end();
  const data = basic.next(tags.sequence);
  const algorithm = readAlgorithm(basic.next(tags.sequence));
  const signature = basic.next(tags.bitString).bits().bytes;
  const extra = basic.optional(0xa0)?.items().next(tags.sequence).items();
  const certificates = extra ? [...extra.rest(tags.sequence)].map((one) => one.whole) : [];
  basic.end();
  return { data, algorithm, signature, certificates };
}

function readStatus(choice: DerElement): RevocationStatus {
  if (choice.tag === 0x80) return { status: 'good' };
  if (choice.tag === 0x82) return { status: 'unknown' };
  if (choice.tag !== 0xa1) throw new DerError('tag', 'certificate status');
  const items = choice.items();
  const at = items.next(tags.generalizedTime).time();
  const reason = items.optional(0xa0)?.items().next(tags.enumerated).number();
  items.end();
  return { status: 'revoked', at, reason: reason === undefined ? undefined : reasonNames[reason] };
}

function checkTimes(thisUpdate: Date, nextUpdate: Date | undefined, now: Date, limits: AnswerLimits): void {
  const age = now.getTime() - thisUpdate.getTime();
  if (age < -limits.skewMs) throw new DerError('value', 'answer from the future');
  if (age > limits.maximumAgeMs) throw new DerError('value', 'answer too old');
  if (nextUpdate && nextUpdate.getTime() < now.getTime() - limits.skewMs) {
    throw new DerError('value', 'answer past its next update');
  }
}

function read(
  der: Buffer,
  certificate: Certificate,
  issuer: Certificate,
  nonce: Buffer,
  now: Date,
  limits: AnswerLimits,
): RevocationStatus {
  const { data, algorithm, signature, certificates } = readSigned(der);
  const responders = [
    issuer,
    ...certificates.map(parseCertificate).filter((one) => mayAnswerFor(one, issuer, now)),
  ];
  if (!responders.some(({ publicKey }) => isSignedBy(publicKey, algorithm, data.whole, signature))) {
    throw new DerError('value', 'not signed by the authority');
  }

  const items = data.items();
  items.optional(0xa0);
  const responder = items.next();
  if (responder.tag !== 0xa1 && responder.tag !== 0xa2) throw new DerError('tag', 'responder');
  items.next(tags.generalizedTime).time();
  const answers = items.next(tags.sequence);
  const extensions = items.optional(0xa1)?.items().next(tags.sequence);
  items.end();
  const returned = extensions && readExtensions(extensions).get(NONCE)?.value;
  if (!returned || !readDer(returned, tags.octetString).content.equals(nonce)) {
    throw new DerError('value', 'nonce is missing or another one');
  }

  const wanted = certId(certificate, issuer);
  for (const answer of answers.items().rest(tags.sequence)) {
    const parts = answer.items();
    if (!parts.next(tags.sequence).whole.equals(wanted)) continue;
    const status = readStatus(parts.next());
    const thisUpdate = parts.next(tags.generalizedTime).time();
    const nextUpdate = parts.optional(0xa0)?.items().next(tags.generalizedTime).time();
    checkTimes(thisUpdate, nextUpdate, now, limits);
    return status;
  }
  throw new DerError('value', 'answer about another certificate');
}

/**
 * Reads an OCSP answer about one certificate: signed by its issuer (or a responder that the issuer appointed), with our
 * nonce, and fresh.
 * @throws RevocationUnavailable for anything else
 */
export function readStatusAnswer(
  der: Buffer,
  certificate: Certificate,
  issuer: Certificate,
  nonce: Buffer,
  now: Date,
  limits: AnswerLimits = answerLimits,
): RevocationStatus {
  try {
    return read(der, certificate, issuer, nonce, now, limits);
  } catch (error) {
    if (error instanceof DerError || error instanceof CertificateRefused) {
      throw new RevocationUnavailable(error.message);
    }
    throw error;
  }
}
