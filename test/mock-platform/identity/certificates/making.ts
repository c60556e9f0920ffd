import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  context,
  contextPrimitive,
  encode,
  enumerated,
  ia5,
  integer,
  nothing,
  octetString,
  oid,
  printable,
  sequence,
  set,
  time,
  utf8,
} from '../../../../mock-platform/src/certification/der.ts';

/** Certificates and lists of any shape, also wrong ones, signed by throw-away keys. */

export const day = (text: string) => new Date(`${text}T00:00:00Z`);
export const today = day('2026-11-20');

export const newKey = (namedCurve = 'P-256'): KeyObject =>
  generateKeyPairSync('ec', { namedCurve }).privateKey;
export const newRsa = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const spkiOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ type: 'spki', format: 'der' });
export const identifierOf = (key: KeyObject): Buffer => createHash('sha1').update(spkiOf(key)).digest();

const types: Record<string, string> = {
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
};

type Encode = (value: string) => Buffer;
export const attribute = (type: string, value: string, as: Encode = printable) =>
  sequence(oid(types[type] ?? type), as(value));

/** `O=Test, CN=Somebody`; values as PrintableString, mail addresses as IA5String, what is not ASCII as UTF8String. */
export function dn(text: string, as?: Encode): Buffer {
  const parts = text === '' ? [] : text.split(', ');
  return sequence(
    ...parts.map((part) => {
      const [type = '', value = ''] = part.split('=');
      const usual =
        type === 'emailAddress' || type === 'DC' ? ia5 : /^[\x20-\x7e]*$/.test(value) ? printable : utf8;
      return set(attribute(type, value, as ?? usual));
    }),
  );
}

export const names = {
  directory: (text: string) => context(4, dn(text)),
  mail: (text: string) => contextPrimitive(1, Buffer.from(text)),
  dns: (text: string) => contextPrimitive(2, Buffer.from(text)),
  uri: (text: string) => contextPrimitive(6, Buffer.from(text)),
  ip: (...octets: number[]) => contextPrimitive(7, Buffer.from(octets)),
  other: (type: string, text: string) => encode(0xa0, oid(type), context(0, utf8(text))),
};

export const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));

const bits = (...set: number[]): Buffer => {
  const octets = Buffer.alloc((Math.max(...set) >> 3) + 1);
  for (const bit of set) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  return bitString(octets, 7 - (Math.max(...set) & 7));
};
const untagged = (tag: number, element: Buffer) => Buffer.concat([Buffer.from([tag]), element.subarray(1)]);
const count = (value: number) => integer(value.toString(16));

/** Distribution point; `relative` is a set of attributes, `reasons` are bits of ReasonFlags. */
export interface Point {
  full?: Buffer[];
  relative?: Buffer;
  reasons?: number[];
  listIssuer?: Buffer[];
}
const pointName = ({ full, relative }: Point) =>
  full ? [context(0, context(0, ...full))] : relative ? [context(0, untagged(0xa1, relative))] : [];
const point = (one: Point) =>
  sequence(
    ...pointName(one),
    ...(one.reasons ? [untagged(0x81, bits(...one.reasons))] : []),
    ...(one.listIssuer ? [context(2, ...one.listIssuer)] : []),
  );

