import type { OrderBoard } from '../../protocol/console.ts';
import { residentRows, tallyOf } from './answers.ts';
import { element } from './dom.ts';
import { answerWords, clockTime, hazards, plain, statusWords, wordsOf } from './wording.ts';

const cell = (text: string, className?: string) => element('td', { class: className }, text);
const heads = (...names: string[]) =>
  element('thead', {}, element('tr', {}, ...names.map((name) => element('th', { scope: 'col' }, name))));

function tally(board: OrderBoard): HTMLElement {
  const sums = tallyOf(board);
  const item = (name: string, value: string, className?: string) =>
    element('div', { class: className }, element('dt', {}, name), element('dd', {}, value));
  return element(
    'dl',
    { class: 'tally' },
    item('たすけがいる', `${sums.help}人`, sums.help > 0 ? 'help' : undefined),
    item('にげます・あんぜんです', `${sums.going}人`),
    item('返事がまだ', `${sums.silent}人`),
    item('届いたテレビ', `${sums.received}／${sums.boxes}台`),
    item('表示したテレビ', `${sums.displayed}／${sums.boxes}台`),
  );
}

const tiers = { t0: 'テレビのキー', t1: 'カード', t2: 'カードと暗証番号', t3: '署名' } as const;

function residents(board: OrderBoard): HTMLElement {
  const rows = residentRows(board).map((row) =>
    element(
      'tr',
      { class: row.answer ?? 'silent', 'data-resident': row.name },
      element(
        'th',
        { scope: 'row' },
        row.name,
        ...(row.supportNeeded ? [element('small', { class: 'support' }, '要支援')] : []),
      ),
      cell(`${row.householdName}(${row.districtName})`),
      element('td', { class: 'answer' }, row.answer === null ? 'まだ' : answerWords[row.answer]),
      cell(clockTime(row.answeredAt), 'time'),
      cell(row.tier === null ? '' : tiers[row.tier]),
    ),
  );
  return element(
    'table',
    { class: 'answers' },
    element('caption', {}, '住民の返事'),
    heads('名前', '家', '返事', '時刻', '方法'),
    element('tbody', {}, ...rows),
  );
}

function boxes(board: OrderBoard): HTMLElement {
  return element(
    'table',
    { class: 'boxes' },
    element('caption', {}, 'テレビ'),
    heads('家', '地区', 'つながり', '届いた', '表示した'),
    element(
      'tbody',
      {},
      ...board.boxes.map((box) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, box.householdName),
          cell(box.districtName),
          cell(box.online ? '○ あり' : '× なし'),
          cell(clockTime(box.receivedAt), 'time'),
          cell(clockTime(box.displayedAt), 'time'),
        ),
      ),
    ),
  );
}

/** The board of one order: who needs help first, then everybody, then the televisions. */
export function drawBoard(board: OrderBoard): HTMLElement[] {
  const { order } = board;
  const words = wordsOf(order.level);
  return [
    element(
      'div',
      { class: `board-head ${order.status}` },
      element('span', { class: 'status' }, statusWords[order.status]),
      element('b', { class: `chip level-${order.level}` }, String(order.level)),
      element('h2', {}, `${words.name}(${hazards[order.hazard]})`),
      element(
        'p',
        {},
        `${clockTime(order.issuedAt)} 発 ${order.districts.map(({ name }) => name).join('・')} `,
        ...board.sentences.map((text) => `「${plain(text)}」`),
      ),
    ),
    tally(board),
    residents(board),
    boxes(board),
  ];
}
