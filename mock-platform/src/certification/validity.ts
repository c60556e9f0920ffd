/** Hours between JST and UTC; Japan has no summer time. */
const JST_OFFSET_MS = 9 * 3_600_000;

const jstDay = (at: Date) => new Date(at.getTime() + JST_OFFSET_MS).toISOString().slice(0, 10);

/** The birthday in a year; 29 February falls on the 28th in common years. */
function birthdayIn(year: number, birthDate: string): string {
  const [, month = '', day = ''] = birthDate.split('-');
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return `${year}-${month}-${month === '02' && day === '29' && !leap ? '28' : day}`;
}

/** Birthdays that a certificate lives through: five today, ten with the next generation (jpki-card.md §4, §13). */
export const lifetimeYears = { current: 5, next: 10 } as const;

/** Last moment of a certificate: 23:59:59 JST on the fifth (or `years`-th) birthday after the day of issue. */
export function notAfter(issuedAt: Date, birthDate: string, years: number = lifetimeYears.current): Date {
  const issued = jstDay(issuedAt);
  const year = Number(issued.slice(0, 4));
  const first = birthdayIn(year, birthDate) > issued ? year : year + 1;
  return new Date(`${birthdayIn(first + years - 1, birthDate)}T23:59:59+09:00`);
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

/** Age in whole years on the day in Japan. */
export function ageAt(at: Date, birthDate: string): number {
  const day = jstDay(at);
  const year = Number(day.slice(0, 4));
  return year - Number(birthDate.slice(0, 4)) - (birthdayIn(year, birthDate) > day ? 1 : 0);
}
