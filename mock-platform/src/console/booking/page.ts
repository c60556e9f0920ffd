import { weekdayOf } from '../../booking/calendar.ts';
import { permitNumber, spanInJapanese } from '../../booking/permit.ts';
import type { BookingRow } from '../../booking/rows.ts';
import type { CalendarRow, CellState, RoomFigures } from '../../booking/staff.ts';
import { html } from '../../server/plain-page.ts';

export interface DeskView {
  calendar: readonly CalendarRow[];
  requests: readonly BookingRow[];
  figures: readonly RoomFigures[];
  takings: { captured: number; billed: number };
  lotteries: readonly {
    id: string;
    name: string;
    closes_at: Date;
    status: string;
    seed_commitment: string;
    entries: number | null;
    /** Percent, while it is being drawn in this process. */
    progress?: number;
  }[];
  closures: readonly { holder: string; room: string; starts_at: Date; ends_at: Date }[];
  now: Date;
}

const stateWords: Record<CellState, string> = {
  free: '空き',
  closed: '休館',
  closure: '町が使用',
  lottery: '抽選',
  held: '使用中',
  offered: '返事待ち',
  requested: '承認待ち',
  unpaid: '支払待ち',
  booked: '予約',
  cancelled: '空き',
  expired: '空き',
  refused: '空き',
  displaced: '町が使用',
};
const periodWords = { morning: '午前', afternoon: '午後', evening: '夜間' };
const yen = (amount: number): string => `${Number(amount).toLocaleString('ja-JP')}円`;
const dayWords = (day: string): string =>
  `${Number(day.slice(5, 7))}/${Number(day.slice(8))}(${'日月火水木金土'[weekdayOf(day)]})`;
const momentWords = (instant: Date): string =>
  instant.toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo', dateStyle: 'short', timeStyle: 'short' });

