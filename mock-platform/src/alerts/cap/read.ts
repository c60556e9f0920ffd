import type { CapAlert, CapArea, CapInfo, CapPair, CapResource } from './message.ts';
import { childrenNamed, ownText, type XmlElement } from './xml/node.ts';

/** Reads the children of one element by their names, in the element's own namespace. */
class Fields {
  constructor(private readonly element: XmlElement) {}

  each(name: string): XmlElement[] {
    return childrenNamed(this.element, this.element.uri, name);
  }

  texts(name: string): string[] {
    return this.each(name).map(ownText);
  }

  text(name: string): string {
    return this.texts(name)[0] ?? '';
  }

  /** One property, or none when the element is missing. */
  maybe<Name extends string>(name: Name): Partial<Record<Name, string>> {
    const [text] = this.texts(name);
    return text === undefined ? {} : ({ [name]: text } as Record<Name, string>);
  }

  pairs(name: string): CapPair[] {
    return this.each(name).map((pair) => {
      const fields = new Fields(pair);
      return { valueName: fields.text('valueName'), value: fields.text('value') };
    });
  }
}

function readResource(element: XmlElement): CapResource {
  const fields = new Fields(element);
  return {
    resourceDesc: fields.text('resourceDesc'),
    mimeType: fields.text('mimeType'),
    ...fields.maybe('size'),
    ...fields.maybe('uri'),
    ...fields.maybe('derefUri'),
    ...fields.maybe('digest'),
  };
}

function readArea(element: XmlElement): CapArea {
  const fields = new Fields(element);
  return {
    areaDesc: fields.text('areaDesc'),
    polygons: fields.texts('polygon'),
    circles: fields.texts('circle'),
    geocodes: fields.pairs('geocode'),
    ...fields.maybe('altitude'),
    ...fields.maybe('ceiling'),
  };
}

function readInfo(element: XmlElement): CapInfo {
  const fields = new Fields(element);
  return {
    ...fields.maybe('language'),
    categories: fields.texts('category'),
    event: fields.text('event'),
    responseTypes: fields.texts('responseType'),
    urgency: fields.text('urgency'),
    severity: fields.text('severity'),
    certainty: fields.text('certainty'),
    ...fields.maybe('audience'),
    eventCodes: fields.pairs('eventCode'),
    ...fields.maybe('effective'),
    ...fields.maybe('onset'),
    ...fields.maybe('expires'),
    ...fields.maybe('senderName'),
    ...fields.maybe('headline'),
    ...fields.maybe('description'),
    ...fields.maybe('instruction'),
    ...fields.maybe('web'),
    ...fields.maybe('contact'),
    parameters: fields.pairs('parameter'),
    resources: fields.each('resource').map(readResource),
    areas: fields.each('area').map(readArea),
  };
}

/** The message of an `alert` element of any version of CAP; whether it is valid is for others to say. */
export function readAlert(element: XmlElement): CapAlert {
  const fields = new Fields(element);
  return {
    identifier: fields.text('identifier'),
    sender: fields.text('sender'),
    sent: fields.text('sent'),
    status: fields.text('status'),
    msgType: fields.text('msgType'),
    ...fields.maybe('source'),
    scope: fields.text('scope'),
    ...fields.maybe('restriction'),
    ...fields.maybe('addresses'),
    codes: fields.texts('code'),
    ...fields.maybe('note'),
    ...fields.maybe('references'),
    ...fields.maybe('incidents'),
    infos: fields.each('info').map(readInfo),
  };
}
