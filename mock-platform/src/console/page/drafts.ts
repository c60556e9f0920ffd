import type { TownDesk } from '../../protocol/console.ts';
import type { WaitingOrder } from '../../protocol/release.ts';
import { confirmed } from './confirm.ts';
import { type DeskClient, sentenceFor } from './desk-client.ts';
import { element } from './dom.ts';
import { follow } from './follow.ts';
import { createPreview } from './preview.ts';
import { askReason } from './reason.ts';
import { dayAndTime, hazards, plain, statusWords, wordsOf } from './wording.ts';

export interface DraftsDoors {
  /** Opens a draft on the order page. */
  edit(draft: WaitingOrder): void;
  released(order: string): void;
  signedOut(): void;
}

const stateWords: Record<WaitingOrder['state'], string> = {
  writing: '下書き',
  waiting: '承認待ち',
  approved: '承認ずみ(時刻待ち)',
  released: '表示ずみ',
  returned: '差し戻し',
  withdrawn: '取り下げ',
  expired: '時間切れ',
};

const open: readonly WaitingOrder['state'][] = ['waiting', 'approved', 'returned', 'writing'];

/** Whom a draft is meant for, in words. */
export function audienceWords(desk: TownDesk, { draft }: WaitingOrder): string {
  const names = draft.districts.map((code) => desk.districts.find((one) => one.code === code)?.name ?? code);
  const { audience } = draft;
  if (audience === undefined) return names.join('・');
  if (audience.kind === 'persons') return `選んだ${audience.subjects.length}人`;
  if (audience.kind === 'households') return `選んだ${audience.households.length}世帯`;
  if (audience.kind === 'group') {
    return desk.groups.find(({ id }) => id === audience.group)?.name ?? audience.group;
  }
  return audience.districts.join('・');
}

function card(desk: TownDesk, draft: WaitingOrder, client: DeskClient, act: Act, doors: DraftsDoors) {
  const { id, version, state } = draft;
  const { level, hazard, status, sentences, translations } = draft.draft;
  const mine = draft.writer === desk.official.id;
  const preview = createPreview(desk.name);
  preview.show({
    status,
    hazard,
    level,
    agencyMessage: draft.draft.agencyMessage ?? '',
    sentences: { ja: sentences, plain: translations?.plain ?? sentences, en: translations?.en ?? sentences },
  });
  const button = (text: string, className: string, what: () => Promise<WaitingOrder | undefined>) => {
    const made = element('button', { type: 'button', class: className }, text);
    made.addEventListener('click', () => void act(what));
    return made;
  };
  const { role } = desk.official;
  const release = button(`${desk.name}のテレビに 本当に 表示する`, 'primary release', async () => {
    const yes = await confirmed(
      `${desk.name}のテレビに 本当に 表示しますか`,
      [element('p', {}, `${wordsOf(level).verb} ${sentences.map(plain).join(' ')}`)],
      `${desk.name}のテレビに 本当に 表示する`,
    );
    return yes ? client.decide(id, 'release', { version }) : undefined;
  });
  const override = button('緊急のため1人で表示する', 'link', async () => {
    const reason = await askReason('緊急のため1人で表示する', '理由(記録に残ります)', '1人で表示する');
    return reason === undefined ? undefined : client.decide(id, 'override', { version, reason });
  });
  const giveBack = button('差し戻す', 'quiet', async () => {
    const reason = await askReason('起案者へ差し戻す', '直してほしいこと', '差し戻す');
    return reason === undefined ? undefined : client.decide(id, 'return', { version, reason });
  });
  const withdraw = button('取り下げる', 'quiet', () => client.decide(id, 'withdraw', { version }));
  const edit = element('button', { type: 'button', class: 'quiet' }, '直す');
  edit.addEventListener('click', () => doors.edit(draft));
  const waiting = state === 'waiting';
  const actions = [
    ...(waiting && role === 'approver' && !mine ? [release, giveBack] : []),
    ...(role === 'viewer' ? [] : [edit, withdraw]),
    ...(waiting && role !== 'viewer' && (mine || role === 'writer') ? [override] : []),
  ];
  return element(
    'article',
    {
      class: `draft ${status}`,
      'data-draft': id,
      'aria-label': `${stateWords[state]} ${wordsOf(level).name}`,
    },
    element(
      'div',
      { class: 'draft-words' },
      element(
        'h2',
        {},
        element('span', { class: `status ${status}` }, statusWords[status]),
        element('b', { class: `chip level-${level}` }, String(level)),
        `${wordsOf(level).name}(${hazards[hazard]})`,
      ),
      element('p', { class: 'draft-state' }, element('b', {}, stateWords[state])),
      element(
        'dl',
        {},
        ...(
          [
            ['どこへ', audienceWords(desk, draft)],
            ['起案', `${draft.writerName}${mine ? '(あなた)' : ''}`],
            ...(draft.scheduledFor === null ? [] : [['表示開始', dayAndTime(draft.scheduledFor)]]),
            ...(draft.waitsUntil === null ? [] : [['承認の期限', dayAndTime(draft.waitsUntil)]]),
            ...(draft.updates === null ? [] : [['更新', '表示中の指示と入れかえ']]),
          ] as [string, string][]
        ).flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]),
      ),
      ...(waiting && mine
        ? [element('p', { class: 'note' }, '自分で作った指示です。ほかの担当者の承認を待っています。')]
        : []),
      element('div', { class: 'draft-actions' }, ...actions),
    ),
    preview.element,
  );
}

type Act = (what: () => Promise<WaitingOrder | undefined>) => Promise<void>;

export interface DraftsView {
  element: HTMLElement;
  open(): void;
  close(): void;
}

/** Orders that wait for the second official or for their time, each exactly as the televisions will show it. */
export function createDrafts(desk: TownDesk, client: DeskClient, doors: DraftsDoors): DraftsView {
  const list = element('div', { class: 'drafts' });
  const trouble = element('p', { class: 'failure', role: 'status', hidden: '' });
  const act: Act = async (what) => {
    try {
      const done = await what();
      if (done?.state === 'released') doors.released(done.id);
      else await following.refresh();
    } catch (error) {
      await following.refresh();
      trouble.textContent = sentenceFor(error);
      trouble.hidden = false;
    }
  };
  const following = follow(
    async () => (await client.drafts()).filter(({ state }) => open.includes(state)),
    (drafts) => {
      list.replaceChildren(
        ...(drafts.length === 0
          ? [element('p', { class: 'none' }, '承認を待っている指示はありません。')]
          : [...drafts]
              .sort((one, other) => open.indexOf(one.state) - open.indexOf(other.state))
              .map((draft) => card(desk, draft, client, act, doors))),
      );
    },
    trouble,
    doors.signedOut,
  );
  return {
    element: element(
      'section',
      { class: 'view', 'aria-labelledby': 'drafts-title' },
      element('h1', { id: 'drafts-title' }, '承認と下書き'),
      trouble,
      list,
    ),
    open: following.start,
    close: following.stop,
  };
}
