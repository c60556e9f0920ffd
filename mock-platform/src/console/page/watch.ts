import type { TownBulletin } from '../../protocol/bulletins.ts';
import type { OrderBoard, OrderSummary, TownDesk } from '../../protocol/console.ts';
import type { Cancellation } from '../../protocol/release.ts';
import type { OrderSituation } from '../../protocol/situation.ts';
import { drawBoard } from './board.ts';
import { drawBulletins } from './bulletins.ts';
import { confirmed } from './confirm.ts';
import { type DeskClient, sentenceFor } from './desk-client.ts';
import { element } from './dom.ts';
import { follow } from './follow.ts';
import { districtSituation, tally, visitTable } from './situation.ts';
import { wide } from './wide.ts';
import { clockTime, hazards, statusWords, wordsOf } from './wording.ts';

const withheldEvery = 4000;

export interface Watch {
  element: HTMLElement;
  /** Starts following; with an order, that one's board. */
  open(order?: string): void;
  close(): void;
}

export interface WatchDoors {
  /** Opens the order page with an order in force, or with what another agency says. */
  update(board: OrderBoard): void;
  composeFrom(bulletin: TownBulletin): void;
  signedOut(): void;
}

const stateOf = (order: OrderSummary): string => {
  if (order.cancelledAt !== null) return '取消';
  if (order.supersededBy !== undefined) return '更新ずみ';
  return Date.parse(order.expiresAt) < Date.now() ? '終了' : '表示中';
};

interface Everything {
  orders: OrderSummary[];
  states: string[];
  board: OrderBoard | undefined;
  situation: OrderSituation | undefined;
  bulletins: TownBulletin[];
  withheldHelp: number;
}

function orderButton(order: OrderSummary, chosen: boolean, choose: () => void): HTMLElement {
  const whom = order.audience === 'persons' ? '選んだ人' : order.districts.map(({ name }) => name).join('・');
  const button = element(
    'button',
    { type: 'button', 'data-order': order.id, 'aria-pressed': String(chosen) },
    element('span', { class: `status ${order.status}` }, statusWords[order.status]),
    element('b', { class: `chip level-${order.level}` }, String(order.level)),
    element('span', {}, `${wordsOf(order.level).name} ${hazards[order.hazard]}`),
    element('small', {}, `${clockTime(order.issuedAt)} ${whom} ${stateOf(order)}`),
  );
  button.addEventListener('click', choose);
  return element('li', {}, button);
}

/** The orders of the town and the live board of the chosen one. */
export function createWatch(desk: TownDesk, client: DeskClient, doors: WatchDoors): Watch {
  const list = element('ul', { class: 'orders', 'aria-label': '出した指示' });
  const board = element('div', { class: 'board' });
  const others = element('section', {});
  const deeds = element('div', { class: 'deeds', hidden: '' });
  const trouble = element('p', { class: 'failure', role: 'status', hidden: '' });
  let chosen: string | undefined;
  let now: Everything | undefined;
  const acts = desk.official.role !== 'viewer';

  const deed = (text: string, className: string, what: () => void) => {
    const button = element('button', { type: 'button', class: className }, text);
    button.addEventListener('click', what);
    return button;
  };
  const cancel = async (why: Cancellation['why']) => {
    const order = chosen;
    if (order === undefined) return;
    const yes = await confirmed(
      why === 'mistake' ? `${desk.name}の指示を誤報として取り消しますか` : `${desk.name}の指示を解除しますか`,
      [
        element(
          'p',
          {},
          'この指示を表示したテレビにだけ「取消」と出ます。',
          ...(why === 'mistake'
            ? ['防災無線や報道へは「さきほどの避難の指示は誤りでした」と伝えてください。']
            : []),
        ),
      ],
      why === 'mistake' ? '誤報として取り消す' : '解除する',
    );
    if (!yes) return;
    try {
      await client.cancel(order, why);
      await following.refresh();
    } catch (error) {
      trouble.textContent = sentenceFor(error);
      trouble.hidden = false;
    }
  };
  const update = () => {
    if (now?.board) doors.update(now.board);
  };
  const mistake = deed('誤報として取り消す', 'quiet cancel', () => void cancel('mistake'));
  const over = deed('解除する', 'quiet cancel-over', () => void cancel('over'));
  const change = deed('内容を更新する', 'quiet update', update);
  const csv = element('a', { class: 'quiet button', download: '' }, '訪問の一覧(CSV)');
  const print = deed('印刷', 'quiet', () => window.print());

  let withheldAt = 0;
  let withheldHelp = desk.withheldHelp ?? 0;
  /** Asked for every few seconds: the whole desk comes with it. */
  const withheld = async () => {
    if (Date.now() - withheldAt < withheldEvery) return withheldHelp;
    withheldAt = Date.now();
    withheldHelp = (await client.desk()).withheldHelp ?? 0;
    return withheldHelp;
  };
  const ask = async (): Promise<Everything> => {
    const orders = (await client.orders()).filter(({ action }) => action !== 'cancel');
    if (!orders.some(({ id }) => id === chosen)) chosen = orders[0]?.id;
    const [shown, situation, notShown, bulletins] = await Promise.all([
      chosen === undefined ? undefined : client.board(chosen),
      chosen === undefined ? undefined : client.situation(chosen),
      withheld(),
      // The town’s own orders do not wait for what others say.
      client.bulletins().catch(() => []),
    ]);
    return {
      orders,
      states: orders.map(stateOf),
      board: shown,
      situation,
      bulletins,
      withheldHelp: notShown,
    };
  };
  const draw = (everything: Everything) => {
    now = everything;
    const { orders, board: shown, situation, bulletins } = everything;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.order;
    list.replaceChildren(
      ...orders.map((order) =>
        orderButton(order, order.id === chosen, () => {
          chosen = order.id;
          history.replaceState(null, '', `#watch=${order.id}`);
          void following.refresh();
        }),
      ),
    );
    if (focused) list.querySelector<HTMLElement>(`[data-order="${focused}"]`)?.focus();
    if (orders.length === 0) list.append(element('li', { class: 'none' }, 'まだ指示を出していません。'));
    others.replaceChildren(...drawBulletins(bulletins, acts ? doors.composeFrom : undefined));
    board.replaceChildren(
      ...(shown && situation
        ? drawBoard(shown, [
            tally(situation.total, everything.withheldHelp),
            wide(visitTable(situation)),
            districtSituation(desk, situation),
          ])
        : []),
    );
    deeds.hidden = shown === undefined;
    const standing = shown !== undefined && stateOf(shown.order) === '表示中';
    for (const button of [mistake, over, change]) button.hidden = !standing || !acts;
    if (shown) csv.href = `${client.base}/orders/${shown.order.id}/visits.csv`;
  };
  const following = follow(ask, draw, trouble, doors.signedOut);
  deeds.append(change, mistake, over, csv, print);

  return {
    element: element(
      'section',
      { class: 'view watch', 'aria-labelledby': 'watch-title' },
      element('h1', { id: 'watch-title' }, '指示の状況'),
      trouble,
      element('div', { class: 'watch-columns' }, list, element('div', {}, deeds, board)),
      others,
    ),
    open(order) {
      if (order !== undefined) chosen = order;
      following.start();
    },
    close: following.stop,
  };
}
