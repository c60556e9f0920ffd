import Lightning from '@lightningjs/core';
import type { TextSize } from '../../theme/tokens.ts';
import { place } from '../base/place.ts';
import type { IconName } from '../icon/Icon.ts';
import { ListRow } from '../list-row/ListRow.ts';

/** One part of a day that is offered. */
export interface SlotChoice {
  key: string;
  /** 「午前」 */
  label: string;
  /** 「9時から 12時まで」 */
  span: string;
  word: string;
  sign: IconName;
  /** Missing where it cannot be taken. */
  press?: () => void;
  /** Somebody has it, and something can still be done about it. */
  pressTaken?: () => void;
}

const sizes = {
  normal: { rowHeight: 156, rowGap: 36, row: {} },
  // Three rows in the same room.
  large: { rowHeight: 164, rowGap: 24, row: { labelSize: 72, textSize: 60, twoLines: true } },
} as const;

/** Parts of a day below each other, the first free one under the focus. */
export class SlotPicker extends Lightning.Component {
  slots: readonly SlotChoice[] = [];
  textSize: TextSize = 'normal';

  override _init(): void {
    const { rowHeight, rowGap, row } = sizes[this.textSize];
    const firstFree = this.slots.find(({ press }) => press);
    this.patch(
      Object.fromEntries(
        this.slots.map((slot, index) => [
          `Slot${index}`,
          place(ListRow, {
            y: index * (rowHeight + rowGap),
            w: this.w,
            h: rowHeight,
            ...row,
            focusKey: slot.key,
            first: slot === firstFree,
            label: slot.label,
            detail: slot.span,
            sign: slot.sign,
            signWord: slot.word,
            ...(slot.press
              ? { press: slot.press }
              : { look: 'taken' as const, ...(slot.pressTaken ? { press: slot.pressTaken } : {}) }),
          }),
        ]),
      ) as never,
    );
  }
}
