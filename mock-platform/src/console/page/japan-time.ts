/** Everything on the pages is in Japan's time, wherever the browser is. */
const format = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Tokyo',
  hourCycle: 'h23',
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});
const weekdays: Record<string, string> = {
  Sun: '日',
  Mon: '月',
  Tue: '火',
  Wed: '水',
  Thu: '木',
  Fri: '金',
  Sat: '土',
};

export interface JapanTime {
  month: number;
  day: number;
  /** 「金」 */
  weekday: string;
  hour: number;
  minute: number;
  second: number;
}

/** An instant as a clock and a calendar in Japan show it. */
export function japanTime(at: Date): JapanTime {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    month: Number(parts.month),
    day: Number(parts.day),
    weekday: weekdays[parts.weekday ?? ''] ?? '',
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    second: Number(parts.second),
  };
}

/** 「18:30:04」 */
export function clockOf(at: Date): string {
  const { hour, minute, second } = japanTime(at);
  return [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
}
