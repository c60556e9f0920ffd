import { createHash, createSign } from 'node:crypto';
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
  sha256WithRsa,
  TAG,
  UnreadableDer,
} from './der.ts';
import type { Root } from './hierarchy.ts';
import { keyIdentifier } from './profile.ts';
import { type IssuedCertificate, revocationReasons } from './register.ts';

const NONCE = oid('1.3.6.1.5.5.7.48.1.2');
const BASIC = oid('1.3.6.1.5.5.7.48.1.1');
const hashes: Record<string, string> = {
  [oid('1.3.14.3.2.26').toString('hex')]: 'sha1',
  [oid('2.16.840.1.101.3.4.2.1').toString('hex')]: 'sha256',
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

/**
 * Answers a certificate status request (RFC 6960), signed by the authority itself: good, revoked, or unknown for what
 * it never issued. An unreadable request gets the unsigned answer `malformedRequest`.
 */
export function answerStatusRequest(
  der: Buffer,
  root: Root,
  issuerName: Buffer,
  find: (serial: string) => IssuedCertificate | undefined,
  now: Date,
): Buffer {
  let request: ReturnType<typeof readRequest>;
  try {
    request = readRequest(der);
  } catch (error) {
    if (error instanceof UnreadableDer) return sequence(enumerated(1));
    throw error;
  }
  const key = inside(root.spki, TAG.sequence)[1]!.content.subarray(1);
  const ours = ({ hash, nameHash, keyHash }: Question) =>
    hash !== undefined && digest(hash, issuerName).equals(nameHash) && digest(hash, key).equals(keyHash);
  const answers = request.questions.map((question) =>
    sequence(
      question.certId,
      status(ours(question) ? find(question.serial) : undefined),
      generalizedTime(now),
      context(0, generalizedTime(new Date(now.getTime() + NEXT_UPDATE_MS))),
    ),
  );
  const data = sequence(
    context(2, octetString(keyIdentifier(root.spki))),
    generalizedTime(now),
    sequence(...answers),
    ...(request.nonce ? [context(1, sequence(request.nonce))] : []),
  );
  const signature = createSign('sha256').update(data).sign(root.key);
  const basic = sequence(data, sha256WithRsa(), bitString(signature));
  return sequence(enumerated(0), context(0, sequence(BASIC, encode(TAG.octetString, basic))));
}