export const extensions = {
  authority: (pathLength?: number) =>
    extension(
      '2.5.29.19',
      true,
      sequence(boolean(true), ...(pathLength === undefined ? [] : [count(pathLength)])),
    ),
  keyUsage: (...set: number[]) => extension('2.5.29.15', true, bits(...set)),
  extendedKeyUsage: (...ids: string[]) => extension('2.5.29.37', false, sequence(...ids.map(oid))),
  policies: (...ids: string[]) =>
    extension('2.5.29.32', true, sequence(...ids.map((id) => sequence(oid(id))))),
  mappings: (...pairs: [string, string][]) =>
    extension('2.5.29.33', true, sequence(...pairs.map(([a, b]) => sequence(oid(a), oid(b))))),
  policyConstraints: (explicit?: number, mapping?: number) =>
    extension(
      '2.5.29.36',
      true,
      sequence(
        ...(explicit === undefined ? [] : [untagged(0x80, count(explicit))]),
        ...(mapping === undefined ? [] : [untagged(0x81, count(mapping))]),
      ),
    ),
  inhibitAnyPolicy: (after: number) => extension('2.5.29.54', true, count(after)),
  nameConstraints: (permitted: Buffer[], excluded: Buffer[] = []) =>
    extension(
      '2.5.29.30',
      true,
      sequence(
        ...(permitted.length > 0 ? [context(0, ...permitted.map((one) => sequence(one)))] : []),
        ...(excluded.length > 0 ? [context(1, ...excluded.map((one) => sequence(one)))] : []),
      ),
    ),
  alternativeNames: (...list: Buffer[]) => extension('2.5.29.17', false, sequence(...list)),
  points: (...points: Point[]) => extension('2.5.29.31', false, sequence(...points.map(point))),
  ownKey: (key: KeyObject) => extension('2.5.29.14', false, octetString(identifierOf(key))),
  issuerKey: (key: KeyObject) =>
    extension('2.5.29.35', false, sequence(contextPrimitive(0, identifierOf(key)))),
};

const ids = {
  'rsa-sha256': sequence(oid('1.2.840.113549.1.1.11'), nothing()),
  'ecdsa-sha256': sequence(oid('1.2.840.10045.4.3.2')),
  'ecdsa-sha384': sequence(oid('1.2.840.10045.4.3.3')),
  'dsa-sha256': sequence(oid('2.16.840.1.101.3.4.3.2')),
};

/** Algorithm and signature of a structure, as the key does it usually. */
export function signed(body: (algorithm: Buffer) => Buffer, key: KeyObject): Buffer {
  const kind = key.asymmetricKeyType;
  const isLarge = key.asymmetricKeyDetails?.namedCurve === 'secp384r1';
  const algorithm =
    ids[
      kind === 'rsa'
        ? 'rsa-sha256'
        : kind === 'dsa'
          ? 'dsa-sha256'
          : isLarge
            ? 'ecdsa-sha384'
            : 'ecdsa-sha256'
    ];
  const inner = body(algorithm);
  return sequence(inner, algorithm, bitString(sign(isLarge ? 'sha384' : 'sha256', inner, key)));
}

export interface Parts {
  subject: string | Buffer;
  issuer: string | Buffer;
  key: KeyObject;
  signer: KeyObject;
  serial?: number;
  from?: Date;
  to?: Date;
  extensions?: Buffer[];
  /** Instead of the key's own SubjectPublicKeyInfo. */
  spki?: Buffer;
  version?: 1 | 3;
}

const nameOf = (name: string | Buffer) => (typeof name === 'string' ? dn(name) : name);
let serials = 1000;

export function certificate(parts: Parts): Buffer {
  const { version = 3, extensions: list = [] } = parts;
  serials += 1;
  return signed(
    (algorithm) =>
      sequence(
        ...(version === 3 ? [context(0, integer('02'))] : []),
        count(parts.serial ?? serials),
        algorithm,
        nameOf(parts.issuer),
        sequence(time(parts.from ?? day('2020-01-01')), time(parts.to ?? day('2035-01-01'))),
        nameOf(parts.subject),
        parts.spki ?? spkiOf(parts.key),
        ...(version === 3 && list.length > 0 ? [context(3, sequence(...list))] : []),
      ),
    parts.signer,
  );
}

/** Somebody with a name and a key, who can issue. */
export interface Party {
  name: string | Buffer;
  key: KeyObject;
  der: Buffer;
}

export const authorityUsage = extensions.keyUsage(5, 6);

