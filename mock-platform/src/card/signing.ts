import type { KeyObject } from 'node:crypto';
import { type Command, response } from './apdu.ts';
import type { Application, ElementaryFile } from './applications/application.ts';
import { signDigest } from './ecdsa.ts';
import type { PinName, Pins } from './pins.ts';
import { rsaSchemes } from './rsa.ts';
import { statusWords as sw } from './status-words.ts';

/** The digest that a next-generation card signs (SHA-384), and its answer r‖s. */
const digestLength = 48;
const ecdsaLength = 96;

/** COMPUTE DIGITAL SIGNATURE with the key of a file. */
export function sign(command: Command, file: ElementaryFile, pins: Pins): Uint8Array {
  if (file.type !== 'key') return response(sw.wrongFileType);
  return signWith(command, file, pins);
}

/** `80 2A 00 00` of 券面事項確認AP: the card proves itself over the caller's digest. */
export function internalAuthenticate(
  command: Command,
  own: NonNullable<Application['internalAuthentication']>,
  pins: Pins,
): Uint8Array {
  if (command.p1 !== 0x00 || command.p2 !== 0x00) return response(sw.wrongParameters);
  return signWith(command, own, pins);
}

function signWith(
  command: Command,
  { key, needs }: { key: KeyObject; needs?: PinName | undefined },
  pins: Pins,
): Uint8Array {
  const isRsa = key.asymmetricKeyType === 'rsa';
  const scheme = rsaSchemes.get(command.p1);
  if (isRsa ? scheme === undefined : command.p1 !== 0x00) return response(sw.wrongParameters);
  if (needs !== undefined && !pins.isVerified(needs)) return response(sw.securityStatusNotSatisfied);
  const { data, le = 0 } = command;
  const { shortest, longest } = scheme && isRsa ? scheme : { shortest: digestLength, longest: digestLength };
  const size = isRsa ? (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8 : ecdsaLength;
  if (data.length < shortest || data.length > longest || le < size) return response(sw.wrongLength);
  return response(sw.done, scheme && isRsa ? scheme.sign(key, data) : signDigest(key, data));
}
