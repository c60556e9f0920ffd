import { xmlSignature } from '../schema/grammar.ts';
import { childElements, isElement, type XmlElement } from '../xml/node.ts';

/** Signature elements of a document that stand where they belong: directly in its root. */
export const rootSignatures = (root: XmlElement): XmlElement[] =>
  childElements(root).filter(({ uri, local }) => uri === xmlSignature && local === 'Signature');

/** What an element says, without signatures in the root: equal for equal content, however it was written. */
export function contentOf(element: XmlElement, isRoot = true): unknown {
  const children: unknown[] = [];
  for (const child of element.children) {
    if (isElement(child)) {
      const signature = isRoot && child.uri === xmlSignature && child.local === 'Signature';
      if (!signature) children.push(contentOf(child, false));
      continue;
    }
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + child.text;
    else children.push(child.text);
  }
  const attributes = element.attributes
    .map(({ uri, local, value }) => JSON.stringify([uri, local, value]))
    .sort();
  // Removing a signature joins the blanks before and after it.
  const joined: unknown[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (typeof child === 'string' && typeof last === 'string') joined[joined.length - 1] = last + child;
    else joined.push(child);
  }
  return [element.uri, element.local, attributes, joined];
}

/** The document with some of its elements cut out. */
export function without(text: string, elements: readonly XmlElement[]): string {
  let rest = text;
  for (const { start, end } of [...elements].sort((one, other) => other.start - one.start))
    rest = rest.slice(0, start) + rest.slice(end);
  return rest;
}
