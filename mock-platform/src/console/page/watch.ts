import type { OrderSummary } from '../../protocol/console.ts';
import { drawBoard } from './board.ts';
import { confirmed } from './confirm.ts';
import { type DeskClient, DeskError, sentenceFor } from './desk-client.ts';
import { element } from './dom.ts';
import { clockTime, hazards, statusWords, wordsOf } from './wording.ts';

const every = 1000;

export interface Watch {
  element: HTMLElement;
  /** Starts following; with an order, that one's board. */
  open(order?: string): void;
  close(): void;
}

const stateOf = (order: OrderSummary): string => {
  if (order.cancelledAt !== null) return '取消';
  return Date.parse(order.expiresAt) < Date.now() ? '終了' : '表示中';
};

/** The orders of the town and the live board of the chosen one. */
export function createWatch(townName: string, client: DeskClient, signedOut: () => void): Watch {
  const list = element('ul', { class: 'orders', 'aria-label': '出した指示' });
  const board = element('div', { class: 'board' });
  const cancel = element(
    'button',
    { type: 'button', class: 'quiet cancel', hidden: '' },
    'この指示を取り消す',
  );
  const trouble = element('p', { class: 'failure', role: 'status', hidden: '' });
  const root = element(
    'section',
    { class: 'view watch', 'aria-labelledby': 'watch-title' },
    element('h1', { id: 'watch-title' }, '指示の状況'),
    trouble,
    element('div', { class: 'watch-columns' }, list, element('div', {}, cancel, board)),
  );
  let chosen: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let following = 0;
  /** What is on the page: it is drawn anew only when something changed, so that no click falls between two drawings. */
  let drawn = '';

  const choose = (order: string) => {
    chosen = order;
    history.replaceState(null, '', `#watch=${order}`);
    void refresh(following);
  };
  const drawList = (orders: OrderSummary[]) => {
    const focused = (document.activeElement as HTMLElement | null)?.dataset.order;
    list.replaceChildren(
      ...orders.map((order) => {
        const button = element(
          'button',
          { type: 'button', 'data-order': order.id, 'aria-pressed': String(order.id === chosen) },
          element('span', { class: `status ${order.status}` }, statusWords[order.status]),
          element('b', { class: `chip level-${order.level}` }, String(order.level)),
          element('span', {}, `${wordsOf(order.level).name} ${hazards[order.hazard]}`),
          element(
            'small',
            {},
            `${clockTime(order.issuedAt)} ${order.districts.map(({ name }) => name).join('・')} ${stateOf(order)}`,
          ),
        );
        button.addEventListener('click', () => choose(order.id));
        return element('li', {}, button);
      }),
    );
    if (focused) list.querySelector<HTMLElement>(`[data-order="${focused}"]`)?.focus();
    if (orders.length === 0) list.append(element('li', { class: 'none' }, 'まだ指示を出していません。'));
  };
  const refresh = async (mine: number) => {
    try {
      const orders = (await client.orders()).filter(({ action }) => action !== 'cancel');
      if (!orders.some(({ id }) => id === chosen)) chosen = orders[0]?.id;
      const shown = chosen === undefined ? undefined : await client.board(chosen);
      if (mine !== following) return;
      trouble.hidden = true;
      const now = JSON.stringify([orders, orders.map(stateOf), shown]);
      if (now === drawn) return;
      drawn = now;
      drawList(orders);
      board.replaceChildren(...(shown ? drawBoard(shown) : []));
      cancel.hidden = !shown || stateOf(shown.order) !== '表示中';
    } catch (error) {
      if (mine !== following) return;
      if (error instanceof DeskError && error.status === 401) signedOut();
      trouble.textContent = sentenceFor(error).replace(
        '入力はそのまま残っています。',
        'つながりしだい、新しくなります。',
      );
      trouble.hidden = false;
    }
  };
  const follow = async (mine: number) => {
    await refresh(mine);
    if (mine === following) timer = setTimeout(() => void follow(mine), every);
  };
  cancel.addEventListener('click', async () => {
    const order = chosen;
    if (order === undefined) return;
    const yes = await confirmed(
      `${townName}の指示を取り消しますか`,
      [element('p', {}, 'この指示を表示したテレビにだけ「取消」と出ます。')],
      '取り消す',
    );
    if (!yes) return;
    try {
      await client.cancel(order);
    } catch (error) {
      trouble.textContent = sentenceFor(error);
      trouble.hidden = false;
      return;
    }
    void refresh(following);
  });

  return {
    element: root,
    open(order) {
      if (order !== undefined) chosen = order;
      clearTimeout(timer);
      following += 1;
      void follow(following);
    },
    close() {
      following += 1;
      clearTimeout(timer);
    },
  };
}
