import { type DerElement, DerError, type DerItems } from '../../der/reader.ts';
import { readNameOctets } from './distinguished-name.ts';

/** Forms of GeneralName (RFC 5280 §4.2.1.6) by their tag. */
const kinds = {
  160: 'other',
  129: 'rfc822',
  130: 'dns',
  163: 'x400',
  164: 'directory',
  165: 'ediParty',
  134: 'uri',
  135: 'ip',
  136: 'registered',
} as const;
export type GeneralNameKind = (typeof kinds)[keyof typeof kinds];

export interface GeneralName {
  kind: GeneralNameKind;
  /** Octets of the name; of a directory name its whole `Name`, DER. */
  value: Buffer;
}

const isAscii = (bytes: Buffer) => bytes.every((octet) => octet < 0x80);

/** @throws DerError */
export function readGeneralName(element: DerElement): GeneralName {
  const kind = kinds[element.tag as keyof typeof kinds];
  if (!kind) throw new DerError('tag', 'no form of a general name');
  const value = element.content;
  if (kind === 'directory') {
    const items = element.items();
    const name = readNameOctets(items.next());
    items.end();
    return { kind, value: name };
  }
  if ((kind === 'rfc822' || kind === 'dns' || kind === 'uri') && !isAscii(value)) {
    throw new DerError('value', 'characters outside IA5String');
  }
  return { kind, value };
}

/** GeneralNames: at least one. @throws DerError */
export function readGeneralNames(items: DerItems): GeneralName[] {
  if (items.done) throw new DerError('value', 'no general name');
  const names: GeneralName[] = [];
  for (const element of items.rest()) names.push(readGeneralName(element));
  return names;
}

export const directoryNamesOf = (names: readonly GeneralName[]): Buffer[] =>
  names.filter(({ kind }) => kind === 'directory').map(({ value }) => value);
