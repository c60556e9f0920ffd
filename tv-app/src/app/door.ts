import type { PageClass } from './television.ts';

/**
 * The way to a page whose code is fetched when it is wanted, or while nothing else is to be done. `Pages.open` takes it like
 * a page: at once when the code is there, else behind よみこみ中.
 */
export class Door<P = undefined> {
  #page: PageClass<P> | undefined;
  #coming: Promise<PageClass<P>> | undefined;

  /** `title` stands on the screen while the code is on its way. */
  constructor(
    private readonly titled: () => string,
    private readonly fetch: () => Promise<PageClass<P>>,
  ) {}

  get title(): string {
    return this.titled();
  }

  /** The page once its code is there. */
  get page(): PageClass<P> | undefined {
    return this.#page;
  }

  /** Fetches the code once; after a failure the next call tries again. Rejects with the code `platform.unreachable`. */
  load(): Promise<PageClass<P>> {
    this.#coming ??= this.fetch().then(
      (page) => {
        this.#page = page;
        return page;
      },
      (cause: unknown) => {
        this.#coming = undefined;
        const error = new Error('the page could not be fetched', { cause });
        throw Object.assign(error, { code: 'platform.unreachable' });
      },
    );
    return this.#coming;
  }
}
