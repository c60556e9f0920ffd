import type Lightning from '@lightningjs/core';
import type { Television } from '../../app/television.ts';
import { motion } from '../../theme/tokens.ts';
import { place } from '../base/place.ts';
import { Toast } from './Toast.ts';

/** Holds at most one toast over the pages, for five seconds. */
export class ToastPlace {
  #stop: () => void = () => {};

  constructor(
    private readonly tv: Television,
    private readonly host: Lightning.Element,
  ) {}

  say(words: string): void {
    this.forget();
    const fontSize = this.tv.theme.size('body');
    this.host.childList.a({ ref: 'Toast', ...place(Toast, { zIndex: 5, words, fontSize }) } as never);
    this.#stop = this.tv.clock.after(motion.toast, () => this.forget());
  }

  forget(): void {
    this.#stop();
    const toast = this.host.tag('Toast' as never) as Lightning.Element | undefined;
    if (toast) this.host.childList.remove(toast);
  }
}
