import type { TownDesk } from '../../protocol/console.ts';
import type { DraftEvent, WaitingOrder } from '../../protocol/release.ts';
import type { DeskClient } from './desk-client.ts';
import { element } from './dom.ts';
import { audienceWords, type DraftsView } from './drafts.ts';
import { follow } from './follow.ts';
import { wide } from './wide.ts';
import { dayAndTime, hazards, statusWords, wordsOf } from './wording.ts';

const steps: Record<DraftEvent['what'], string> = {
  written: '下書き保存',
  submitted: '承認へ送付',
  approved: '承認',
  released: '表示',
  overridden: '緊急に1人で承認',
  returned: '差し戻し',
  withdrawn: '取り下げ',
  expired: '時間切れ',
  'cancelled-mistake': '誤報として取消',
  'cancelled-over': '解除',
};

/** Who did what, oldest step first, newest order first. */
export function createRecord(desk: TownDesk, client: DeskClient, signedOut: () => void): DraftsView {
  const trouble = element('p', { class: 'failure', role: 'status', hidden: '' });
  const body = element('tbody');
  const head = (text: string) => element('th', { scope: 'col' }, text);
  const rows = (draft: WaitingOrder) =>
    draft.history.map(({ at, by, what, version, reason }) =>
      element(
        'tr',
        { class: what },
        element('td', { class: 'time' }, dayAndTime(at)),
        element(
          'td',
          {},
          `${statusWords[draft.draft.status]} レベル${draft.draft.level} ${wordsOf(draft.draft.level).name}(${hazards[draft.draft.hazard]})`,
        ),
        element('td', {}, audienceWords(desk, draft)),
        element('td', {}, steps[what]),
        element('td', {}, by),
        element('td', {}, `${version}版${reason === null ? '' : ` 「${reason}」`}`),
      ),
    );
  const following = follow(
    () => client.drafts(),
    (drafts) => body.replaceChildren(...drafts.flatMap(rows)),
    trouble,
    signedOut,
    3000,
  );
  return {
    element: element(
      'section',
      { class: 'view', 'aria-labelledby': 'record-title' },
      element('h1', { id: 'record-title' }, '記録(1週間)'),
      trouble,
      wide(
        element(
          'table',
          { class: 'record' },
          element(
            'thead',
            {},
            element('tr', {}, ...['日時', '指示', 'どこへ', 'したこと', '担当者', '内容'].map(head)),
          ),
          body,
        ),
      ),
    ),
    open: following.start,
    close: following.stop,
  };
}
