import type { XmlElement } from '../xml/node.ts';
import { parseXml, type XmlDocument } from '../xml/parse.ts';
import type { Imported, ImportFaultCode } from './bulletin.ts';

/** Nothing could be taken of the whole of it, and why. */
export const nothing = (code: ImportFaultCode, message: string): Imported => ({
  bulletins: [],
  faults: [{ code, path: '/', message }],
});

/** A document that may be read; what is hostile or no document at all is refused whole. */
export function openXml(bytes: Uint8Array): { document: XmlDocument; root: XmlElement } | Imported {
  const document = parseXml(bytes);
  const { root, fault, hostile } = document;
  if (hostile) return nothing('import.hostile', 'It has a DOCTYPE.');
  if (root === undefined || fault !== undefined)
    return nothing('import.unreadable', fault?.message ?? 'Empty.');
  return { document, root };
}
