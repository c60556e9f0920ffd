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

/** Yen with a comma from a thousand on: 「600円」, 「1,200円」; nothing to pay is 「むりょう」. */
export function yenWords(yen: number): string {
  if (yen === 0) return 'むりょう';
  return `${String(yen).replace(/(\d)(?=(?:\d{3})+$)/g, '$1,')}円`;
}
