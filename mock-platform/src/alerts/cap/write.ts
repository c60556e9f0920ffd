import type { CapAlert, CapArea, CapInfo, CapPair, CapResource } from './message.ts';
import { cap12 } from './schema/grammar.ts';
import { escapeXml } from './xml/escape.ts';

type Line = string | undefined | Line[];

const text = (name: string, value: string | undefined): Line =>
  value === undefined ? undefined : `<${name}>${escapeXml(value)}</${name}>`;

const group = (name: string, ...lines: Line[]): Line[] => [`<${name}>`, lines, `</${name}>`];

const pairs = (name: string, values: readonly CapPair[]): Line[] =>
  values.map(({ valueName, value }) => group(name, text('valueName', valueName), text('value', value)));

const resource = (one: CapResource): Line[] =>
  group(
    'resource',
    text('resourceDesc', one.resourceDesc),
    text('mimeType', one.mimeType),
    text('size', one.size),
    text('uri', one.uri),
    text('derefUri', one.derefUri),
    text('digest', one.digest),
  );

const area = (one: CapArea): Line[] =>
  group(
    'area',
    text('areaDesc', one.areaDesc),
    one.polygons.map((polygon) => text('polygon', polygon)),
    one.circles.map((circle) => text('circle', circle)),
    pairs('geocode', one.geocodes),
    text('altitude', one.altitude),
    text('ceiling', one.ceiling),
  );

const info = (one: CapInfo): Line[] =>
  group(
    'info',
    // Without it a reader must take the text for English.
    text('language', one.language ?? 'ja'),
    one.categories.map((category) => text('category', category)),
    text('event', one.event),
    one.responseTypes.map((response) => text('responseType', response)),
    text('urgency', one.urgency),
    text('severity', one.severity),
    text('certainty', one.certainty),
    text('audience', one.audience),
    pairs('eventCode', one.eventCodes),
    text('effective', one.effective),
    text('onset', one.onset),
    text('expires', one.expires),
    text('senderName', one.senderName),
    text('headline', one.headline),
    text('description', one.description),
    text('instruction', one.instruction),
    text('web', one.web),
    text('contact', one.contact),
    pairs('parameter', one.parameters),
    one.resources.map(resource),
    one.areas.map(area),
  );

const flat = (lines: Line[]): string[] =>
  lines.flatMap((line) => (Array.isArray(line) ? flat(line) : line === undefined ? [] : [line]));

/**
 * A message as a CAP 1.2 element, without XML declaration, in the schema's order; `language` is always written. It is
 * valid against the schema when its values are.
 */
export function writeAlert(alert: CapAlert): string {
  return flat([
    `<alert xmlns="${cap12}">`,
    text('identifier', alert.identifier),
    text('sender', alert.sender),
    text('sent', alert.sent),
    text('status', alert.status),
    text('msgType', alert.msgType),
    text('source', alert.source),
    text('scope', alert.scope),
    text('restriction', alert.restriction),
    text('addresses', alert.addresses),
    alert.codes.map((code) => text('code', code)),
    text('note', alert.note),
    text('references', alert.references),
    text('incidents', alert.incidents),
    alert.infos.map(info),
    '</alert>',
  ]).join('\n');
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
