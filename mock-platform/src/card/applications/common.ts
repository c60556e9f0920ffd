import type { CardFile } from '../../protocol/card-reader.ts';
import type { Application } from './application.ts';

/** 共通カードAP: record 1 of EF 0001 (simple TLV 01) holds card serial, municipality and expiry; free to read. */
export function commonApplication({ common }: CardFile): Application | undefined {
  if (common === undefined) return undefined;
  const value = Buffer.from(common.serial + common.municipality + common.expiry, 'latin1');
  const record = Buffer.concat([Buffer.of(0x01, value.length), value]);
  return {
    aid: 'D3921000310001010100',
    files: new Map([[0x0001, { type: 'records', records: [record] }]]),
  };
}