function calendar(rows: readonly CalendarRow[]): string {
  const days = rows[0]?.days ?? [];
  const head = days.map(({ day }) => `<th scope="col">${dayWords(day)}</th>`).join('');
  const cell = (one: CalendarRow['days'][number]) =>
    `<td>${one.cells
      .map(
        ({ period, state }) =>
          `<span class="cell ${state}">${periodWords[period]} ${stateWords[state]}</span>`,
      )
      .join('')}</td>`;
  const body = rows
    .map(
      ({ room, days: all }) =>
        `<tr><th scope="row">${html(room.facility.name)}<br>${html(room.facility.room)}</th>${all.map(cell).join('')}</tr>`,
    )
    .join('\n');
  return `<div class="wide" role="region" aria-label="カレンダー" tabindex="0"><table><thead><tr><th scope="col">部屋</th>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function figures(rows: readonly RoomFigures[], { captured, billed }: DeskView['takings']): string {
  const body = rows
    .map(
      ({ room, booked, cancelled, displaced, fees }) =>
        `<tr><th scope="row">${html(room)}</th><td>${booked}</td><td>${cancelled}</td><td>${displaced}</td><td>${yen(fees)}</td></tr>`,
    )
    .join('\n');
  return `<table><thead><tr><th scope="col">部屋</th><th scope="col">予約</th><th scope="col">取消</th><th scope="col">町が使用</th><th scope="col">使用料</th></tr></thead><tbody>${body}</tbody></table>
<p>支払い済み ${yen(captured)}、ケーブル局の請求 ${yen(billed)}</p>`;
}

function requests(rows: readonly BookingRow[]): string {
  if (rows.length === 0) return '<p>承認を待つ申込みはありません。</p>';
  return rows
    .map((row) => {
      const what = `${row.building_name} ${row.room_name} ${spanInJapanese(row)}`;
      return `<form method="post" action="booking/decisions" class="row" aria-label="${html(what)}">
<input type="hidden" name="booking" value="${row.id}">
<p><b>${permitNumber(row.id)}</b> ${html(what)} ${yen(row.paid_fee)}</p>
<button name="decision" value="approve">承認する</button>
<label>断る理由 <input name="reason" maxlength="60"></label>
<button class="quiet" name="decision" value="refuse">断る</button>
</form>`;
    })
    .join('\n');
}

function lotteries(view: DeskView): string {
  if (view.lotteries.length === 0) return '<p>抽選はありません。</p>';
  return `<ul>${view.lotteries
    .map(({ id, name, closes_at, status, entries, seed_commitment, progress }) => {
      const record = `<a href="/booking/lotteries/${id}/record">公開記録</a>`;
      const draw =
        status === 'drawn'
          ? '抽選済み'
          : progress !== undefined
            ? `<progress max="100" value="${progress}" aria-label="抽選の進み">${progress}%</progress>`
            : closes_at > view.now
              ? `受付中(${momentWords(closes_at)}まで)`
              : `<form method="post" action="booking/lotteries/${id}/draw"><button>抽選する</button></form>`;
      return `<li><b>${html(name)}</b> 申込み ${entries ?? 0}件 ${draw} ${record}<br><small>乱数の約束 <code>${seed_commitment}</code></small></li>`;
    })
    .join('\n')}</ul>`;
}

function closures(rows: DeskView['closures']): string {
  return rows
    .map(
      ({ holder, room, starts_at, ends_at }) =>
        `<form method="post" action="booking/closures/${holder}/end" class="row"><p>${html(room)} ${momentWords(starts_at)}〜${momentWords(ends_at)}</p><button class="quiet">町の使用を終える</button></form>`,
    )
    .join('\n');
}

/** Parts that change by themselves while the page is open, by the id of their place. */
export const liveParts = (view: DeskView): Record<string, string> => ({
  calendar: calendar(view.calendar),
  requests: requests(view.requests),
  lotteries: lotteries(view),
  closures: closures(view.closures),
  figures: figures(view.figures, view.takings),
});

const periodChoices = Object.entries(periodWords)
  .map(
    ([period, word]) =>
      `<label><input type="checkbox" name="period" value="${period}" checked> ${word}</label>`,
  )
  .join(' ');

function roomChoices(rows: readonly CalendarRow[]): string {
  return rows
    .map(
      ({ room: { facility } }) =>
        `<label><input type="checkbox" name="room" value="${html(facility.id)}"> ${html(facility.name)} ${html(facility.room)}</label>`,
    )
    .join('<br>');
}

/** What staff set up: closures, lotteries, events, groups. These forms stay as they are while the rest changes. */
export function forms(rows: readonly CalendarRow[]): string {
  const rooms = roomChoices(rows);
  const days = `<label>から <input type="date" name="first" required></label>
<label>まで <input type="date" name="last" required></label>`;
  return `<details><summary>避難所などで町が使う</summary>
<form method="post" action="booking/closures"><fieldset><legend>部屋</legend>${rooms}</fieldset>${days}
<label>予約した人への言葉 <input name="reason" maxlength="40" required value="ひなんじょに なります。"></label>
<p>この間の予約は終わり、予約した人のテレビに理由が出ます。</p>
<button>町が使う</button></form></details>
<details><summary>抽選を始める</summary>
<form method="post" action="booking/lotteries"><label>名前 <input name="name" maxlength="30" required></label>
<fieldset><legend>部屋</legend>${rooms}</fieldset>${days}<fieldset><legend>区分</legend>${periodChoices}</fieldset>
<label>締切 <input type="datetime-local" name="closes" required></label>
<label>1人・1団体が当たる数 <input type="number" name="wins" min="1" max="20" value="1" required></label>
<label>当選者が返事をする時間(時間) <input type="number" name="hours" min="1" max="336" value="72" required></label>
<button>抽選を始める</button></form></details>
<details><summary>もよおしを知らせる</summary>
<form method="post" action="booking/events"><label>名前 <input name="title" maxlength="14" required></label>
<label>説明 <input name="note" maxlength="40"></label><label>場所 <input name="place" maxlength="20" required></label>
<label>始まり <input type="datetime-local" name="starts" required></label>
<label>終わり <input type="datetime-local" name="ends" required></label>
<label>申込みの締切 <input type="datetime-local" name="until" required></label>
<label>参加費(円) <input type="number" name="fee" min="0" max="100000" value="0" required></label>
<label>定員 <input type="number" name="capacity" min="1" max="10000" value="20" required></label>
<button>知らせる</button></form></details>
<details><summary>団体を登録する</summary>
<form method="post" action="booking/groups"><label>名前 <input name="name" maxlength="30" required></label>
<label>減免(%) <input type="number" name="reduction" min="0" max="100" value="0" required></label>
<button>登録する</button></form></details>`;
}

/** The whole page. */
export function staffPage(town: string, official: string, view: DeskView, said: string): string {
  const parts = liveParts(view);
  const part = (id: string, title: string) =>
    `<section aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2><div id="${id}">${parts[id]}</div></section>`;
  return `<!doctype html>
<html lang="ja"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>施設予約 ${html(town)}</title>
<link rel="stylesheet" href="/console/booking.css"><script defer src="/console/booking.js"></script></head>
<body><header><b>${html(town)} 施設予約</b><span>${html(official)}</span></header>
<main><h1>施設予約</h1>${said === '' ? '' : `<p class="said" role="status">${html(said)}</p>`}
${part('requests', '承認を待つ申込み')}
${part('calendar', '7日間のカレンダー')}
${part('lotteries', '抽選')}
<section aria-labelledby="forms-title"><h2 id="forms-title">設定</h2>${forms(view.calendar)}<div id="closures">${parts.closures}</div></section>
${part('figures', '統計')}
<p><a href="booking/bookings.csv">予約の一覧(CSV)</a></p>
</main></body></html>`;
}
