import type { WatchOverChoice, WatchOverReport } from '../../../protocol/watch-over.ts';
import type { WatchOverDesk } from '../../../protocol/welfare.ts';

type Person = WatchOverDesk['people'][number];

const choices: Record<WatchOverChoice, string> = {
  fine: '元気です',
  'so-so': 'まあまあです',
  unwell: 'よくないです',
  call: '電話がほしい',
  understood: 'わかりました',
};
const outcomes = { answered: '本人が答えました', well: '無事でした', help: '助けが必要でした' };

const moment = (at: string): string =>
  new Date(at).toLocaleString('ja-JP', {
    timeZone: 'Asia/Tokyo',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });

/** One report as a line of the list. */
export function reportWords({ kind, choice, hours, connected, at, outcome }: WatchOverReport): string {
  const what =
    kind === 'answer' && choice
      ? `「${choices[choice]}」`
      : `${hours}時間 返事がありません${connected === false ? '（テレビがつながっていません）' : ''}`;
  const ended =
    outcome === undefined || (kind === 'answer' && outcome === 'well') ? '' : `：${outcomes[outcome]}`;
  return `${moment(at)} ${what}${ended}`;
}

/** What matters first about a person. */
export function personState({ reports, absent }: Person): string {
  if (reports.some(({ outcome }) => outcome === undefined)) return '確かめてください';
  return absent ? '予定のるすです' : '変わりありません';
}

export const lastAnswerWords = ({ lastAnswer }: Person): string =>
  lastAnswer
    ? `最後の返事：${moment(lastAnswer.at)} 「${choices[lastAnswer.choice]}」`
    : 'まだ返事はありません。';

/** How often worry was for nothing, said plainly. */
export function figureWords(figures: WatchOverDesk['figures']): string[] {
  const { days, residents, questions, answered, silenceReports, falseAlarms, help } = figures;
  const percent = (part: number, whole: number): string =>
    whole === 0 ? '—' : `${Math.round((100 * part) / whole)}％`;
  return [
    `${days}日間：${residents}人に ${questions}回たずね、${answered}回答えがありました（${percent(answered, questions)}）。`,
    `返事がないという知らせ ${silenceReports}件。そのうち何事もなかったもの ${falseAlarms}件（${percent(falseAlarms, silenceReports)}）、助けが必要だったもの ${help}件。`,
  ];
}
