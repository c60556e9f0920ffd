/** Wall-clock time in Japan. Own arithmetic: Japan has no summer time, and old engines have no time-zone data. */
export type JapanTime = {
  year: number;
  month: number;
  day: number;
  /** 0 = Sunday. */
  weekday: number;
  hour: number;
  minute: number;
};

const nineHours = 9 * 60 * 60 * 1000;
const oneDay = 24 * 60 * 60 * 1000;

/** Reads an instant (ISO 8601 with offset, epoch milliseconds or Date) as Japanese wall-clock time. */
export function japanTime(instant: string | number | Date): JapanTime {
  const shifted = new Date(new Date(instant).getTime() + nineHours);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
  };
}

/** The day of an instant in Japan, `YYYY-MM-DD`; a bare day comes back unchanged. */
export function dayOf(instant: string | number | Date): string {
  if (typeof instant === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(instant)) return instant;
  const { year, month, day } = japanTime(instant);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** Whole days from one `YYYY-MM-DD` to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnight(to) - midnight(from)) / oneDay);
}

/** The day that lies `days` after `day`. */
export function addDays(day: string, days: number): string {
  return new Date(midnight(day) + days * oneDay).toISOString().slice(0, 10);
}

/** 0 = Sunday. */
export function weekdayOf(day: string): number {
  return new Date(midnight(day)).getUTCDay();
}

function midnight(day: string): number {
  const { year, month, date } = partsOf(day);
  return Date.UTC(year, month - 1, date);
}

/** Figures of a `YYYY-MM-DD`. */
export function partsOf(day: string): { year: number; month: number; date: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), date: Number(day.slice(8, 10)) };
}

/** `7` as `07`. */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
