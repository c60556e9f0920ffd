/**
 * What a column becomes in JavaScript, the same on PGlite and on PostgreSQL: int8 → number, bytea → Uint8Array,
 * timestamptz → Date, date / numeric / interval → string, json → value.
 */
const int8 = 20;
const bytea = 17;
const date = 1082;
const timestamp = 1114;
const timestamptz = 1184;
const interval = 1186;
const numeric = 1700;

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 value ${text} is beyond a safe integer`);
  return value;
}

/** Parsers by type id, for values that differ between the drivers. */
export const resultParsers: Record<number, (text: string) => unknown> = {
  [int8]: safeInteger,
  [bytea]: bytesOf,
  [date]: (text) => text,
  [timestamp]: (text) => new Date(`${text.replace(' ', 'T')}Z`),
  [timestamptz]: (text) => new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
  [interval]: (text) => text,
  [numeric]: (text) => text,
};
