import { inLanguage } from '../messages/language.ts';

/** A measured value as it is said: at most one decimal, none when it is whole. `6.7`, `126`, `54.2`. */
export function valueWords(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(rounded);
}

/** The same among others of its column: where one of them has a decimal, all show one. */
export function valueInColumn(value: number, column: readonly (number | null)[]): string {
  const decimals = column.some((other) => other !== null && valueWords(other).includes('.'));
  return decimals ? value.toFixed(1) : valueWords(value);
}

/** Yen with a comma from a thousand on: 「600円」, 「1,200円」, “1,200 yen”; nothing to pay is 「むりょう」. */
export function yenWords(yen: number): string {
  if (yen === 0) return inLanguage({ ja: 'むりょう', plain: '0円', en: 'Free' });
  const amount = String(yen).replace(/(\d)(?=(?:\d{3})+$)/g, '$1,');
  return inLanguage({ ja: `${amount}円`, plain: `${amount}円`, en: `${amount} yen` });
}

/** 「54.2kg」, “54.2 kg”. */
export function withUnit(value: string, unit: string): string {
  if (unit === '') return value;
  return inLanguage({ ja: `${value}${unit}`, plain: `${value}${unit}`, en: `${value} ${unit}` });
}

/** 「78さい」, “78 years old”. */
export function ageWords(years: number): string {
  return inLanguage({
    ja: `${years}さい`,
    plain: `${years}さい`,
    en: `${years} year${years === 1 ? '' : 's'} old`,
  });
}
