import type { KeyObject } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { xmlSignature } from '../schema/grammar.ts';
import { escapeXml } from '../xml/escape.ts';
import { attributeOf, childrenNamed, everyElement, type XmlElement } from '../xml/node.ts';
import { parseXmlText, type XmlDocument } from '../xml/parse.ts';
import { enveloped, exclusive, keyKindOf, rsaSha1, sha1, withEcdsa } from './algorithms.ts';
import { carriedKey } from './carried-key.ts';
import { contentOf, rootSignatures, without } from './covered.ts';

/** What became of one signature of a document. */
export interface SignatureVerdict {
  verifies: boolean;
  /** Whose key it was checked with: one that the caller knows, the one it brought along, or none. */
  key: 'known' | 'carried' | 'unknown';
  /** It rests on SHA-1, which is broken: good enough to tell what was meant, not to trust. */
  weak: boolean;
}

const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const canonicalForms = new Set([
  inclusive,
  `${inclusive}#WithComments`,
  exclusive,
  `${exclusive}WithComments`,
]);
const mostSignatures = 16;
const longestDocument = 4 * 1024 * 1024;

const child = (element: XmlElement, name: string): XmlElement | undefined => {
  const found = childrenNamed(element, xmlSignature, name);
  return found.length === 1 ? found[0] : undefined;
};

const algorithmOf = (element: XmlElement | undefined): string =>
  (element && attributeOf(element, 'Algorithm')) ?? '';

interface PlainForm {
  algorithm: string;
  weak: boolean;
}

/** The form that is accepted: one reference, to the whole document, without anything that could leave a part out. */
function plainForm(signature: XmlElement): PlainForm | undefined {
  const info = child(signature, 'SignedInfo');
  const reference = info && child(info, 'Reference');
  if (info === undefined || reference === undefined || child(signature, 'SignatureValue') === undefined)
    return undefined;
  if (attributeOf(reference, 'URI') !== '' || childrenNamed(info, xmlSignature, 'Reference').length !== 1)
    return undefined;
  const transforms = child(reference, 'Transforms');
  const [first, ...more] = (transforms ? childrenNamed(transforms, xmlSignature, 'Transform') : []).map(
    algorithmOf,
  );
  if (first !== enveloped || more.length > 1 || more.some((name) => !canonicalForms.has(name)))
    return undefined;
  if (!canonicalForms.has(algorithmOf(child(info, 'CanonicalizationMethod')))) return undefined;
  const algorithm = algorithmOf(child(info, 'SignatureMethod'));
  if (keyKindOf(algorithm) === undefined) return undefined;
  const digest = algorithmOf(child(reference, 'DigestMethod'));
  return { algorithm, weak: algorithm === rsaSha1 || digest === sha1 };
}

/** Two elements of one id make a reference mean one thing here and another there. */
function hasDoubleIds(root: XmlElement): boolean {
  const seen = new Set<string>();
  for (const element of everyElement(root)) {
    for (const { local, value } of element.attributes) {
      if (local.toLowerCase() !== 'id') continue;
      if (seen.has(value)) return true;
      seen.add(value);
    }
  }
  return false;
}

/** Checks one signature of a text that holds it; what it covers must be what the document says. */
function verifiesIn(text: string, position: number, content: string, key: KeyObject): boolean {
  const { root } = parseXmlText(text);
  const signature = root && rootSignatures(root)[position];
  if (root === undefined || signature === undefined) return false;
  const signed = withEcdsa(new SignedXml({ publicCert: key as never, getCertFromKeyInfo: () => null }));
  try {
    // The library looks for namespaces of ancestors in the document: it gets the element with its own.
    const inherited = { ...root.declared, ...signature.declared };
    const declarations = Object.entries(inherited)
      .filter(([prefix]) => !(prefix in signature.declared))
      .map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeXml(uri)}"`)
      .join('');
    const own = text.slice(signature.start, signature.end);
    signed.loadSignature(own.replace(/^<[^\s/>]+/, (start) => start + declarations));
    if (!signed.checkSignature(text)) return false;
    const [covered, ...more] = signed.getSignedReferences();
    if (covered === undefined || more.length > 0) return false;
    const read = parseXmlText(covered);
    return (
      read.fault === undefined && read.root !== undefined && JSON.stringify(contentOf(read.root)) === content
    );
  } catch {
    return false;
  }
}

