import type { KeyName, RawKey } from '../../app/keys/names.ts';
import type { Children } from '../../components/base/place.ts';
import { remoteWords as words } from '../../messages/remote.ts';
import type { Theme } from '../../theme/theme.ts';
import { Hold, nextWithin } from './hold.ts';
import { KeyPage } from './KeyPage.ts';

/** The name of a key, large enough to be read by somebody who looks up from the remote control. */
const nameSize = 220;
/** 戻る held for so long leaves the page. */
const leaveAfter = 1000;
/** So long without a key leaves it too. */
const patience = 20_000;

/** Shows the name of each key that is pressed; nothing else happens. */
export class KeyTestPage extends KeyPage {
  private last: KeyName | 'unknown' | undefined;
  private readonly hold = new Hold();

  override get title(): string {
    return words.test;
  }
  override get help(): readonly string[] {
    return words.testHelp;
  }

  override opened(): void {
    super.opened();
    this.#wait();
  }

  override content(theme: Theme): Children {
    const { last } = this;
    const sheet = {
      overline: '',
      headline: last === undefined ? words.press : last === 'unknown' ? words.unknown : words.keys[last],
      note: last === 'unknown' ? words.unknownMore : '',
    };
    return this.sheet(theme, sheet, [words.leaveTest, words.waitTest], nameSize);
  }

  protected override pressed(key: RawKey, name: KeyName | undefined): void {
    this.#wait();
    const held = this.hold.press(key, this.tv.clock.now().getTime());
    if (name === 'Back' && held >= leaveAfter) {
      this.#leaveHeld();
      return;
    }
    if (held > 0) return;
    this.last = name ?? 'unknown';
    this.tv.sounds.play('click');
    this.tv.announcer.say(name ? words.keys[name] : words.unknown);
    this.redraw();
  }

  /** The key is still down: until it is let go it must not mean anything to the page below. */
  #leaveHeld(): void {
    const { pages, remote, clock } = this.tv;
    pages.back();
    let stop: () => void = () => {};
    const letGo = remote.borrow(() => listen());
    const listen = (): void => {
      stop();
      stop = clock.after(nextWithin, letGo);
    };
    listen();
  }

  #wait(): void {
    this.wait(patience, () => this.tv.pages.back());
  }
}
