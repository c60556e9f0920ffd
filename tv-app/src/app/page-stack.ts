import type Lightning from '@lightningjs/core';
import type { Page } from '../components/page/Page.ts';
import { WaitingPage } from '../components/page/WaitingPage.ts';
import { Door } from './door.ts';
import type { Opens, PageClass, Television } from './television.ts';

export type AnyPage = Page<unknown>;

/** Pages above each other, each kept as it was left; only the uppermost is drawn. None at all is the broadcast. */
export class PageStack {
  readonly #pages: AnyPage[] = [];

  constructor(
    private readonly host: Lightning.Element,
    private readonly tv: Television,
    /** The uppermost page came through its door after a while. */
    private readonly arrived: () => void,
  ) {}

  get top(): AnyPage | undefined {
    return this.#pages[this.#pages.length - 1];
  }

  get length(): number {
    return this.#pages.length;
  }

  /** Place of the lowest page that shows a person's data; −1 for none. */
  get firstPersonal(): number {
    return this.#pages.findIndex((page) => page.personal);
  }

  push(opens: Opens<unknown>, params: unknown): void {
    const below = this.top;
    if (below) below.visible = false;
    const type = opens instanceof Door ? opens.page : opens;
    const page = type ? this.#make(type, params) : this.#waiting(opens as Door<unknown>, params);
    this.#pages.push(page);
    this.host.childList.a(page as never);
  }

  drop(count: number): void {
    for (const page of this.#pages.splice(this.#pages.length - count, count))
      this.host.childList.remove(page as never);
  }

  /** Draws all anew, also the pages below: somebody's name must not come back with 戻る. */
  redraw(): void {
    for (const page of this.#pages) page.redraw();
  }

  #make(type: PageClass<unknown>, params: unknown): AnyPage {
    return this.host.stage.c({ type, tv: this.tv, params } as never) as unknown as AnyPage;
  }

  /** Stands in for a page until its code is there, unless somebody has left by then. */
  #waiting(door: Door<unknown>, params: unknown): AnyPage {
    const waiting = this.#make(WaitingPage as PageClass<unknown>, {
      door,
      arrived: (type: PageClass<unknown>) => {
        const at = this.#pages.indexOf(waiting);
        if (at < 0) return;
        const page = this.#make(type, params);
        this.#pages[at] = page;
        page.visible = waiting.visible;
        this.host.childList.remove(waiting as never);
        this.host.childList.a(page as never);
        if (page === this.top) this.arrived();
      },
    });
    return waiting;
  }
}
