import { element, keepFocusOnClick, place } from '../../console/page/dom.ts';
import type { RoomLayout } from './layout.ts';
import type { Steps } from './rove.ts';

export interface Shelf {
  element: HTMLElement;
  /** Takes the cards' slots. */
  slots: HTMLElement;
  place(layout: RoomLayout): void;
  steps(): Steps;
}

/** The wooden rack; where not all cards fit it is turned with a button at either end. */
export function createShelf(): Shelf {
  const slots = element('div', { class: 'shelf', role: 'group', 'aria-label': 'カード' });
  const back = element('button', { type: 'button', class: 'shelf-turn back', 'aria-label': '前のカード' });
  const on = element('button', { type: 'button', class: 'shelf-turn on', 'aria-label': '次のカード' });
  const rack = element('div', { class: 'rack' }, slots, back, on);
  let columns = 1;
  let steps: Steps = { across: 1, down: 1 };

  const showEnds = () => {
    const rest = slots.scrollWidth - slots.clientWidth;
    back.hidden = slots.scrollLeft < 2;
    on.hidden = slots.scrollLeft > rest - 2;
  };
  const turn = (direction: number) =>
    slots.scrollBy({
      left: direction * Math.max(1, columns - 1) * (slots.clientWidth / columns),
      behavior: 'smooth',
    });
  keepFocusOnClick(back, on);
  back.addEventListener('click', () => turn(-1));
  on.addEventListener('click', () => turn(1));
  slots.addEventListener('scroll', showEnds);

  return {
    element: rack,
    slots,
    steps: () => steps,
    place({ rack: at }) {
      columns = at.columns;
      // A rack that scrolls is filled column by column, another one row by row.
      steps = at.scrolls ? { across: at.rows, down: 1 } : { across: 1, down: at.columns };
      place(rack, at);
      rack.classList.toggle('scrolls', at.scrolls);
      rack.style.setProperty('--columns', String(at.columns));
      rack.style.setProperty('--rows', String(at.rows));
      rack.style.setProperty('--column', `${at.column}px`);
      rack.style.setProperty('--row', `${at.row}px`);
      showEnds();
    },
  };
}
