import { constants, type KeyObject, privateEncrypt } from 'node:crypto';
import { type Command, response } from './apdu.ts';
import type { Application, ElementaryFile } from './applications/application.ts';
import type { Pins } from './pins.ts';
import { statusWords as sw, triesLeftWord } from './status-words.ts';

/** Longest PIN that a card takes. */
const longestPin = 16;

/** READ BINARY: at the end fewer bytes than asked for with 9000, behind the end 6B00. */
export function readBinary(command: Command, file: ElementaryFile, offset: number, pins: Pins): Uint8Array {
  const { data, le } = command;
  if (data.length > 0 || le === undefined) return response(sw.wrongLength);
  if (file.type !== 'data') return response(sw.wrongFileType);
  if (file.needs !== undefined && !pins.isVerified(file.needs)) {
    return response(sw.securityStatusNotSatisfied);
  }
  if (offset >= file.content.length) return response(sw.wrongOffset);
  return response(sw.done, file.content.subarray(offset, offset + le));
}

/** VERIFY. Without data it tells the tries left and never 9000, also after a good VERIFY. */
export function verify({ p1, data, le }: Command, file: ElementaryFile, pins: Pins): Uint8Array {
  if (p1 !== 0x00) return response(sw.wrongParameters);
  if (file.type !== 'pin') return response(sw.wrongFileType);
  if (data.length === 0) return response(triesLeftWord(pins.triesLeft(file.pin)));
  if (data.length > longestPin || le !== undefined) return response(sw.wrongLength);
  const result = pins.verify(file.pin, data);
  if (result === 'right') return response(sw.done);
  return response(result === 'blocked' ? sw.blocked : triesLeftWord(pins.triesLeft(file.pin)));
}

/** CHANGE REFERENCE DATA with the new PIN alone, after a good VERIFY. The birth date cannot be changed. */
export function change({ p1, data, le }: Command, file: ElementaryFile, pins: Pins): Uint8Array {
  if (p1 !== 0x01) return response(sw.wrongParameters);
  if (file.type !== 'pin') return response(sw.wrongFileType);
  if (data.length === 0 || le !== undefined) return response(sw.wrongLength);
  if (!pins.isVerified(file.pin)) return response(sw.securityStatusNotSatisfied);
  const value = Buffer.from(data).toString('latin1');
  if (!pins.accepts(file.pin, value)) return response(sw.wrongData);
  pins.change(file.pin, value);
  return response(sw.done);
}

/** COMPUTE DIGITAL SIGNATURE over a given DigestInfo; the card pads it (PKCS#1 v1.5). */
export function sign(command: Command, file: ElementaryFile, pins: Pins): Uint8Array {
  // P1 01–05 (card hashes, PSS) are known from one survey only and not simulated.
  if (command.p1 !== 0x00) return response(sw.wrongParameters);
  if (file.type !== 'key') return response(sw.wrongFileType);
  return signWith(command, file, pins);
}

/** `80 2A 00 00` of 券面事項確認AP: the card proves itself over the caller's DigestInfo. */
export function internalAuthenticate(
  command: Command,
  own: NonNullable<Application['internalAuthentication']>,
  pins: Pins,
): Uint8Array {
  if (command.p1 !== 0x00 || command.p2 !== 0x00) return response(sw.wrongParameters);
  return signWith(command, own, pins);
}

function signWith(
  { data, le }: Command,
  { key, needs }: { key: KeyObject; needs?: Parameters<Pins['isVerified']>[0] | undefined },
  pins: Pins,
): Uint8Array {
  if (needs !== undefined && !pins.isVerified(needs)) return response(sw.securityStatusNotSatisfied);
  const size = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  if (data.length === 0 || data.length > size - 11 || le === undefined || le < size) {
    return response(sw.wrongLength);
  }
  return response(sw.done, privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, data));
}
