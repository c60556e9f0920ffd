import Lightning from '@lightningjs/core';
import type { PinEntry } from '../../../../reader-agent/src/protocol/local.ts';
import { pin } from '../../messages/pin.ts';
import type { Accessible } from '../base/accessible.ts';
import { place } from '../base/place.ts';
import { Button } from '../button/Button.ts';
import { type PadAction, type PadCell, padPlans } from './keys.ts';

const actionWords = (): Record<PadAction, string> => ({
  erase: pin.erase,
  'erase-all': pin.eraseAll,
  submit: pin.submit,
});

/** Keys for a PIN. It knows neither what was typed nor how much: `ready` says whether けってい may be pressed. */
export class PinPad extends Lightning.Component {
  kind: PinEntry['kind'] = 'authentication';
  ready = false;
  typeKey: (key: string) => void = () => {};
  act: (action: PadAction) => void = () => {};

  get accessible(): Accessible {
    return { role: 'group', name: pin.keys, children: true };
  }

  override _init(): void {
    const { columns, gap, rows } = padPlans[this.kind];
    const wide = (this.w + gap) / columns;
    const high = (this.h + gap) / rows.length;
    const cells: [string, object][] = [];
    for (const [row, line] of rows.entries()) {
      let column = 0;
      for (const cell of line) {
        const x = Math.round(column * wide);
        const y = Math.round(row * high);
        const w = Math.round((column + cell.span) * wide - gap) - x;
        const h = Math.round((row + 1) * high - gap) - y;
        cells.push([refOf(cell), { ...this.#button(cell), x, y, w, h }]);
        column += cell.span;
      }
    }
    this.patch(Object.fromEntries(cells) as never);
  }

  /** Whether enough keys are typed. */
  setReady(ready: boolean): void {
    if (ready === this.ready) return;
    this.ready = ready;
    const submit = this.tag(actionRefs.submit as never) as unknown as Button;
    submit.look = lookOfSubmit(ready);
    submit.redraw();
  }

  #button({ key, action }: PadCell): object {
    const { keySize, actionSize } = padPlans[this.kind];
    if (action) {
      const submit = action === 'submit';
      return place(Button, {
        label: actionWords()[action],
        fontSize: actionSize,
        focusKey: action,
        look: submit ? lookOfSubmit(this.ready) : 'tile',
        commit: submit,
        typing: true,
        press: () => this.act(action),
      });
    }
    return place(Button, {
      label: key ?? '',
      fontSize: keySize,
      focusKey: `key-${key}`,
      typing: true,
      secret: true,
      first: key === firstKeys[this.kind],
      press: () => this.typeKey(key ?? ''),
    });
  }
}

/** Where the focus stands when the pad appears. */
export const firstKeys: Record<PinEntry['kind'], string> = { authentication: '1', signature: 'A' };

const actionRefs: Record<PadAction, string> = { erase: 'Erase', 'erase-all': 'EraseAll', submit: 'Submit' };
const refOf = ({ key, action }: PadCell): string => (action ? actionRefs[action] : `Key${key}`);
const lookOfSubmit = (ready: boolean) => (ready ? 'paper' : 'taken');
