import Lightning from '@lightningjs/core';
import { layout, type TextSize } from '../../theme/tokens.ts';
import { place } from '../base/place.ts';
import type { IconName } from '../icon/Icon.ts';
import { DayCell } from './DayCell.ts';
import { TurnButton } from './TurnButton.ts';

/** One day that is offered. */
export interface DayChoice {
  /** Key of its cell, for instance the date. */
  key: string;
  /** Date with weekday, as written in the cell. */
  date: string;
  /** The date as it is said, where it is written shorter. */
  spoken?: string;
  word: string;
  sign?: IconName;
  /** Missing where the day cannot be taken; its cell can be reached and read all the same. */
  press?: () => void;
}

/** A way to the days before or after the shown ones. */
export interface DayTurn {
  side: 'left' | 'right';
  label: string;
  press: () => void;
}

const columns = 4;
const rowHeight = 120;
const rowGap = 24;
/** Cells in all: two weeks and two ways to others. */
const cells = 16;

/** Two weeks of days in four columns, the first open one under the focus; the ways to other weeks close the last row. */
export class DatePicker extends Lightning.Component {
  days: readonly DayChoice[] = [];
  turns: readonly DayTurn[] = [];
  textSize: TextSize = 'normal';

  override _init(): void {
    const wide = (this.w - layout.gutter * (columns - 1)) / columns;
    const cell = (index: number) => ({
      x: (index % columns) * (wide + layout.gutter),
      y: Math.floor(index / columns) * (rowHeight + rowGap),
      w: wide,
      h: rowHeight,
    });
    const firstOpen = this.days.find(({ press }) => press);
    this.patch({
      ...Object.fromEntries(
        this.days.map((day, index) => [
          `Day${index}`,
          place(DayCell, {
            ...cell(index),
            date: day.date,
            spoken: day.spoken ?? '',
            textSize: this.textSize,
            word: day.word,
            ...(day.sign ? { sign: day.sign } : {}),
            focusKey: day.key,
            first: day === firstOpen,
            ...(day.press ? { press: day.press } : { look: 'taken' as const }),
          }),
        ]),
      ),
      ...Object.fromEntries(
        this.turns.map(({ side, label, press }) => [
          `Turn${side}`,
          place(TurnButton, {
            ...cell(side === 'left' ? cells - 2 : cells - 1),
            label,
            side,
            focusKey: `turn-${side}`,
            press,
          }),
        ]),
      ),
    } as never);
  }
}
