import type { Door } from '../../app/door.ts';
import type { PageClass } from '../../app/television.ts';
import { waitingHelp } from '../../messages/page-help.ts';
import type { Children } from '../base/place.ts';
import type { Loadable } from './loadable.ts';
import { Page } from './Page.ts';

/** Stands where a page is to come whose code is still on its way: よみこみ中, or what is wrong with もういちど. */
export class WaitingPage extends Page<{ door: Door<unknown>; arrived: (page: PageClass<unknown>) => void }> {
  private coming!: Loadable<void>;

  override get title(): string {
    return this.params.door.title;
  }
  override get help(): readonly string[] {
    return waitingHelp.sentences;
  }
  /** What it waits for may be a person's: with the visit the waiting ends too. */
  override get personal(): boolean {
    return true;
  }

  override opened(): void {
    this.coming = this.load(() => this.params.door.load().then(this.params.arrived));
  }

  override content(): Children {
    return this.when(this.coming, () => ({}));
  }
}
