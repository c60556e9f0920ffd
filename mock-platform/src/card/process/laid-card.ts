import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedCard } from '../card.ts';

/** How a card misbehaves: taken away after so many commands, or slow. */
export interface Misbehaviour {
  removedAfterApdus?: number | undefined;
  delayMs?: number | undefined;
}

/** A card from the moment it is laid on a reader until it is taken away. */
export class LaidCard {
  private readonly removal = new AbortController();
  private answered = 0;

  /** `takeAway` is called when the card's misbehaviour is to vanish. */
  constructor(
    readonly name: string,
    readonly card: SimulatedCard,
    private readonly misbehaviour: Misbehaviour,
    private readonly takeAway: () => void,
  ) {}

  get removed(): boolean {
    return this.removal.signal.aborted;
  }

  /** The card's answer, or undefined when it was taken away before it had answered. */
  async transmit(apdu: Uint8Array): Promise<Uint8Array | undefined> {
    if (this.removed) return undefined;
    const { removedAfterApdus, delayMs } = this.misbehaviour;
    if (removedAfterApdus !== undefined && this.answered >= removedAfterApdus) {
      this.takeAway();
      return undefined;
    }
    this.answered += 1;
    const answer = this.card.transmit(apdu);
    if (delayMs) await delay(delayMs, undefined, { signal: this.removal.signal }).catch(() => undefined);
    return this.removed ? undefined : answer;
  }

  remove(): void {
    this.card.powerOff();
    this.removal.abort();
  }
}
