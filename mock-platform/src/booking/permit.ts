import { html } from '../server/plain-page.ts';
import { dayOf, weekdayOf } from './calendar.ts';
import type { BookingRow } from './rows.ts';

const clock = (instant: Date): string =>
  instant.toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo', hour: 'numeric', minute: '2-digit' });

/** 「2026年11月27日(金) 13:00〜17:00」 */
export function spanInJapanese({ starts_at, ends_at }: Pick<BookingRow, 'starts_at' | 'ends_at'>): string {
  const day = dayOf(starts_at);
  const [year, month, date] = day.split('-').map(Number);
  const weekday = '日月火水木金土'[weekdayOf(day)];
  return `${year}年${month}月${date}日(${weekday}) ${clock(starts_at)}〜${clock(ends_at)}`;
}

/** Number of a permit: short enough to be read out at the house's counter. */
export const permitNumber = (id: string): string => id.slice(0, 8).toUpperCase();

/** 利用許可書 for the printer or the phone's screen. It carries no name: booking does not know it, the holder writes it. */
export function permitPage(row: BookingRow, town: string): string {
  const things = row.equipment.filter(({ id }) => row.things.includes(id)).map(({ name }) => name);
  const rows: [string, string][] = [
    ['許可番号', permitNumber(row.id)],
    ['施設', `${row.building_name} ${row.room_name}`],
    ['日時', spanInJapanese(row)],
    ['設備', things.length === 0 ? 'なし' : things.join('、')],
    ['使用料', `${row.paid_fee.toLocaleString('ja-JP')}円`],
    ['使用者の名前', ''],
  ];
  return `<p>${html(town)}は、次のとおり施設の利用を許可します。</p>
<table>
${rows.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${html(value) || '&nbsp;'}</td></tr>`).join('\n')}
</table>
<p>当日、受付でこの許可書を見せてください。ほかの人にゆずることはできません。</p>
<p class="note screen">印刷するか、この画面のまま見せてください。予約を取り消すと、このページは見られなくなります。</p>`;
}