/** Others may have signed before or after: with all of them, with those before it, alone. */
function variants(
  text: string,
  all: readonly XmlElement[],
  index: number,
): { text: string; position: number }[] {
  const alone = all.filter((_, at) => at !== index);
  if (alone.length === 0) return [{ text, position: 0 }];
  return [
    { text: without(text, alone), position: 0 },
    { text: without(text, all.slice(index + 1)), position: index },
    { text, position: index },
  ];
}

function verdictOf(
  text: string,
  root: XmlElement,
  signature: XmlElement,
  knownKeys: readonly KeyObject[],
): SignatureVerdict {
  const carried = carriedKey(signature);
  const isKnown = carried !== undefined && knownKeys.some((key) => key.equals(carried));
  const failed: SignatureVerdict = {
    verifies: false,
    key: isKnown ? 'known' : carried ? 'carried' : 'unknown',
    weak: false,
  };
  const all = rootSignatures(root);
  const index = all.indexOf(signature);
  const form = index < 0 ? undefined : plainForm(signature);
  if (form === undefined || all.length > mostSignatures || hasDoubleIds(root)) return failed;
  const content = JSON.stringify(contentOf(root));
  const candidates = [
    ...knownKeys.map((key) => ({ key, kind: 'known' as const })),
    ...(carried && !isKnown ? [{ key: carried, kind: 'carried' as const }] : []),
  ].filter(({ key }) => key.asymmetricKeyType === keyKindOf(form.algorithm));
  for (const { key, kind } of candidates) {
    for (const variant of variants(text, all, index)) {
      if (verifiesIn(variant.text, variant.position, content, key))
        return { verifies: true, key: kind, weak: form.weak };
    }
  }
  return failed;
}

/** Every Signature element below (and in) an element, in document order. */
export const signaturesIn = (root: XmlElement): XmlElement[] =>
  [...everyElement(root)].filter(({ uri, local }) => uri === xmlSignature && local === 'Signature');

/**
 * Checks the signatures of a document, each in document order. One verifies only when it covers the whole document but
 * signatures, stands directly in its root, and its key fits its algorithm. Never throws; a document with a DOCTYPE, or
 * that cannot be read, has no signature that verifies.
 */
export function verifySignatures(
  { text, root, hostile, fault, namespaceFaults }: XmlDocument,
  knownKeys: readonly KeyObject[],
): SignatureVerdict[] {
  if (root === undefined || fault !== undefined) return [];
  const usable = !hostile && namespaceFaults.length === 0 && text.length <= longestDocument;
  return signaturesIn(root).map((signature) =>
    usable
      ? verdictOf(text, root, signature, knownKeys)
      : { verifies: false, key: carriedKey(signature) ? 'carried' : 'unknown', weak: false },
  );
}

/** The text of an element as a document of its own, with the namespaces it inherits. */
export function asDocument({ text }: XmlDocument, element: XmlElement): XmlDocument {
  const own = text.slice(element.start, element.end);
  const inherited = new Map<string, string>();
  for (let at = element.parent; at !== undefined; at = at.parent) {
    for (const [prefix, uri] of Object.entries(at.declared)) {
      if (!inherited.has(prefix) && !Object.hasOwn(element.declared, prefix)) inherited.set(prefix, uri);
    }
  }
  const used = [...inherited].filter(([prefix]) =>
    prefix === '' ? !element.name.includes(':') : own.includes(`${prefix}:`),
  );
  const declarations = used
    .map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeXml(uri)}"`)
    .join('');
  return parseXmlText(own.replace(/^<[^\s/>]+/, (start) => start + declarations));
}
