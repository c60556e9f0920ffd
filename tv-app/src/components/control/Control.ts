import Lightning from '@lightningjs/core';
import { colours, layout, motion, ringReach } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { ringTexture, surfaceTexture } from '../base/surface.ts';

/** Grounds a control may have; each names its plain and its focused colour. */
export type ControlLook = 'tile' | 'paper' | 'order' | 'taken';

/**
 * Everything the remote control can stand on. Draws ground and ring, answers 決定 with `press`, and is found by the page's
 * focus by its place on the screen. Properties are set once, before it is drawn; a page that changes builds it anew.
 */
export abstract class Control extends Lightning.Component {
  /** Name of this control within its page: focus returns to the same key after the page is built anew. */
  focusKey = '';
  /** Stands under the focus when the page opens. */
  first = false;
  /** Sends or spends something: a second 決定 within 150 ms is not taken. */
  commit = false;
  /** Types or erases: a second 決定 within 150 ms is not taken, the next may follow at once. */
  typing = false;
  /** A key of a PIN: never said aloud. */
  secret = false;
  look: ControlLook = 'tile';
  radius: number = layout.radius.tile;
  press?: () => void;
  /** Said instead of the drawn words, when a sentence is clearer. */
  speech = '';
  /** Called when the focus arrives: for things that show the focused item's details elsewhere. */
  focused?: () => void;

  /** Words and icons above the ground. */
  protected abstract face(focused: boolean): Children;
  abstract get accessible(): Accessible;

  override _init(): void {
    this.draw(this.hasFocus());
  }

  override _focus(): void {
    this.draw(true);
    this.focused?.();
  }

  override _unfocus(): void {
    this.draw(false);
  }

  override _handleEnter(): boolean | undefined {
    if (!this.press) return false;
    (this.fireAncestors as (event: string) => void).call(this, '$pressed');
    this.#light();
    this.press();
    return undefined;
  }

  /** The ground lights up for a moment; whatever is drawn next puts it out. */
  #light(): void {
    if (!this.tag('Ground' as never)) return;
    const { w, h, radius } = this;
    const fill = this.look === 'paper' ? colours.paperPressed : colours.surfacePressed;
    this.patch({ Ground: { Light: { texture: surfaceTexture({ w, h, radius, fill }), alpha: 1 } } } as never);
    const light = this.tag('Ground.Light' as never) as Lightning.Element;
    light.setSmooth('alpha', 0, { duration: motion.press / 1000, timingFunction: 'ease-in' });
  }

  /** Draws again after a property changed. */
  redraw(): void {
    if (this.attached) this.draw(this.hasFocus());
  }

  private draw(focused: boolean): void {
    const { w, h, radius } = this;
    this.patch({
      Ground: {
        texture: surfaceTexture({ w, h, radius, ...ground(this.look, focused) }),
        Light: undefined,
      },
      Ring: focused
        ? {
            x: -ringReach,
            y: -ringReach,
            texture: ringTexture(w, h, radius, this.look === 'order' ? colours.black : colours.ink),
          }
        : undefined,
    } as never);
    const face = this.tag('Face' as never) as Lightning.Element | undefined;
    if (face) this.childList.remove(face);
    this.childList.a({ ref: 'Face', ...this.face(focused) } as never);
  }
}

function ground(look: ControlLook, focused: boolean) {
  switch (look) {
    case 'paper':
      return { fill: focused ? colours.paperFocused : colours.paper };
    case 'order':
      return focused
        ? { fill: colours.orderAnswerFocused }
        : { fill: colours.orderAnswer, edge: colours.white, edgeWidth: 4 };
    case 'taken':
      return { fill: focused ? colours.surface : undefined, edge: colours.edge, dash: [8, 6] as const };
    case 'tile':
      return focused ? { fill: colours.surfaceFocused } : { fill: colours.surface, edge: colours.edge };
  }
}
