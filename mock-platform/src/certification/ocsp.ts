import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import {
  bitString,
  context,
  contextPrimitive,
  type Element,
  elements,
  encode,
  enumerated,
  generalizedTime,
  inside,
  octetString,
  oid,
  sequence,
  TAG,
  UnreadableDer,
} from './der.ts';
import { algorithmOf, sign } from './keys.ts';
import { keyIdentifier } from './profile.ts';
import { type IssuedCertificate, revocationReasons } from './register.ts';

const NONCE = oid('1.3.6.1.5.5.7.48.1.2');
const BASIC = oid('1.3.6.1.5.5.7.48.1.1');
const hashes: Record<string, string> = {
  [oid('1.3.14.3.2.26').toString('hex')]: 'sha1',
  [oid('2.16.840.1.101.3.4.2.1').toString('hex')]: 'sha256',
  [oid('2.16.840.1.101.3.4.2.2').toString('hex')]: 'sha384',
};
const MAX_QUESTIONS = 10;
const NEXT_UPDATE_MS = 10 * 60_000;

interface Question {
  /** CertID as it was sent; the answer repeats it. */
  certId: Buffer;
  hash: string | undefined;
  nameHash: Buffer;
  keyHash: Buffer;
  serial: string;
}

function readQuestion(request: Element): Question {
  const certId = inside(request.whole, TAG.sequence)[0];
  const [algorithm, nameHash, keyHash, serial] = certId ? inside(certId.whole, TAG.sequence) : [];
  if (!certId || !algorithm || !nameHash || !keyHash || serial?.tag !== TAG.integer) {
    throw new UnreadableDer('CertID expected');
  }
  const type = inside(algorithm.whole, TAG.sequence)[0];
  return {
    certId: certId.whole,
    hash: hashes[type?.whole.toString('hex') ?? ''],
    nameHash: nameHash.content,
    keyHash: keyHash.content,
    serial: serial.content.toString('hex').replace(/^0+/, ''),
  };
}

/** Reads a status request (RFC 6960 §4.1): what is asked, and the extension with the nonce if there is one. */
function readRequest(der: Buffer): { questions: Question[]; nonce: Buffer | undefined } {
  const request = inside(der, TAG.sequence)[0];
  if (!request) throw new UnreadableDer('TBSRequest expected');
  const parts = inside(request.whole, TAG.sequence);
  const list = parts.find((part) => part.tag === TAG.sequence);
  const questions = list ? elements(list.content).map(readQuestion) : [];
  if (questions.length === 0 || questions.length > MAX_QUESTIONS) throw new UnreadableDer('request list');
  const extensions = parts.find((part) => part.tag === 0xa2);
  const nonce = extensions
    ? inside(extensions.content, TAG.sequence).find((one) =>
        one.content.subarray(0, NONCE.length).equals(NONCE),
      )
    : undefined;
  return { questions, nonce: nonce?.whole };
}

const digest = (hash: string, ...parts: Uint8Array[]) =>
  parts.reduce<ReturnType<typeof createHash>>((all, part) => all.update(part), createHash(hash)).digest();

function status(found: IssuedCertificate | undefined): Buffer {
  if (!found) return contextPrimitive(2, Buffer.alloc(0));
  if (!found.revoked) return contextPrimitive(0, Buffer.alloc(0));
  const reason = context(0, enumerated(revocationReasons[found.revoked.reason]));
  return context(1, generalizedTime(new Date(found.revoked.at)), reason);
}

/** One of the authority's roots, as its status responder sees it. */
export interface AnsweringIssuer {
  /** Distinguished name, DER. */
  name: Buffer;
  spki: Buffer;
  key: KeyObject;
  /** Signs in the root's stead (RFC 6960 §4.2.2.2); without it the root answers itself. */
  responder?: { certificate: Buffer; key: KeyObject };
  find(serial: string): IssuedCertificate | undefined;
}

const bitsOf = (spki: Buffer) => inside(spki, TAG.sequence)[1]!.content.subarray(1);

const isAbout =
  ({ hash, nameHash, keyHash }: Question) =>
  ({ name, spki }: AnsweringIssuer) =>
    hash !== undefined && digest(hash, name).equals(nameHash) && digest(hash, bitsOf(spki)).equals(keyHash);

/** SHA-1 over the bits of the answering key: how an answer names its responder. */
function responderId({ spki, responder }: AnsweringIssuer): Buffer {
  const own = responder
    ? createPublicKey(responder.key).export({ type: 'spki', format: 'der' })
    : Buffer.from(spki);
  return context(2, octetString(keyIdentifier(own)));
}

/**
 * Answers a certificate status request (RFC 6960): good, revoked, or unknown for what was never issued. It is signed
 * for the issuer that the first question names (by its key: roots share their names), else for the first issuer. An
 * unreadable request gets the unsigned answer `malformedRequest`.
 */
export function answerStatusRequest(
  der: Buffer,
  issuers: readonly [AnsweringIssuer, ...AnsweringIssuer[]],
  now: Date,
): Buffer {
  let request: ReturnType<typeof readRequest>;
  try {
    request = readRequest(der);
  } catch (error) {
    if (error instanceof UnreadableDer) return sequence(enumerated(1));
    throw error;
  }
  const [first] = request.questions;
  const issuer = (first && issuers.find(isAbout(first))) ?? issuers[0];
  const answers = request.questions.map((question) =>
    sequence(
      question.certId,
      status(isAbout(question)(issuer) ? issuer.find(question.serial) : undefined),
      generalizedTime(now),
      context(0, generalizedTime(new Date(now.getTime() + NEXT_UPDATE_MS))),
    ),
  );
  const data = sequence(
    responderId(issuer),
    generalizedTime(now),
    sequence(...answers),
    ...(request.nonce ? [context(1, sequence(request.nonce))] : []),
  );
  const { key, certificate } = issuer.responder ?? { key: issuer.key, certificate: undefined };
  const basic = sequence(
    data,
    algorithmOf(key),
    bitString(sign(key, data)),
    ...(certificate ? [context(0, sequence(certificate))] : []),
  );
  return sequence(enumerated(0), context(0, sequence(BASIC, encode(TAG.octetString, basic))));
}
