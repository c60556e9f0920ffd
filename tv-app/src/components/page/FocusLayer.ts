import Lightning from '@lightningjs/core';
import { Control } from '../control/Control.ts';
import { controlsIn, type Direction, nearest } from './focus.ts';

/** A layer over the pages: ← and → move among its own controls by their place, the first has the focus to begin with. */
export abstract class FocusLayer extends Lightning.Component {
  /** Which control has the focus; empty for the first. */
  protected focusKey = '';

  override _getFocused(): Lightning.Component {
    const controls = controlsIn(this);
    return controls.find((control) => control.focusKey === this.focusKey) ?? controls[0] ?? this;
  }

  protected move(direction: Direction): void {
    const from = this._getFocused();
    const target = from instanceof Control ? nearest(controlsIn(this), from, direction) : undefined;
    if (!target) return;
    this.focusKey = target.focusKey;
    this._refocus();
  }

  override _handleLeft(): void {
    this.move('left');
  }
  override _handleRight(): void {
    this.move('right');
  }
}
