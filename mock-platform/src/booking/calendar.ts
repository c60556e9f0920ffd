/**
 * Days in Japan. Japan has one time zone, nine hours ahead of UTC, and no daylight saving time, so a day is plain
 * arithmetic. Days are written `YYYY-MM-DD`.
 */
const dayMilliseconds = 86_400_000;
const japanOffsetMilliseconds = 9 * 3_600_000;

/** The day in Japan at an instant. */
export function dayOf(instant: Date): string {
  return new Date(instant.getTime() + japanOffsetMilliseconds).toISOString().slice(0, 10);
}

/** The instant at which a clock in Japan shows this hour and minute on this day. */
export function instantAt(day: string, hour: number, minute = 0): Date {
  return new Date(Date.parse(`${day}T00:00:00+09:00`) + (hour * 60 + minute) * 60_000);
}

/** The day that lies `count` days later, or earlier if negative. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMilliseconds).toISOString().slice(0, 10);
}

/** How many days `to` lies after `from`; negative if before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMilliseconds);
}

/** Day of the week, 0 for Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** Whole years between a birth date and a day, as Japanese law counts them up to the birthday. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
