/** Why a document cannot be read as XML; the codes are part of `cap:check`'s answers. */
export type XmlFaultCode =
  | 'xml.empty'
  | 'xml.encoding'
  | 'xml.malformed'
  | 'xml.too-large'
  | 'xml.too-deep'
  | 'xml.too-many-elements'
  | 'xml.attribute-too-long';

/** A document that cannot be read as XML; nothing of it may be used. */
export class XmlFault extends Error {
  constructor(
    readonly code: XmlFaultCode,
    message: string,
    /** Line of the decoded text, from 1; undefined when there is none. */
    readonly line?: number,
  ) {
    super(line === undefined ? message : `${message} (line ${line})`);
    this.name = 'XmlFault';
  }
}
