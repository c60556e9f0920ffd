import { confirmed } from './confirm.ts';
import { element } from './dom.ts';
import type { Entries } from './draft.ts';
import { hazards, plain, sentencesOf, wordsOf } from './wording.ts';

/** Asks before a live order: what will be shown, where, and on how many televisions. */
export function confirmOrder(
  town: string,
  entries: Entries,
  shelterMarked: string,
  { names, boxes }: { names: string; boxes: number },
): Promise<boolean> {
  const { level, status, hazard, extra } = entries;
  const words = wordsOf(level);
  const said = [words.verb, ...sentencesOf(level, status, shelterMarked, extra).map(plain)].join(' ');
  const row = (name: string, text: string) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, text));
  return confirmed(
    `${town}のテレビに 本当に 表示しますか`,
    [
      element(
        'dl',
        {},
        row('種類', '本番'),
        row('指示', `警戒レベル${level} ${words.name}(${hazards[hazard]})`),
        row('ことば', said),
        row('地区', names),
        row('テレビ', `${boxes}台`),
      ),
    ],
    `${town}の${boxes}台に 本当に 表示する`,
  );
}
