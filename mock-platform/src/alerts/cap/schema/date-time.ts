const form = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})([+-])([0-9]{2}):([0-9]{2})$/;

const daysOf = (year: number, month: number): number => {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
};

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Minutes east of Greenwich. */
  offset: number;
}

function partsOf(text: string): Parts | undefined {
  const found = form.exec(text);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [zoneHours, zoneMinutes] = [Number(found[8]), Number(found[9])];
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  const midnight = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !midnight) || minute > 59 || second > 59) return undefined;
  const offset = zoneHours * 60 + zoneMinutes;
  if (zoneMinutes > 59 || offset > 14 * 60) return undefined;
  return { year, month, day, hour, minute, second, offset: found[7] === '-' ? -offset : offset };
}

/** Whether a text is a moment as CAP writes it (`xs:dateTime` with an offset, without fractions). */
export const isDateTime = (text: string): boolean => partsOf(text) !== undefined;

/** Milliseconds since 1970; undefined when the text is no moment as CAP writes it. */
export function millisecondsOf(text: string): number | undefined {
  const parts = partsOf(text.trim());
  if (parts === undefined) return undefined;
  const { year, month, day, hour, minute, second, offset } = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute - offset, second, 0);
  return date.getTime();
}

/** A moment as CAP writes it, in Japan's time; fractions of a second are cut off. */
export function capTimeOf(moment: Date): string {
  const inJapan = new Date(moment.getTime() + 9 * 3600_000);
  return `${inJapan.toISOString().slice(0, 19)}+09:00`;
}
