import { SaxesParser, type SaxesTagNS } from 'saxes';
import { decodeXml } from './decode.ts';
import { XmlFault } from './fault.ts';
import { longestAttribute, mostAttributes, mostDepth, mostElements, mostOctets } from './limits.ts';
import type { XmlAttribute, XmlElement } from './node.ts';

/** What could be read of a document. */
export interface XmlDocument {
  /** The decoded characters; positions of elements count in them. */
  text: string;
  /** The root, complete only without a `fault`. */
  root: XmlElement | undefined;
  /** It has a DOCTYPE: refuse it, whatever else it holds. Nothing declared there was read, resolved or expanded. */
  hostile: boolean;
  /** Names that break "Namespaces in XML 1.0"; readers of plain XML still read the document. */
  namespaceFaults: readonly string[];
  fault: XmlFault | undefined;
}

const namespaceMessage =
  /prefix must be bound|may not assign a prefix|namespace may not be set|may not assign the xml|attempt to undefine prefix|malformed name|as prefix\.|unbound namespace prefix/;

/** Builds the tree from the parser's events, within the limits. */
class TreeBuilder {
  root: XmlElement | undefined;
  hostile = false;
  readonly namespaceFaults: string[] = [];
  private current: XmlElement | undefined;
  private depth = 0;
  private elements = 0;
  private readonly parser = new SaxesParser({
    xmlns: true,
    position: true,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });

  constructor(private readonly text: string) {
    const { parser } = this;
    parser.on('error', (error) => this.complain(error.message));
    parser.on('doctype', () => {
      this.hostile = true;
    });
    parser.on('opentag', (tag) => this.open(tag));
    parser.on('closetag', () => this.close());
    parser.on('text', (text) => this.current?.children.push({ text, cdata: false }));
    parser.on('cdata', (text) => this.current?.children.push({ text, cdata: true }));
  }

  /** @throws XmlFault */
  run(): void {
    this.parser.write(this.text).close();
  }

  private complain(message: string): void {
    const said = message.replace(/^\d+:\d+: /, '');
    if (!namespaceMessage.test(said)) throw new XmlFault('xml.malformed', said, this.parser.line);
    if (this.namespaceFaults.length < 20) this.namespaceFaults.push(said);
  }

  private attributesOf(tag: SaxesTagNS): XmlAttribute[] {
    const attributes = Object.values(tag.attributes);
    if (attributes.length > mostAttributes)
      throw new XmlFault(
        'xml.too-many-elements',
        `More than ${mostAttributes} attributes.`,
        this.parser.line,
      );
    if (attributes.some(({ value }) => value.length > longestAttribute))
      throw new XmlFault('xml.attribute-too-long', 'An attribute is too long.', this.parser.line);
    return attributes
      .filter(({ name }) => !/^xmlns(?::|$)/.test(name))
      .map(({ name, prefix, local, uri, value }) => {
        const bound = prefix === '' || this.parser.resolve(prefix) !== undefined;
        return bound ? { name, local, uri, value } : { name, local: name, uri: '', value };
      });
  }

  private open(tag: SaxesTagNS): void {
    const { parser, current } = this;
    this.depth += 1;
    this.elements += 1;
    if (this.depth > mostDepth)
      throw new XmlFault('xml.too-deep', `Nested deeper than ${mostDepth}.`, parser.line);
    if (this.elements > mostElements)
      throw new XmlFault('xml.too-many-elements', `More than ${mostElements} elements.`, parser.line);
    const bound = tag.prefix === '' ? !tag.name.includes(':') : parser.resolve(tag.prefix) !== undefined;
    const element: XmlElement = {
      name: tag.name,
      local: bound ? tag.local : tag.name,
      uri: bound ? tag.uri : '',
      attributes: this.attributesOf(tag),
      children: [],
      parent: current,
      // An attribute cannot hold `<`: the last one before the end of the tag begins it.
      start: this.text.lastIndexOf('<', parser.position - 1),
      end: this.text.length,
      declared: { ...tag.ns },
    };
    current?.children.push(element);
    this.root ??= element;
    this.current = element;
  }

  private close(): void {
    if (this.current === undefined) return;
    this.current.end = this.parser.position;
    this.current = this.current.parent;
    this.depth -= 1;
  }
}

/**
 * Reads the characters of an XML document. Never throws, never touches network or file system, expands no entity but
 * the five of XML; of a document that cannot be read what came before the fault is told.
 */
export function parseXmlText(text: string): XmlDocument {
  const builder = new TreeBuilder(text);
  let fault: XmlFault | undefined;
  try {
    if (text.length > mostOctets) throw new XmlFault('xml.too-large', 'The document is too large.');
    builder.run();
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    fault = error;
  }
  const { root, hostile, namespaceFaults } = builder;
  return { text, root, hostile, namespaceFaults, fault };
}

/** Reads the octets of an XML document; like `parseXmlText`. */
export function parseXml(bytes: Uint8Array): XmlDocument {
  try {
    return parseXmlText(decodeXml(bytes));
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return {
      text: '',
      root: undefined,
      hostile: false,
      namespaceFaults: [],
      fault: error,
    };
  }
}
