import { isAnyUri } from './any-uri.ts';
import { isDateTime } from './date-time.ts';

/** A simple type: whether a text is one of its values. */
export interface SimpleType {
  /** Built-in type of XML Schema it is, or is derived from; what `xsi:type` may name is decided by it. */
  name: string;
  /** Whether it is the built-in type itself. */
  plain: boolean;
  accepts(text: string): boolean;
}

/** Whitespace facet `collapse` (XML Schema 2 §4.3.6). */
const collapsed = (text: string): string => text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');

export const anyString: SimpleType = { name: 'string', plain: true, accepts: () => true };

export const oneOf = (...values: readonly string[]): SimpleType => {
  const allowed = new Set(values);
  return { name: 'string', plain: false, accepts: (text) => allowed.has(text) };
};

export const stringMatching = (pattern: RegExp): SimpleType => ({
  name: 'string',
  plain: false,
  accepts: (text) => pattern.test(text),
});

export const anyUri: SimpleType = {
  name: 'anyURI',
  plain: true,
  accepts: (text) => isAnyUri(collapsed(text)),
};

export const language: SimpleType = {
  name: 'language',
  plain: true,
  accepts: (text) => /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/.test(collapsed(text)),
};

export const integer: SimpleType = {
  name: 'integer',
  plain: true,
  accepts: (text) => /^[+-]?[0-9]+$/.test(collapsed(text)),
};

const decimalForm = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;

export const decimal: SimpleType = {
  name: 'decimal',
  plain: true,
  accepts: (text) => decimalForm.test(collapsed(text)),
};

/** `cap12_extended`: without a minus sign. */
export const unsignedDecimal: SimpleType = {
  name: 'decimal',
  plain: false,
  accepts: (text) => {
    const value = collapsed(text);
    return decimalForm.test(value) && !value.startsWith('-');
  },
};

/** `YYYY-MM-DDThh:mm:ss±hh:mm`, a real moment; no `Z`, no fractions. */
export const capTime: SimpleType = {
  name: 'dateTime',
  plain: false,
  accepts: (text) => isDateTime(collapsed(text)),
};
