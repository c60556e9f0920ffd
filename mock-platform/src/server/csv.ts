/** A spreadsheet takes a field that begins like this for a formula. */
const formula = /^[=+\-@\t\r]/;

function field(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of CSV (RFC 4180, CRLF); a field that a spreadsheet would run is made text. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(field).join(',')}\r\n`;
