import type { Visit } from '../protocol/situation.ts';
import { csvLine } from '../server/csv.ts';

const reasonWords: Record<Visit['reason'], string> = {
  help: '助けを求めている',
  'support-silent': '要支援者・応答なし',
  unanswered: '表示済み・応答なし',
  silent: '未表示',
  unreachable: '不通',
};

const header = [
  '順',
  '理由',
  '氏名',
  '世帯',
  '地区',
  '要支援者',
  '応答時刻',
  '表示時刻',
  '不通になった時刻',
  '支援者',
];
/** Spreadsheets take a file without it for another encoding. */
const byteOrderMark = '﻿';

const japanTime = (at: string | null): string =>
  at === null
    ? ''
    : new Date(at).toLocaleString('ja-JP', {
        timeZone: 'Asia/Tokyo',
        dateStyle: 'medium',
        timeStyle: 'medium',
      });

/** The list of visits as CSV for a spreadsheet, in the order of the visits; times in Japan. */
export function visitCsv(visits: readonly Visit[]): string {
  const lines = visits.map((visit, index) =>
    csvLine([
      String(index + 1),
      reasonWords[visit.reason],
      visit.name,
      visit.householdName,
      visit.districtName,
      visit.supportNeeded ? '○' : '',
      japanTime(visit.answeredAt),
      japanTime(visit.displayedAt),
      japanTime(visit.unreachableSince),
      visit.supporters.map(({ name, role }) => `${name}（${role}）`).join('・'),
    ]),
  );
  return `${byteOrderMark}${csvLine(header)}${lines.join('')}`;
}
