const unreserved = 'A-Za-z0-9\\-._~';
const delimiters = "!$&'()*+,;=";
const escaped = '%[0-9A-Fa-f]{2}';
const segmentPart = `(?:[${unreserved}${delimiters}:@]|${escaped})`;
const firstRelative = `(?:[${unreserved}${delimiters}@]|${escaped})+`;
const name = `(?:[${unreserved}${delimiters}]|${escaped})*`;
const user = `(?:(?:[${unreserved}${delimiters}:]|${escaped})*@)?`;
const authority = `${user}(?:\\[[^\\]]*\\]|${name})(?::([0-9]+))?`;
const rest = `(?:/${segmentPart}*)*`;
const withAuthority = `//${authority}${rest}`;
const absolute = `/(?:${segmentPart}+${rest})?`;
const tail = `(?:\\?(?:${segmentPart}|[/?])*)?(?:#(?:${segmentPart}|[/?[\\]])*)?`;

const withScheme = new RegExp(
  `^[A-Za-z][A-Za-z0-9+.-]*:(?:${withAuthority}|${absolute}|${segmentPart}+${rest}|)${tail}$`,
);
const relative = new RegExp(`^(?:${withAuthority}|${absolute}|${firstRelative}${rest}|)${tail}$`);
const highestPort = 2 ** 31 - 1;
/** XML Schema lets an `anyURI` hold characters that are escaped before it is used (XLink 1.0 §5.4). */
const toBeEscaped = /[^\x21-\x7e]|[<>"{}|\\^`]/gu;

const matches = (pattern: RegExp, text: string): boolean => {
  const found = pattern.exec(text);
  return found !== null && Number(found[1] ?? 0) <= highestPort;
};

/** Whether a text, its outer blanks removed, is an `xs:anyURI` (RFC 3986 URI reference; empty too). */
export function isAnyUri(text: string): boolean {
  const plain = text.replace(toBeEscaped, '_');
  return matches(withScheme, plain) || matches(relative, plain);
}

/** Whether it is a URI with a scheme. */
export const isAbsoluteUri = (text: string): boolean =>
  matches(withScheme, text.trim().replace(toBeEscaped, '_'));
