import { anyPolicyAccepted, type PolicySettings } from '../certificates/validation/request.ts';

/** What a certificate can be checked for; the two kinds of 公的個人認証 beside the general ones. */
export const purposes = ['any', 'serverAuth', 'clientAuth', 'jpki-authentication', 'jpki-signature'] as const;
export type CheckPurpose = (typeof purposes)[number];

const revocations = ['require', 'none'] as const;
export type RevocationRule = (typeof revocations)[number];

/** One question: certificates and lists as DER. */
export interface CheckRequest {
  id: string | number;
  anchors: readonly Uint8Array[];
  intermediates: readonly Uint8Array[];
  leaf: Uint8Array;
  crls: readonly Uint8Array[];
  time: Date;
  purpose: CheckPurpose;
  revocation: RevocationRule;
  policySettings: PolicySettings;
}

/** A line that is no request. */
export class MalformedRequest extends Error {
  constructor(
    /** JSON pointer (RFC 6901) to the first field that is wrong; empty for the whole line. */
    readonly path: string,
  ) {
    super(`malformed at ${path || 'the line'}`);
    this.name = 'MalformedRequest';
  }
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[Tt](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)([Zz]|[+-]\d\d:\d\d)?)?$/;

/** A moment from ISO 8601 text; without an offset it is UTC, without a time of day midnight. */
export function readTime(text: string): Date | undefined {
  const [, date, time = '00:00', offset = 'Z'] = ISO.exec(text) ?? [];
  if (!date) return undefined;
  // A day that the month does not have would be taken for one of the next month.
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== date) return undefined;
  const at = new Date(`${date}T${time.replace(',', '.')}${offset.toUpperCase()}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

type Reader<T> = (value: unknown, path: string) => T;

function refuse(path: string): never {
  throw new MalformedRequest(path);
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const OID = /^[0-2](?:\.(?:0|[1-9]\d*))+$/;

const text: Reader<string> = (value, path) => (typeof value === 'string' ? value : refuse(path));
const flag: Reader<boolean> = (value, path) => (typeof value === 'boolean' ? value : refuse(path));
const time: Reader<Date> = (value, path) => readTime(text(value, path)) ?? refuse(path);
const oid: Reader<string> = (value, path) => (OID.test(text(value, path)) ? (value as string) : refuse(path));
const id: Reader<string | number> = (value, path) =>
  typeof value === 'string' || typeof value === 'number' ? value : refuse(path);

const der: Reader<Buffer> = (value, path) => {
  const encoded = text(value, path);
  if (encoded === '' || encoded.length % 4 !== 0 || !BASE64.test(encoded)) refuse(path);
  return Buffer.from(encoded, 'base64');
};

const listOf =
  <T>(reader: Reader<T>): Reader<T[]> =>
  (value, path) =>
    Array.isArray(value) ? value.map((one, index) => reader(one, `${path}/${index}`)) : refuse(path);

const oneOf =
  <T extends string>(allowed: readonly T[]): Reader<T> =>
  (value, path) =>
    allowed.find((one) => one === value) ?? refuse(path);

const record: Reader<Record<string, unknown>> = (value, path) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuse(path);

function readPolicySettings(value: unknown, path: string): PolicySettings {
  const fields = record(value, path);
  const read = <T>(name: keyof PolicySettings, reader: Reader<T>, usual: T): T =>
    fields[name] === undefined ? usual : reader(fields[name], `${path}/${name}`);
  const usual = anyPolicyAccepted;
  return {
    initialPolicySet: read('initialPolicySet', listOf(oid), [...usual.initialPolicySet]),
    requireExplicitPolicy: read('requireExplicitPolicy', flag, usual.requireExplicitPolicy),
    inhibitPolicyMapping: read('inhibitPolicyMapping', flag, usual.inhibitPolicyMapping),
    inhibitAnyPolicy: read('inhibitAnyPolicy', flag, usual.inhibitAnyPolicy),
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return refuse('');
  }
}

/**
 * Reads one line. `id`, `anchors` and `leaf` must be there; without the others there are no intermediates and lists,
 * the time is now, the purpose any, revocation is required and every policy accepted. Further fields are ignored.
 * @throws MalformedRequest
 */
export function readRequest(line: string, now: Date): CheckRequest {
  const fields = record(parseJson(line), '');
  const must = <T>(name: string, reader: Reader<T>): T => reader(fields[name], `/${name}`);
  const may = <T>(name: string, reader: Reader<T>, usual: T): T =>
    fields[name] === undefined ? usual : must(name, reader);
  return {
    id: must('id', id),
    anchors: must('anchors', listOf(der)),
    intermediates: may('intermediates', listOf(der), []),
    leaf: must('leaf', der),
    crls: may('crls', listOf(der), []),
    time: may('time', time, now),
    purpose: may('purpose', oneOf(purposes), 'any'),
    revocation: may('revocation', oneOf(revocations), 'require'),
    policySettings: may('policySettings', readPolicySettings, anyPolicyAccepted),
  };
}
