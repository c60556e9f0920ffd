import type Lightning from '@lightningjs/core';
import { Control } from '../../components/control/Control.ts';
import type { Television } from '../television.ts';
import { KeyGate, tremorLimit } from './gate.ts';
import { digitOf, type KeyName, type RawKey } from './names.ts';

/** So long 戻る is held to lead to the broadcast from anywhere but an order. */
const holdForBroadcast = 3000;

/** What keys are pressed on. */
export interface KeyTarget {
  application: Lightning.Application;
  readonly focusedControl: Lightning.Component | undefined;
  readonly orderOpen: boolean;
  /** Any key was pressed, whether it counts or not. */
  pressed(key: KeyName | undefined): void;
  /** No key of this remote control seems to be known. */
  strange(): void;
  /** 戻る was held. */
  held(): void;
}

/** Lightning's way of handing a key along the focus path (absent from its types). */
interface KeyReceiver {
  focusTopDownEvent(events: string[], key: KeyName): boolean;
  focusBottomUpEvent(events: string[], key: KeyName): boolean;
  updateFocusPath(): void;
}

/** Where every key comes in: it goes to whoever borrowed the remote control, or along the focus path when it counts. */
export class KeyIntake {
  readonly #gate = new KeyGate();
  #backSince = 0;
  #stopForgetting: () => void = () => {};

  constructor(
    private readonly tv: Television,
    private readonly target: KeyTarget,
  ) {}

  /** Takes a key as it was pressed, and answers whether it is one of ours. */
  take(key: RawKey): boolean {
    const { tv, target } = this;
    const name = tv.remote.nameOf(key);
    if (!target.orderOpen && tv.remote.lend(key)) {
      target.pressed(undefined);
      if (name === 'Back') this.#holdBack(key.repeat);
      this.#receiver.updateFocusPath();
      return true;
    }
    if (tv.remote.strange(name !== undefined) && !target.orderOpen) target.strange();
    if (name) this.press(name, key.repeat);
    return name !== undefined;
  }

  /** Handles a key of the remote control, wherever it comes from. */
  press(key: KeyName, repeat: boolean): void {
    const focused = this.target.focusedControl;
    const { commit, typing } = focused instanceof Control ? focused : { commit: false, typing: false };
    this.target.pressed(key);
    if (key === 'Back') this.#holdBack(repeat);
    if (digitOf(key) !== undefined) this.#forgetDigitSoon();
    const now = this.#now();
    if (!this.#gate.accepts(key, { repeat, now, commit, typing })) return;
    const receiver = this.#receiver;
    if (!receiver.focusTopDownEvent([`_capture${key}`, '_captureKey'], key)) {
      receiver.focusBottomUpEvent([`_handle${key}`, '_handleKey'], key);
    }
    receiver.updateFocusPath();
  }

  get #receiver(): KeyReceiver {
    return this.target.application as unknown as KeyReceiver;
  }

  #now(): number {
    return this.tv.clock.now().getTime();
  }

  #forgetDigitSoon(): void {
    this.#stopForgetting();
    this.#stopForgetting = this.tv.clock.after(tremorLimit, () => this.#gate.forgetDigit());
  }

  #holdBack(repeat: boolean): void {
    if (!repeat) this.#backSince = this.#now();
    else if (this.#now() - this.#backSince >= holdForBroadcast) this.target.held();
  }
}
