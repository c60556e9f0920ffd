import Lightning from '@lightningjs/core';
import type { Television } from '../../app/television.ts';
import { common } from '../../messages/common.ts';
import type { Theme } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { type Children, place } from '../base/place.ts';
import { Control } from '../control/Control.ts';
import { ErrorPanel } from '../status/ErrorPanel.ts';
import { Loading } from '../status/Loading.ts';
import { VisitKey } from '../visit-key/VisitKey.ts';
import { controlsIn, type Direction, nearest } from './focus.ts';
import { Loadable } from './loadable.ts';
import { PageFrame } from './PageFrame.ts';

/**
 * One page of the application. It says what it shows in `content()`, which is called when it opens, after `redraw()`, and
 * when the letters grow; children are placed in screen coordinates (content area 96–1824 × 186–870). The remote moves
 * between its controls by their places; the focus always stands on one of them.
 */
export abstract class Page<P = undefined> extends Lightning.Component {
  tv!: Television;
  override params!: P;
  /** Key of the control under the focus. */
  #focusKey = '';
  /** `opened()` has run: the fields that `content()` reads are there. */
  #ready = false;
  readonly #loadables: Loadable<unknown>[] = [];
  readonly #cleanups: (() => void)[] = [];

  /** Top left, in the viewer's words. */
  abstract get title(): string;
  /** The title without anybody's name, for pages that may outlast the visit. */
  get publicTitle(): string {
    return this.title;
  }
  /** What the page shows below the header. At least one {@link Control} must be in it, or none at all while it loads. */
  abstract content(theme: Theme): Children;
  /** つかいかた of this page: at most four short sentences. */
  abstract get help(): readonly string[];

  /** Shows a person's data: left within a second when the session ends (D15). */
  get personal(): boolean {
    return false;
  }
  /** Shows by itself that a login elsewhere has come to wait for a card here. */
  get takesRequests(): boolean {
    return false;
  }
  /** Word behind 戻る. */
  get backWord(): string {
    return common.backOne;
  }
  /** Numbered rounds beside the title, for a task in steps. */
  get steps(): { count: number; current: number } | undefined {
    return undefined;
  }
  /** 「茶の間」 with its mark and the long date: the home page only. */
  get frame(): 'page' | 'home' | 'plain' {
    return 'page';
  }
  /** Read aloud on 赤 and when the page opens. */
  get spoken(): string {
    return this.title;
  }

  /** Once, when the page is on the screen: start loading, subscribe. */
  opened(): void {}
  /** 戻る: answer true when the page has gone back a step in itself. */
  back(): boolean {
    return false;
  }

  get accessible(): Accessible {
    return { role: 'main', name: this.title, children: true };
  }

  override _init(): void {
    this.patch({ w: layout.width, h: layout.height, rect: true, color: colours.ink } as never);
    this.opened();
    this.onLeave(
      this.tv.box.subscribe((box, before) => {
        const back =
          box.connection === 'open' && (before.connection === 'lost' || before.platform === 'offline');
        if (back && box.platform === 'online') this.#askAgain();
      }),
    );
    this.#ready = true;
    this.redraw();
  }

