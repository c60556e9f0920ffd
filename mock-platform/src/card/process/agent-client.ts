import type { Socket } from 'node:net';
import { type FromCardReader, ToCardReader } from '../../protocol/card-reader.ts';
import type { LaidCard } from './laid-card.ts';
import { idOf, parseJson } from './lines.ts';
import type { Reader } from './reader.ts';

/** Which card is held by which client: a reader lets one at a time in, as PC/SC's exclusive mode does. */
const holders = new WeakMap<LaidCard, AgentClient>();

/**
 * A reader agent attached to one reader. An unplugged reader answers `attach` only when it is plugged in; unplugging
 * closes the connection.
 */
export class AgentClient {
  private held: LaidCard | undefined;
  private turn = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly reader: Reader,
  ) {
    const tellCard = (card: LaidCard | undefined): void => this.tellCard(card);
    const plugged = (now: boolean): void => {
      if (now) this.welcome();
      else socket.destroy();
    };
    reader.on('card', tellCard).on('plugged', plugged);
    socket.on('close', () => {
      reader.off('card', tellCard).off('plugged', plugged);
      this.release(true);
    });
    if (reader.plugged) this.welcome();
  }

  /** Takes one line; lines are served one after another. */
  receive(line: string): void {
    const json = parseJson(line);
    const message = ToCardReader.safeParse(json);
    if (!message.success || message.data.type === 'attach') {
      this.send({ type: 'failure', id: idOf(json), error: 'SCARD_E_INVALID_PARAMETER' });
      return;
    }
    const request = message.data;
    this.turn = this.turn.then(() => this.serve(request));
  }

  private async serve(request: Exclude<ToCardReader, { type: 'attach' }>): Promise<void> {
    const { id } = request;
    const result = await this.carryOut(request);
    if (typeof result === 'string') this.send({ type: 'failure', id, error: result });
    else this.send({ type: 'answer', id, ...(result && { response: hex(result) }) });
  }

  /** The response, nothing, or the name of the PC/SC error. */
  private async carryOut(
    request: Exclude<ToCardReader, { type: 'attach' }>,
  ): Promise<Uint8Array | undefined | string> {
    switch (request.type) {
      case 'connect':
        return this.hold();
      case 'disconnect':
        this.release(request.disposition === 'power-off');
        return undefined;
      case 'transmit': {
        if (this.held === undefined) return 'SCARD_E_INVALID_PARAMETER';
        const answer = await this.held.transmit(Buffer.from(request.apdu, 'hex'));
        return answer ?? 'SCARD_W_REMOVED_CARD';
      }
    }
  }

  private hold(): string | undefined {
    if (!this.reader.plugged) return 'SCARD_E_READER_UNAVAILABLE';
    const { card } = this.reader;
    if (card === undefined) return 'SCARD_E_NO_SMARTCARD';
    const holder = holders.get(card);
    if (holder !== undefined && holder !== this) return 'SCARD_E_SHARING_VIOLATION';
    if (card.card.atr === undefined) return 'SCARD_W_UNRESPONSIVE_CARD';
    holders.set(card, this);
    this.held = card;
    return undefined;
  }

  private release(powerOff: boolean): void {
    const { held } = this;
    this.held = undefined;
    if (held === undefined) return;
    holders.delete(held);
    if (powerOff) held.card.powerOff();
  }

  private welcome(): void {
    this.send({ type: 'attached', name: this.reader.name });
    this.tellCard(this.reader.card);
  }

  private tellCard(card: LaidCard | undefined): void {
    if (!this.reader.plugged) return;
    const atr = card?.card.atr;
    this.send({ type: 'card', present: card !== undefined, ...(atr && { atr: hex(atr) }) });
  }

  private send(message: FromCardReader): void {
    if (!this.socket.destroyed) this.socket.write(`${JSON.stringify(message)}\n`);
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
