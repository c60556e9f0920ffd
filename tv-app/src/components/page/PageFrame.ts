import Lightning from '@lightningjs/core';
import type { Television } from '../../app/television.ts';
import { withHonorific } from '../../messages/common.ts';
import { dayWords, timeWords } from '../../messages/time.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { type Children, place } from '../base/place.ts';
import { icon } from '../icon/Icon.ts';
import { Legend } from '../legend/Legend.ts';
import { StepHeader } from '../step-header/StepHeader.ts';

/** Header and legend, in the same place on every page. */
export class PageFrame extends Lightning.Component {
  tv!: Television;
  title = '';
  backWord = '';
  steps: { count: number; current: number } | undefined = undefined;
  kind: 'page' | 'home' = 'page';
  #stop: () => void = () => {};

  override _init(): void {
    const { title, backWord, tv } = this;
    const large = tv.settings.current.textSize === 'large';
    const titleSize = tv.theme.size('title');
    this.patch({
      ...(this.kind === 'home'
        ? { Mark: icon('mark', { x: 84, y: 54, size: 84, colour: colours.white }) }
        : {}),
      Title: {
        ...textTemplate(title, {
          x: this.kind === 'home' ? 180 : layout.left,
          y: 102,
          mountY: 0.5,
          size: titleSize,
          bold: true,
          colour: colours.text,
          lineHeight: titleSize,
        }),
        heading: true,
      },
      ...(this.steps
        ? {
            Steps: place(StepHeader, {
              x: layout.left + titleSize * title.length + 72,
              y: 70,
              ...this.steps,
            }),
          }
        : {}),
      Legend: place(Legend, { y: layout.legendTop, backWord, large }),
    } as never);
    this.#tick();
  }

  override _detach(): void {
    this.#stop();
  }

  /** Clock and name at the right; the clock goes on by the minute. */
  #tick(): void {
    const { tv } = this;
    const now = tv.clock.now();
    const old = this.tag('Corner' as never) as Lightning.Element | undefined;
    if (old) this.childList.remove(old);
    this.childList.a({ ref: 'Corner', ...this.#corner(now) } as never);
    this.#stop();
    this.#stop = tv.clock.after(60_000 - (now.getTime() % 60_000), () => this.#tick());
  }

  #corner(now: Date): Children {
    const { tv, kind } = this;
    const session = tv.box.current.session;
    const home = kind === 'home';
    const line = { y: 102, mountY: 0.5 };
    const clockSize = home ? 64 : 48;
    const clock = textTemplate(timeWords(now), {
      ...line,
      x: 0,
      size: clockSize,
      bold: home,
      colour: colours.text,
      lineHeight: clockSize,
    });
    const parts: Record<string, object> = {};
    if (home) {
      // A greeting takes the room of the date.
      if (!session)
        parts.Day = textTemplate(dayWords(now), {
          ...line,
          size: 48,
          colour: colours.secondText,
          lineHeight: 48,
        });
    } else if (session) {
      parts.Card = { ...icon('id-card', { ...line, size: 52, colour: colours.leaf }) };
      if (session.callName !== '')
        parts.Name = textTemplate(withHonorific(session.callName), {
          ...line,
          size: 48,
          bold: true,
          colour: colours.text,
          lineHeight: 48,
        });
      parts.Bar = { ...line, rect: true, w: 2, h: 44, color: colours.edge };
    }
    const gaps: Record<string, number> = { Day: 40, Card: 18, Name: 42, Bar: 40 };
    return {
      flex: { direction: 'row', alignItems: 'center' },
      x: layout.right,
      y: 102,
      mountX: 1,
      mountY: 0.5,
      ...Object.fromEntries(
        Object.entries(parts).map(([ref, part]) => [
          ref,
          { ...part, x: 0, y: 0, mountY: 0, flexItem: { marginRight: gaps[ref] } },
        ]),
      ),
      Clock: { ...clock, x: 0, y: 0, mountY: 0 },
    } as unknown as Children;
  }
}
