/** Hours between JST and UTC; Japan has no summer time. */
const JST_OFFSET_MS = 9 * 3_600_000;

const jstDay = (at: Date) => new Date(at.getTime() + JST_OFFSET_MS).toISOString().slice(0, 10);

/** The birthday in a year; 29 February falls on the 28th in common years. */
function birthdayIn(year: number, birthDate: string): string {
  const [, month = '', day = ''] = birthDate.split('-');
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return `${year}-${month}-${month === '02' && day === '29' && !leap ? '28' : day}`;
}

/** Last moment of a certificate: 23:59:59 JST on the fifth birthday after the day of issue (jpki-card.md §4). */
export function notAfter(issuedAt: Date, birthDate: string): Date {
  const issued = jstDay(issuedAt);
  const year = Number(issued.slice(0, 4));
  const first = birthdayIn(year, birthDate) > issued ? year : year + 1;
  return new Date(`${birthdayIn(first + 4, birthDate)}T23:59:59+09:00`);
}

const eras: [string, number][] = [
  ['2019-05-01', 2018],
  ['1989-01-08', 1988],
  ['1926-12-25', 1925],
  ['1912-07-30', 1911],
  ['1868-01-25', 1867],
];

/** Birth date as it opens the surface application: year of the era, month and day (和暦 YYMMDD). */
export function eraDate(birthDate: string): string {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const base = eras.find(([from]) => birthDate >= from)?.[1];
  if (base === undefined) throw new RangeError('birth date before Meiji');
  return String(Number(year) - base).padStart(2, '0') + month + day;
}
