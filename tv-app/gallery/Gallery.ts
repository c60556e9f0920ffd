import { App } from '../src/app/App.ts';
import { languages } from '../src/messages/language.ts';
import { contrasts } from '../src/theme/tokens.ts';
import { GalleryPage } from './GalleryPage.ts';

/** The application with the components in place of its pages; all its keys work, and 1 and 2 change contrast and language. */
export class Gallery extends App {
  override home(): void {
    if (this.page) super.home();
    else this.open(GalleryPage);
  }

  _handleDigit1(): void {
    const { settings } = this.tv;
    settings.set({ contrast: after(contrasts, settings.current.contrast) });
  }
  _handleDigit2(): void {
    const { settings } = this.tv;
    settings.set({ language: after(languages, settings.current.language) });
  }
  /** Nothing here is anybody's. */
  override _handleDigit0(): void {}
}

function after<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length] as T;
}
