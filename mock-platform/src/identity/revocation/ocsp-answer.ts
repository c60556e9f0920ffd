import { type AlgorithmIdentifier, isSignedBy, readAlgorithm } from '../certificates/algorithms.ts';
import type { Certificate } from '../certificates/certificate.ts';
import { readExtensions } from '../certificates/extensions.ts';
import { CertificateRefused } from '../certificates/refused.ts';
import { type DerElement, DerError, readDer, tags } from '../der/reader.ts';
import { certId } from './ocsp-request.ts';
import { AppointedResponders } from './ocsp-responders.ts';
import { type RevocationStatus, RevocationUnavailable, reasonNames } from './status.ts';

const NONCE = '1.3.6.1.5.5.7.48.1.2';
const BASIC = '1.3.6.1.5.5.7.48.1.1';

/** How old an answer may be, milliseconds. */
export interface AnswerLimits {
  maximumAgeMs: number;
  skewMs: number;
}

export const answerLimits: AnswerLimits = { maximumAgeMs: 10 * 60_000, skewMs: 60_000 };

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

/** Responders as most issuers have one or two; a longer list is somebody's attempt to keep us busy. */
const mostResponders = 4;

/** Who signed the answer: a responder that the issuer appointed, or the issuer itself. */
function signerOf(
  { data, algorithm, signature, certificates }: Signed,
  { issuer, now, appointed }: Question,
): Certificate {
  if (certificates.length > mostResponders) throw new DerError('length', 'too many certificates');
  const possible = certificates.map((der) => appointed.find(der, issuer, now));
  for (const responder of [...possible, issuer]) {
    if (responder && isSignedBy(responder.publicKey, algorithm, data.whole, signature)) return responder;
  }
  throw new DerError('value', 'not signed by the authority');
}

/** What an answer is measured by. */
export interface Question {
  certificate: Certificate;
  issuer: Certificate;
  nonce: Buffer;
  now: Date;
  limits?: AnswerLimits;
  /** Remembers responders that were found good. */
  appointed: AppointedResponders;
}

/** An answer that may be believed if its signer may. */
export interface SignedStatus {
  status: RevocationStatus;
  /** The issuer, or a responder that it appointed. */
  signer: Certificate;
}

function read(der: Buffer, question: Question): SignedStatus {
  const { certificate, issuer, nonce, now, limits = answerLimits } = question;
  const signed = readSigned(der);
  const signer = signerOf(signed, question);
  const { data } = signed;

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
    return { status, signer };
  }
  throw new DerError('value', 'answer about another certificate');
}

/**
 * Reads an OCSP answer about one certificate: signed by its issuer or by a responder that the issuer appointed, with our
 * nonce, and fresh. Whether the responder itself was revoked is for the caller to ask.
 * @throws RevocationUnavailable for anything else
 */
export function readSignedStatus(der: Buffer, question: Question): SignedStatus {
  try {
    return read(der, question);
  } catch (error) {
    if (error instanceof DerError || error instanceof CertificateRefused) {
      throw new RevocationUnavailable(error.message);
    }
    throw error;
  }
}

/** The status alone, for an answer whose responder is not asked about. @throws RevocationUnavailable */
export const readStatusAnswer = (
  der: Buffer,
  certificate: Certificate,
  issuer: Certificate,
  nonce: Buffer,
  now: Date,
  limits: AnswerLimits = answerLimits,
): RevocationStatus =>
  readSignedStatus(der, { certificate, issuer, nonce, now, limits, appointed: new AppointedResponders() })
    .status;
