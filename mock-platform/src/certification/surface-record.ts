import { createVerify, type KeyObject } from 'node:crypto';
import { bitString, inside, integer, printable, sequence, TAG } from './der.ts';
import { algorithmOf, hashOf, sign } from './keys.ts';

/**
 * The record of the surface application (券面事項確認AP) that its birth date opens. The real layout is unpublished;
 * ours says the same three things (jpki-card.md §2):
 *
 *     SurfaceRecord ::= SEQUENCE {
 *       content SEQUENCE {
 *         version    INTEGER (1),
 *         birthDate  PrintableString,          -- 和暦 YYMMDD
 *         publicKey  SubjectPublicKeyInfo },   -- of the card's internal-authentication key
 *       algorithm  AlgorithmIdentifier,        -- sha256WithRSAEncryption or ecdsa-with-SHA384
 *       signature  BIT STRING }                -- by the issuer's surface key, over the DER of content
 */
export function writeSurfaceRecord(eraBirthDate: string, publicKey: Buffer, issuerKey: KeyObject): Buffer {
  const content = sequence(integer('01'), printable(eraBirthDate), publicKey);
  return sequence(content, algorithmOf(issuerKey), bitString(sign(issuerKey, content)));
}

/**
 * Reads a surface record and checks the issuer's signature.
 * @throws UnreadableDer when it is not such a record; an Error when the signature is wrong.
 */
export function readSurfaceRecord(
  record: Buffer,
  issuerKey: KeyObject,
): { eraBirthDate: string; publicKey: Buffer } {
  const [content, , signature] = inside(record, TAG.sequence);
  const [, birthDate, publicKey] = inside(content!.whole, TAG.sequence);
  const verifier = createVerify(hashOf(issuerKey)).update(content!.whole);
  if (!verifier.verify(issuerKey, signature!.content.subarray(1))) {
    throw new Error('the surface record is not signed by its issuer');
  }
  return { eraBirthDate: birthDate!.content.toString('ascii'), publicKey: publicKey!.whole };
}
