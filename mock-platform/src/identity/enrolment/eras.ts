/** Eras since Meiji in their order: the first day, and the year before the first. */
const eras: readonly { first: string; yearBefore: number }[] = [
  { first: '1868-01-25', yearBefore: 1867 },
  { first: '1912-07-30', yearBefore: 1911 },
  { first: '1926-12-25', yearBefore: 1925 },
  { first: '1989-01-08', yearBefore: 1988 },
  { first: '2019-05-01', yearBefore: 2018 },
];

/** Code of the era of a day (`YYYY-MM-DD`) in signature certificates: 1 Meiji to 5 Reiwa; 0 before. */
export const eraCodeOf = (day: string): number => eras.filter(({ first }) => first <= day).length;

/** A birth date (`YYYY-MM-DD`) as surface records write it: year of the era, month and day. */
export function eraDateOf(birthDate: string): string | undefined {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const era = eras[eraCodeOf(birthDate) - 1];
  return era && String(Number(year) - era.yearBefore).padStart(2, '0') + month + day;
}
