const japanMilliseconds = 9 * 3_600_000;
export const dayMilliseconds = 86_400_000;

/** The day in Japan at an instant, `YYYY-MM-DD`; Japan has no daylight saving time. */
export const japanDay = (at: Date): string =>
  new Date(at.getTime() + japanMilliseconds).toISOString().slice(0, 10);

/** When a clock in Japan shows the full hour on a day. */
export const atHour = (day: string, hour: number): Date =>
  new Date(Date.parse(`${day}T00:00:00+09:00`) + hour * 3_600_000);

/** The day that lies `count` days later. */
export const daysLater = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMilliseconds).toISOString().slice(0, 10);
