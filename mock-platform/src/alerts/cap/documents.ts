import { type CapVersion, capVersionOf } from './message.ts';
import {
  attributeOf,
  childElements,
  childrenNamed,
  everyElement,
  ownText,
  pathOf,
  type XmlElement,
} from './xml/node.ts';
import { parseXml, type XmlDocument } from './xml/parse.ts';

export type DocumentKind = 'cap' | 'atom' | 'edxlde' | 'other';

export const atom = 'http://www.w3.org/2005/Atom';
const envelopes = ['urn:oasis:names:tc:emergency:EDXL:DE:1.0', 'urn:oasis:names:tc:emergency:EDXL:DE:2.0'];

const isAlert = ({ uri, local }: XmlElement): boolean => local === 'alert' && capVersionOf(uri) !== undefined;

/** What kind of document a root element begins. */
export function kindOf(root: XmlElement | undefined): DocumentKind {
  if (root === undefined) return 'other';
  if (isAlert(root)) return 'cap';
  if (root.uri === atom && (root.local === 'feed' || root.local === 'entry')) return 'atom';
  if (envelopes.includes(root.uri) && root.local === 'EDXLDistribution') return 'edxlde';
  return 'other';
}

/** An alert inside a feed or an envelope. */
export interface EmbeddedAlert {
  element: XmlElement;
  /** The document that the element stands in: another one when it was carried as base64 or as escaped text. */
  document: XmlDocument;
  version: CapVersion;
  /** Where it stands in the outer document. */
  path: string;
}

const mostPackages = 200;

/** A package is a document of its own inside the text of an element, base64 or escaped. */
function packageIn(element: XmlElement): XmlDocument | undefined {
  const { uri, local } = element;
  const text = ownText(element).trim();
  if (text === '') return undefined;
  const carries =
    (uri === atom && local === 'content') || (envelopes.includes(uri) && local === 'contentData');
  if (!carries) return undefined;
  const bytes = text.startsWith('<')
    ? Buffer.from(text)
    : /^[A-Za-z0-9+/=\s]+$/.test(text)
      ? Buffer.from(text, 'base64')
      : undefined;
  if (bytes === undefined) return undefined;
  // HTML in a summary is no package.
  if (uri === atom && ['text', 'html', 'xhtml', undefined].includes(attributeOf(element, 'type')))
    return undefined;
  return parseXml(bytes);
}

/** What was found inside a feed or an envelope. */
export interface Contents {
  alerts: EmbeddedAlert[];
  /** A package that is a document with a DOCTYPE. */
  hostile: boolean;
  /** Paths of packages that could not be read. */
  unreadable: { path: string; message: string }[];
}

/** Every alert below the root of a feed, an envelope or another document, in document order; none inside another. */
export function contentsOf(root: XmlElement, document: XmlDocument): Contents {
  const contents: Contents = { alerts: [], hostile: false, unreadable: [] };
  let packages = 0;
  const visit = (element: XmlElement): void => {
    const version = isAlert(element) ? capVersionOf(element.uri) : undefined;
    if (version !== undefined) {
      contents.alerts.push({ element, document, version, path: pathOf(element) });
      return;
    }
    const inside = packages < mostPackages ? packageIn(element) : undefined;
    if (inside !== undefined) {
      packages += 1;
      open(inside, pathOf(element));
    }
    for (const child of childElements(element)) visit(child);
  };
  const open = (inside: XmlDocument, path: string): void => {
    contents.hostile ||= inside.hostile;
    const { root: innerRoot, fault } = inside;
    if (fault !== undefined || innerRoot === undefined) {
      if (innerRoot !== undefined && kindOf(innerRoot) === 'cap')
        contents.unreadable.push({ path, message: fault?.message ?? 'No document.' });
      return;
    }
    const version = isAlert(innerRoot) ? capVersionOf(innerRoot.uri) : undefined;
    if (version !== undefined)
      contents.alerts.push({ element: innerRoot, document: inside, version, path: `${path}/alert` });
  };
  visit(root);
  return contents;
}

/** A rule of Atom (RFC 4287 §4.1) that a feed breaks. */
export interface AtomProblem {
  code: 'atom.missing' | 'atom.element' | 'atom.updated';
  path: string;
  message: string;
}

const atomElements = new Set(
  'feed entry author category content contributor email generator icon id link logo name published rights source subtitle summary title updated uri'.split(
    ' ',
  ),
);
const required = ['id', 'title', 'updated'];
const atomTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const mostAtomProblems = 40;

/** What is wrong with a feed as Atom, whatever it carries. */
export function atomProblems(root: XmlElement): AtomProblem[] {
  const found: AtomProblem[] = [];
  for (const element of everyElement(root)) {
    if (found.length >= mostAtomProblems) break;
    if (element.uri !== atom) continue;
    const path = pathOf(element);
    if (!atomElements.has(element.local))
      found.push({ code: 'atom.element', path, message: `Atom has no element ${element.local}.` });
    if (element.local === 'updated' && !atomTime.test(ownText(element).trim()))
      found.push({ code: 'atom.updated', path, message: 'Not a moment (RFC 3339).' });
    if (element.local !== 'feed' && element.local !== 'entry') continue;
    for (const name of required) {
      if (childrenNamed(element, atom, name).length !== 1)
        found.push({ code: 'atom.missing', path, message: `It has exactly one ${name}.` });
    }
  }
  return found;
}
