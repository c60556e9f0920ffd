import { element } from './dom.ts';

/** A table that scrolls sideways by itself on a narrow screen, by keyboard too. */
export const wide = (table: HTMLTableElement): HTMLElement =>
  element(
    'div',
    { class: 'wide-table', role: 'region', tabindex: '0', 'aria-label': table.caption?.textContent ?? '表' },
    table,
  );
