export interface XmlAttribute {
  /** As written, with its prefix. */
  name: string;
  local: string;
  /** Namespace; empty for an attribute without a prefix. */
  uri: string;
  value: string;
}

export interface XmlText {
  text: string;
  /** Written as a CDATA section. */
  cdata: boolean;
}

export interface XmlElement {
  /** As written, with its prefix. */
  name: string;
  local: string;
  /** Namespace; empty when it has none. */
  uri: string;
  attributes: readonly XmlAttribute[];
  /** Elements and text, without comments and processing instructions. */
  children: (XmlElement | XmlText)[];
  parent: XmlElement | undefined;
  /** Where it stands in the text of its document: `[start, end)`, in UTF-16 code units. */
  start: number;
  end: number;
  /** Prefixes declared on this very element; the empty one is the default namespace. */
  declared: Readonly<Record<string, string>>;
}

export const isElement = (node: XmlElement | XmlText): node is XmlElement => 'local' in node;

export const childElements = (element: XmlElement): XmlElement[] => element.children.filter(isElement);

/** The characters directly inside an element. */
export const ownText = (element: XmlElement): string =>
  element.children.map((node) => (isElement(node) ? '' : node.text)).join('');

/** The element and everything below it, in document order. */
export function* everyElement(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of childElements(element)) yield* everyElement(child);
}

/** Value of an attribute without a namespace. */
export const attributeOf = (element: XmlElement, name: string): string | undefined =>
  element.attributes.find(({ uri, local }) => uri === '' && local === name)?.value;

/** Direct children of a namespace and name. */
export const childrenNamed = (element: XmlElement, uri: string, local: string): XmlElement[] =>
  childElements(element).filter((child) => child.uri === uri && child.local === local);

/** `/alert/info[2]/area`: a number where several brothers have the same name. */
export function pathOf(element: XmlElement): string {
  const { parent, local } = element;
  if (parent === undefined) return `/${local}`;
  const brothers = childElements(parent).filter((brother) => brother.local === local);
  const number = brothers.length > 1 ? `[${brothers.indexOf(element) + 1}]` : '';
  return `${pathOf(parent)}/${local}${number}`;
}
