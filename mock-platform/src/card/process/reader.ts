import { EventEmitter } from 'node:events';
import type { LaidCard } from './laid-card.ts';

/** A reader of the room: plugged in or not, with a card or without. */
export class Reader extends EventEmitter<{ card: [LaidCard | undefined]; plugged: [boolean] }> {
  private laid: LaidCard | undefined;
  private isPlugged = true;

  constructor(readonly name: string) {
    super();
    // One listener per attached agent.
    this.setMaxListeners(0);
  }

  get plugged(): boolean {
    return this.isPlugged;
  }

  /** The card that lies on it, powered or not. */
  get card(): LaidCard | undefined {
    return this.laid;
  }

  lay(card: LaidCard): void {
    this.laid = card;
    this.emit('card', card);
  }

  take(): void {
    const { laid } = this;
    if (laid === undefined) return;
    this.laid = undefined;
    laid.remove();
    this.emit('card', undefined);
  }

  /** Without power no PIN stays verified. */
  plug(plugged: boolean): void {
    if (plugged === this.isPlugged) return;
    this.isPlugged = plugged;
    if (!plugged) this.laid?.card.powerOff();
    this.emit('plugged', plugged);
  }
}
