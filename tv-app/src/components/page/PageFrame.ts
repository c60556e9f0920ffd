import Lightning from '@lightningjs/core';
import type { Television } from '../../app/television.ts';
import { dayWords, timeWords } from '../../messages/time.ts';
import { fittedSize, measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { type Children, place } from '../base/place.ts';
import { icon } from '../icon/Icon.ts';
import { Legend } from '../legend/Legend.ts';
import { StepHeader } from '../step-header/StepHeader.ts';
import { VisitKey } from '../visit-key/VisitKey.ts';

const homeClock = 64;
const widestTime = new Date('2026-11-20T22:59:00+09:00');

/** Header and legend, in the same place on every page. */
export class PageFrame extends Lightning.Component {
  tv!: Television;
  title = '';
  backWord = '';
  steps: { count: number; current: number } | undefined = undefined;
  /** `plain`: nobody's name, and no key that hides it. */
  kind: 'page' | 'home' | 'plain' = 'page';
  #stop: () => void = () => {};

  override _init(): void {
    const { title, backWord, tv } = this;
    const large = tv.settings.current.textSize === 'large';
    const home = this.kind === 'home';
    const titleX = home ? 180 : layout.left;
    const visit = this.#visit();
    const fullSize = tv.theme.size('title');
    // A greeting gives way to the key that hides it.
    const titleSize = home && visit ? fittedSize(title, fullSize, true, visit.x - titleX - 40) : fullSize;
    this.patch({
      ...(home ? { Mark: icon('mark', { x: 84, y: 54, size: 84, colour: colours.white }) } : {}),
      Title: {
        ...textTemplate(title, {
          x: titleX,
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
              x: Math.round(layout.left + measureFor(titleSize, true)(title) + 72),
              y: 70,
              ...this.steps,
            }),
          }
        : {}),
      ...(visit
        ? {
            Visit: place(VisitKey, {
              ...visit,
              y: layout.top,
              press: () => (this.fireAncestors as (event: string) => void).call(this, '$hide'),
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

  /** Whose visit it is, left of the clock however wide that becomes; at home the greeting says the name already. */
  #visit(): { x: number; w: number; h: number; callName: string } | undefined {
    const { session } = this.tv.box.current;
    if (!session || this.kind === 'plain') return undefined;
    const home = this.kind === 'home';
    const callName = home ? '' : session.callName;
    const size = VisitKey.sizeFor(callName);
    const clock = home
      ? measureFor(homeClock, true)(timeWords(widestTime))
      : measureFor(48, false)(timeWords(widestTime));
    return { x: Math.round(layout.right - clock - 40 - size.w), ...size, callName };
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

  /** Between the title and the clock. */
  #hasRoomFor(day: string, clockSize: number): boolean {
    const title = measureFor(this.tv.theme.size('title'), true)(this.title);
    const clock = measureFor(clockSize, true)(timeWords(widestTime));
    return 180 + title + 60 + measureFor(48, false)(day) + 40 + clock <= layout.right;
  }

  #corner(now: Date): Children {
    const { tv, kind } = this;
    const known = tv.clock.known !== false;
    const session = tv.box.current.session;
    const home = kind === 'home';
    const line = { y: 102, mountY: 0.5 };
    const clockSize = home ? homeClock : 48;
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
      if (!session && known && this.#hasRoomFor(dayWords(now), clockSize))
        parts.Day = textTemplate(dayWords(now), {
          ...line,
          size: 48,
          colour: colours.secondText,
          lineHeight: 48,
        });
    }
    const gaps: Record<string, number> = { Day: 40 };
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
      // Better no time than a wrong one.
      ...(known ? { Clock: { ...clock, x: 0, y: 0, mountY: 0 } } : {}),
    } as unknown as Children;
  }
}
