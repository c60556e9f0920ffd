import { drawing, element, keepFocusOnClick, place } from '../../console/page/dom.ts';
import type { RoomLayout } from './layout.ts';

const plugSign = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M8 3v6M16 3v6M5 9h14v3c0 4-3 6-7 6s-7-2-7-6zM12 18v4" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 204 132" preserveAspectRatio="none">
  <path d="M10 40h184l8 66q1 18-14 18H16q-15 0-14-18z" fill="#0A0E11"/>
  <path d="M22 6h160q11 0 13 12l8 74q1 16-14 16H15Q0 108 1 92l8-74Q11 6 22 6z" fill="#2C3640"/>
  <path d="M22 6h160q11 0 13 12l.6 5q-2-12-13-12H22q-11 0-13 12l.4-5Q11 6 22 6z" fill="#45525E"/>
  <path class="target" d="M36 20h132q6 0 7 6l6 58q0 7-6 7H29q-6 0-6-7l6-58q1-6 7-6z" fill="none" stroke="#F4EBDD" stroke-width="2.4" stroke-dasharray="0.1 6.5" stroke-linecap="round"/>
  <rect class="light" x="86" y="113" width="32" height="5" rx="2.5"/>
</svg>`;

export interface Reader {
  element: HTMLElement;
  place(layout: RoomLayout): void;
  /** Where a laid card lives. */
  holder: HTMLElement;
  /** Control that pulls the plug or puts it in again. */
  plug: HTMLButtonElement;
  caption: HTMLElement;
  show(state: { plugged: boolean; occupied: boolean }): void;
  /** Whether a point of the window is on the reader or close to it. */
  holds(x: number, y: number): boolean;
  aim(on: boolean): void;
}

/** The card reader at the front edge of the board, its caption and its plug. */
export function createReader(onPlug: (plugIn: boolean) => void): Reader {
  const holder = element('div', { class: 'reader-place' });
  const root = element(
    'div',
    { class: 'reader', role: 'group', 'aria-label': 'カードリーダー' },
    drawing(body, 'reader-body'),
    holder,
  );
  const caption = element('div', { class: 'reader-caption' });
  const plug = element('button', { type: 'button', class: 'plug', 'data-plug': '' });
  let plugged = true;
  keepFocusOnClick(plug);
  plug.addEventListener('click', () => onPlug(!plugged));

  return {
    element: root,
    holder,
    plug,
    caption,
    place({ reader, board, rack }) {
      place(root, reader);
      root.style.setProperty('--reader', `${reader.width}px`);
      place(caption, {
        x: reader.x - 26,
        y: board.front,
        width: reader.width + 52,
        height: board.bottom - board.front,
      });
      place(plug, {
        x: rack.x + rack.width - 226,
        y: board.front + 6,
        width: 236,
        height: board.bottom - board.front - 8,
      });
    },
    show(state) {
      plugged = state.plugged;
      root.dataset.plugged = String(plugged);
      root.dataset.occupied = String(state.occupied);
      root.closest('.room')?.toggleAttribute('data-unplugged', !plugged);
      caption.textContent = plugged ? 'カードを置くところ' : 'コードが抜けています';
      plug.replaceChildren(
        drawing(plugSign, 'plug-sign'),
        plugged ? 'リーダーのコードを抜く' : 'リーダーのコードをさす',
      );
    },
    holds(x, y) {
      const { left, right, top, bottom } = root.getBoundingClientRect();
      return x > left - 24 && x < right + 24 && y > top - 36 && y < bottom + 36;
    },
    aim(on) {
      root.classList.toggle('aimed', on);
    },
  };
}