  override _detach(): void {
    for (const loadable of this.#loadables) loadable.stop();
    for (const cleanup of this.#cleanups) cleanup();
  }

  /** Draws the page anew; the focus stays on the control with the same key. */
  redraw(): void {
    if (!this.attached || !this.#ready) return;
    for (const ref of ['Frame', 'Content']) {
      const old = this.tag(ref as never) as Lightning.Element | undefined;
      if (old) this.childList.remove(old);
    }
    this.color = colours.ink;
    const { title, backWord, steps, frame, tv } = this;
    this.childList.a({
      ref: 'Frame',
      ...place(PageFrame, { tv, title, backWord, steps, kind: frame }),
    } as never);
    try {
      this.childList.a({ ref: 'Content', ...withoutHoles(this.content(tv.theme)) } as never);
    } catch (error) {
      this.#broken(error);
    }
    this._refocus();
  }

  /** Nobody shall sit before an empty screen; the fault is reported like every other that nobody catches. */
  #broken(error: unknown): void {
    const half = this.tag('Content' as never) as Lightning.Element | undefined;
    if (half) this.childList.remove(half);
    const { theme } = this.tv;
    const panel = place(ErrorPanel, { code: 'platform.failed', again: () => this.redraw(), theme });
    this.childList.a({ ref: 'Content', Failed: panel } as never);
    setTimeout(() => {
      throw error;
    });
  }

  /** Starts a request whose outcome the page draws; it ends with the page. */
  protected load<T>(request: () => Promise<T>): Loadable<T> {
    const loadable = new Loadable(request, this.tv.clock, () => this.redraw());
    this.#loadables.push(loadable as Loadable<unknown>);
    return loadable;
  }

  /** The way to the platform is open again: what it cost is mended without a key. */
  #askAgain(): void {
    for (const loadable of this.#loadables) {
      const { state } = loadable;
      if (state.kind === 'failed' && state.code.startsWith('platform.')) loadable.retry();
    }
  }

  /** Draws a request: よみこみ中, the fault with もういちど, or what `ready` makes of the value. */
  protected when<T>(loadable: Loadable<T>, ready: (value: T) => Children): Children {
    const { state } = loadable;
    switch (state.kind) {
      case 'quiet':
        return {};
      case 'loading':
        return { Loading: place(Loading, { fontSize: this.tv.theme.size('sentence') }) };
      case 'failed':
        return {
          Failed: place(ErrorPanel, {
            code: state.code,
            again: () => loadable.retry(),
            theme: this.tv.theme,
          }),
        };
      case 'ready':
        return ready(state.value);
    }
  }

  /** Says in a short word what has just happened; it goes away by itself. */
  protected toast(words: string): void {
    (this.fireAncestors as (event: string, words: string) => void).call(this, '$toast', words);
  }

  /** Runs when the page is left. */
  protected onLeave(cleanup: () => void): void {
    this.#cleanups.push(cleanup);
  }

  /** Puts the focus on a control by its key, at once or when it is drawn next. */
  focusOn(key: string): void {
    this.#focusKey = key;
    this._refocus();
  }

  override _getFocused(): Lightning.Component {
    const controls = this.controls();
    const kept = controls.find((control) => control.focusKey === this.#focusKey);
    return kept ?? controls.find((control) => control.first) ?? controls[0] ?? this;
  }

  /** While a page loads, the key in the header is all there is: a second 決定 of a trembling hand must not hide the visit. */
  $hide(): void {
    if (this.controls().some((control) => !(control instanceof VisitKey))) this.tv.pages.hide();
  }

  /** A list turned its page: the focus goes to its first row. */
  $focusOn(ref: string): void {
    const row = this.controls().find((control) => control.ref === ref);
    if (row) this.focusOn(row.focusKey);
  }

  /** Key of the control that has the focus, or is to have it once it is drawn. */
  $wantedFocus(): string {
    return this.#focusKey;
  }

  /** Controls on the page, in drawing order; that of the header comes last. */
  controls(): Control[] {
    return ['Content', 'Frame'].flatMap((ref) => {
      const part = this.tag(ref as never) as Lightning.Element | undefined;
      return part ? controlsIn(part) : [];
    });
  }

  override _handleLeft(): void {
    this.#move('left');
  }
  override _handleRight(): void {
    this.#move('right');
  }
  override _handleUp(): void {
    this.#move('up');
  }
  override _handleDown(): void {
    this.#move('down');
  }

  #move(direction: Direction): void {
    const from = this._getFocused();
    if (!(from instanceof Control)) return;
    const target = nearest(this.controls(), from, direction);
    if (!target) return;
    this.focusOn(target.focusKey);
  }
}

function withoutHoles(children: Children): Children {
  return Object.fromEntries(Object.entries(children).filter(([, child]) => child !== undefined));
}
