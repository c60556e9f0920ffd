import {
  anyString,
  anyUri,
  capTime,
  decimal,
  integer,
  language,
  oneOf,
  type SimpleType,
  stringMatching,
  unsignedDecimal,
} from './types.ts';

/** What may stand in an element. */
export type Content =
  | { type: SimpleType /** An empty element has this value. */; defaults?: string }
  | {
      sequence: readonly Particle[];
      /** Elements of this namespace may follow. */
      followedBy?: string;
    };

export interface Particle {
  name: string;
  min: 0 | 1;
  max: number;
  content: Content;
}

/** The rules of one schema: of the alert, and of the elements that other elements refer to. */
export interface Grammar {
  namespace: string;
  elements: Readonly<Record<string, Content>>;
}

export const cap12 = 'urn:oasis:names:tc:emergency:cap:1.2';
export const xmlSignature = 'http://www.w3.org/2000/09/xmldsig#';

const one = (name: string, type: SimpleType): Particle => ({ name, min: 1, max: 1, content: { type } });
const maybe = (name: string, type: SimpleType): Particle => ({ name, min: 0, max: 1, content: { type } });
const any = (name: string, content: Content): Particle => ({ name, min: 0, max: Infinity, content });

const valueName = { type: anyString };
const pair: Content = { sequence: [one('valueName', anyString), one('value', anyString)] };

export const categories = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const;

const responses = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const;

/** Types that the extended schema narrows. */
interface Narrowed {
  identifier: SimpleType;
  references: SimpleType;
  circle: SimpleType;
  height: SimpleType;
}

const info = ({ circle, height }: Narrowed): Content => ({
  sequence: [
    { name: 'language', min: 0, max: 1, content: { type: language, defaults: 'en-US' } },
    { name: 'category', min: 1, max: Infinity, content: { type: oneOf(...categories) } },
    one('event', anyString),
    any('responseType', { type: oneOf(...responses) }),
    one('urgency', oneOf('Immediate', 'Expected', 'Future', 'Past', 'Unknown')),
    one('severity', oneOf('Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown')),
    one('certainty', oneOf('Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown')),
    maybe('audience', anyString),
    any('eventCode', pair),
    maybe('effective', capTime),
    maybe('onset', capTime),
    maybe('expires', capTime),
    maybe('senderName', anyString),
    maybe('headline', anyString),
    maybe('description', anyString),
    maybe('instruction', anyString),
    maybe('web', anyUri),
    maybe('contact', anyString),
    any('parameter', pair),
    any('resource', {
      sequence: [
        one('resourceDesc', anyString),
        one('mimeType', anyString),
        maybe('size', integer),
        maybe('uri', anyUri),
        maybe('derefUri', anyString),
        maybe('digest', anyString),
      ],
    }),
    any('area', {
      sequence: [
        one('areaDesc', anyString),
        any('polygon', { type: anyString }),
        any('circle', { type: circle }),
        any('geocode', pair),
        maybe('altitude', height),
        maybe('ceiling', height),
      ],
    }),
  ],
});

const grammar = (narrowed: Narrowed): Grammar => ({
  namespace: cap12,
  elements: {
    alert: {
      sequence: [
        one('identifier', narrowed.identifier),
        one('sender', narrowed.identifier),
        one('sent', capTime),
        one('status', oneOf('Actual', 'Exercise', 'System', 'Test', 'Draft')),
        one('msgType', oneOf('Alert', 'Update', 'Cancel', 'Ack', 'Error')),
        maybe('source', anyString),
        one('scope', oneOf('Public', 'Restricted', 'Private')),
        maybe('restriction', anyString),
        maybe('addresses', anyString),
        any('code', { type: anyString }),
        maybe('note', anyString),
        maybe('references', narrowed.references),
        maybe('incidents', anyString),
        any('info', info(narrowed)),
      ],
      followedBy: xmlSignature,
    },
    valueName,
    value: { type: anyString },
  },
});

/** CAP 1.2 as its schema says it (OASIS, 1 July 2010). */
export const standardGrammar = grammar({
  identifier: anyString,
  references: anyString,
  circle: anyString,
  height: decimal,
});

const blank = '[ \\t\\r\\n]';
const word = '[^ \\t\\r\\n,&<]+';
// Digits of every script, as `\d` of XML Schema means them.
const digit = '\\p{Nd}';
const moment = `${digit}{4}-${digit}{2}-${digit}{2}T${digit}{2}:${digit}{2}:${digit}{2}[-,+]${digit}{2}:${digit}{2}`;
const reference = `${word},${word},${moment}`;

/** The stricter schema that google/cap-library checks with (`cap12_extended`). */
export const extendedGrammar = grammar({
  identifier: stringMatching(new RegExp(`^${word}$`, 'u')),
  references: stringMatching(new RegExp(`^${blank}*${reference}(?:${blank}+${reference})*${blank}*$`, 'u')),
  circle: stringMatching(
    new RegExp(
      `^${blank}*[+-]?${digit}{0,2}[.]?${digit}*,[+-]?${digit}{0,3}[.]?${digit}*${blank}[+]?${digit}*[.]?${digit}*${blank}*$`,
      'u',
    ),
  ),
  height: unsignedDecimal,
});
