import type { TownDesk } from '../../protocol/console.ts';
import { confirmed } from './confirm.ts';
import { element } from './dom.ts';
import { type Entries, sentencesIn } from './draft.ts';
import { hazards, plain, wordsOf } from './wording.ts';

/** Where an order goes, in words. */
export interface Where {
  names: string;
  boxes: number;
  /** Everybody in districts: `boxes` is how many televisions that is. */
  everybody: boolean;
}

/** Asks before a live order is handed on: what will be shown, where, and on how many televisions. */
export function confirmOrder(desk: TownDesk, entries: Entries, where: Where): Promise<boolean> {
  const { level, hazard } = entries;
  const words = wordsOf(level);
  const said = [words.verb, ...sentencesIn(entries, desk, 'ja').map(plain)].join(' ');
  const row = (name: string, text: string) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, text));
  const count = where.everybody ? `${where.boxes}台` : '選んだ人';
  return confirmed(
    desk.twoPersons ? `${desk.name}の指示を承認へ送りますか` : `${desk.name}のテレビに 本当に 表示しますか`,
    [
      element(
        'dl',
        {},
        row('種類', '本番'),
        row('指示', `警戒レベル${level} ${words.name}(${hazards[hazard]})`),
        row('ことば', said),
        row('どこへ', where.names),
        row('テレビ', count),
      ),
    ],
    desk.twoPersons ? `${desk.name}の指示を承認へ送る` : `${desk.name}の${count}に 本当に 表示する`,
  );
}
