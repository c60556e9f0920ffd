import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { MisbehavingCard } from '../misbehaving-card.ts';

/** A card from the moment it is laid on a reader until it is taken away. */
export class LaidCard {
  private readonly removal = new AbortController();

  /**
   * @param delayMs how long each answer takes.
   * @param takeAway called when the card is to vanish by itself.
   */
  constructor(
    readonly name: string,
    readonly card: MisbehavingCard,
    private readonly delayMs: number,
    private readonly takeAway: () => void,
  ) {}

  get removed(): boolean {
    return this.removal.signal.aborted;
  }

  /** The card's answer, or undefined when it was taken away before it had answered. A mute card answers only so. */
  async transmit(apdu: Uint8Array): Promise<Uint8Array | undefined> {
    if (this.removed) return undefined;
    const outcome = this.card.transmit(apdu);
    const { signal } = this.removal;
    if (outcome.type === 'removal') this.takeAway();
    else if (outcome.type === 'silence') await once(signal, 'abort');
    else if (this.delayMs > 0) await delay(this.delayMs, undefined, { signal }).catch(() => undefined);
    return this.removed || outcome.type !== 'answer' ? undefined : outcome.response;
  }

  remove(): void {
    this.card.powerOff();
    this.removal.abort();
  }
}
