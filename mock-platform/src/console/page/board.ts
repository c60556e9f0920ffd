import type { OrderBoard } from '../../protocol/console.ts';
import { residentRows } from './answers.ts';
import { element } from './dom.ts';
import { wide } from './wide.ts';
import { answerWords, clockTime, hazards, plain, statusWords, wordsOf } from './wording.ts';

const cell = (text: string, className?: string) => element('td', { class: className }, text);
const heads = (...names: string[]) =>
  element('thead', {}, element('tr', {}, ...names.map((name) => element('th', { scope: 'col' }, name))));

const tiers = { t0: 'テレビのキー', t1: 'カード', t2: 'カードと暗証番号', t3: '署名' } as const;

function residents(board: OrderBoard): HTMLTableElement {
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

function boxes(board: OrderBoard): HTMLTableElement {
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

/** The board of one order: how it is going (`situation`), then everybody's answer, then the televisions. */
export function drawBoard(board: OrderBoard, situation: readonly HTMLElement[]): HTMLElement[] {
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
        `${clockTime(order.issuedAt)} 発 ${order.audience === 'persons' ? '選んだ人' : order.districts.map(({ name }) => name).join('・')} `,
        ...board.sentences.map((text) => `「${plain(text)}」`),
      ),
    ),
    ...situation,
    wide(residents(board)),
    wide(boxes(board)),
  ];
}
