import { type Command, response } from './apdu.ts';
import type { ElementaryFile } from './applications/application.ts';
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

/** READ RECORD by number in the current file (JICSAP table 8: P2 04); a record that is not there is 6A83. */
export function readRecord(command: Command, file: ElementaryFile): Uint8Array {
  const { p1, data, le } = command;
  if (data.length > 0 || le === undefined) return response(sw.wrongLength);
  if (file.type !== 'records') return response(sw.wrongFileType);
  const record = file.records[p1 - 1];
  return record === undefined ? response(sw.recordNotFound) : response(sw.done, record.subarray(0, le));
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
