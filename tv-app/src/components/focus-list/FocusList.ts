import Lightning from '@lightningjs/core';
import { common } from '../../messages/common.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { place } from '../base/place.ts';
import { Button } from '../button/Button.ts';

/**
 * Rows in pages: at most `perPage` rows and, where there are more, つぎを 見る below them. `rows` are templates of controls
 * without y; each gets its place here.
 */
export class FocusList extends Lightning.Component {
  rows: readonly object[] = [];
  perPage = 4;
  rowHeight = 136;
  gap = 36;
  /** Said in the place of the rows when there are none. */
  empty = '';
  #page = 0;

  get accessible(): Accessible {
    return { role: 'list', name: '', children: true };
  }

  /** Begins with the page on which the focus stood when it was drawn last. */
  override _init(): void {
    const wanted = (this.fireAncestors as (event: string) => unknown).call(this, '$wantedFocus');
    const row = this.rows.findIndex((row) => (row as { focusKey?: string }).focusKey === wanted);
    const more = /^more-(\d+)$/.exec(String(wanted));
    this.#page = row >= 0 ? Math.floor(row / this.perPage) : more ? Number(more[1]) : 0;
    if (this.#page * this.perPage >= this.rows.length) this.#page = 0;
    this.#draw();
  }

  #draw(): void {
    const { rows, perPage, rowHeight, gap } = this;
    const pages = Math.max(1, Math.ceil(rows.length / perPage));
    const from = this.#page * perPage;
    const shown = rows.slice(from, from + perPage);
    this.childList.clear();
    if (rows.length === 0 && this.empty) {
      this.childList.a({
        ref: 'Empty',
        ...textTemplate(this.empty, { y: 24, width: this.w, size: 64, bold: true, colour: colours.text }),
      } as never);
    }
    this.childList.a(
      shown.map((row, index) => ({
        ref: `Row${from + index}`,
        first: index === 0,
        ...row,
        y: index * (rowHeight + gap),
        w: this.w,
        h: rowHeight,
      })) as never,
    );
    if (pages > 1) {
      const last = this.#page === pages - 1;
      this.childList.a({
        ref: 'More',
        ...place(Button, {
          y: shown.length * (rowHeight + gap),
          w: Math.min(720, this.w),
          h: 120,
          fontSize: 48,
          label: last ? common.toStart : common.next,
          focusKey: `more-${this.#page}`,
          press: () => {
            this.#page = last ? 0 : this.#page + 1;
            this.#draw();
            (this.fireAncestors as (event: string, ref: string) => void).call(
              this,
              '$focusOn',
              `Row${this.#page * perPage}`,
            );
          },
        }),
      } as never);
    }
    this._refocus();
  }
}