export function root(name: string | Buffer = 'O=Test, CN=Root', key = newKey(), more: Buffer[] = []): Party {
  const list = [extensions.authority(), authorityUsage, extensions.ownKey(key), ...more];
  const der = certificate({ subject: name, issuer: name, key, signer: key, extensions: list });
  return { name, key, der };
}

/** An authority below another. */
export function authority(
  above: Party,
  name: string | Buffer,
  more: Buffer[] = [],
  change: Partial<Parts> = {},
): Party {
  const key = change.key ?? newKey();
  const list = change.extensions ?? [
    extensions.authority(),
    authorityUsage,
    extensions.ownKey(key),
    extensions.issuerKey(above.key),
    ...more,
  ];
  const parts: Parts = {
    subject: name,
    issuer: above.name,
    key,
    signer: above.key,
    ...change,
    extensions: list,
  };
  return { name, key, der: certificate(parts) };
}

/** A person or machine below an authority. */
export function leaf(above: Party, more: Buffer[] = [], change: Partial<Parts> = {}): Party {
  const key = change.key ?? newKey();
  const name = change.subject ?? 'O=Test, CN=Somebody';
  const list = change.extensions ?? [
    extensions.keyUsage(0),
    extensions.ownKey(key),
    extensions.issuerKey(above.key),
    ...more,
  ];
  const parts: Parts = {
    subject: name,
    issuer: above.name,
    key,
    signer: above.key,
    ...change,
    extensions: list,
  };
  return { name, key, der: certificate(parts) };
}

export interface ListEntry {
  serial: number;
  reason?: number;
  issuer?: string;
  extensions?: Buffer[];
}

export interface ListParts {
  number?: number;
  base?: number;
  entries?: ListEntry[];
  from?: Date;
  to?: Date | undefined;
  signer?: KeyObject;
  issuer?: string | Buffer;
  /** `issuingDistributionPoint`. */
  scope?: Point & { users?: true; authorities?: true; attributes?: true; indirect?: true };
  extensions?: Buffer[];
}

const entry = ({ serial, reason, issuer, extensions: more = [] }: ListEntry) => {
  const list = [
    ...(reason === undefined ? [] : [extension('2.5.29.21', false, enumerated(reason))]),
    ...(issuer === undefined ? [] : [extension('2.5.29.29', true, sequence(names.directory(issuer)))]),
    ...more,
  ];
  return sequence(count(serial), time(day('2026-01-01')), ...(list.length > 0 ? [sequence(...list)] : []));
};

const yes = Buffer.from([0xff]);
const scopeOf = (scope: NonNullable<ListParts['scope']>) =>
  sequence(
    ...pointName(scope),
    ...(scope.users ? [contextPrimitive(1, yes)] : []),
    ...(scope.authorities ? [contextPrimitive(2, yes)] : []),
    ...(scope.reasons ? [untagged(0x83, bits(...scope.reasons))] : []),
    ...(scope.indirect ? [contextPrimitive(4, yes)] : []),
    ...(scope.attributes ? [contextPrimitive(5, yes)] : []),
  );

/** A revocation list of an issuer. */
export function list(by: Party, parts: ListParts = {}): Buffer {
  const { entries = [], scope, base } = parts;
  const signer = parts.signer ?? by.key;
  const to = 'to' in parts ? parts.to : day('2026-12-01');
  const more = [
    extensions.issuerKey(signer),
    extension('2.5.29.20', false, count(parts.number ?? 1)),
    ...(base === undefined ? [] : [extension('2.5.29.27', true, count(base))]),
    ...(scope ? [extension('2.5.29.28', true, scopeOf(scope))] : []),
    ...(parts.extensions ?? []),
  ];
  return signed(
    (algorithm) =>
      sequence(
        integer('01'),
        algorithm,
        nameOf(parts.issuer ?? by.name),
        time(parts.from ?? day('2026-11-01')),
        ...(to ? [time(to)] : []),
        ...(entries.length > 0 ? [sequence(...entries.map(entry))] : []),
        context(0, sequence(...more)),
      ),
    signer,
  );
}
