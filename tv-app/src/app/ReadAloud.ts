import type Lightning from '@lightningjs/core';
import { Control } from '../components/control/Control.ts';
import { inSentences } from '../messages/common.ts';
import type { AnyPage } from './page-stack.ts';
import type { Television } from './television.ts';

/** Reads pages and what has the focus: by itself where that was chosen, and on 赤. Keys of a PIN are never said. */
export class ReadAloud {
  constructor(private readonly tv: Television) {}

  /** Another page is on the screen now. */
  page(page: AnyPage | undefined): void {
    const { announcer } = this.tv;
    announcer.stop();
    if (page && this.#byItself) announcer.sayAtRest(page.spoken);
  }

  /** The focus has moved. */
  focus(focused: Lightning.Component, page: AnyPage | undefined): void {
    const name = nameOf(focused);
    if (this.#byItself && name !== undefined) this.tv.announcer.sayAtRest(name, page?.spoken);
  }

  /** 赤: reads, or stops while something is read. */
  turn(page: AnyPage, focused: Lightning.Component | undefined): void {
    const { announcer } = this.tv;
    if (announcer.speaking) announcer.stop();
    else announcer.say(inSentences([page.spoken, nameOf(focused) ?? '']));
  }

  get #byItself(): boolean {
    return this.tv.settings.current.readAloud;
  }
}

function nameOf(focused: Lightning.Component | undefined): string | undefined {
  return focused instanceof Control && !focused.secret ? focused.accessible.name : undefined;
}
