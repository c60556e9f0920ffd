import { SimulatedCard } from '../../mock-platform/src/card/card.ts';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { CardFailure } from '../../reader-agent/src/readers/failure.ts';
import type { CardConnection, ReaderBackend, ReaderStatus } from '../../reader-agent/src/readers/reader.ts';
import { StatusHolder } from '../../reader-agent/src/readers/status.ts';

/** A reader in the test's hand: cards are laid and taken, or snatched before the n-th command. */
export class FakeReader extends StatusHolder implements ReaderBackend {
  /** Every command that reached a card. */
  readonly commands: string[] = [];
  /** The very bytes that each command was sent as, to see what becomes of them. */
  readonly buffers: Uint8Array[] = [];
  /** May answer a command itself or change what the card says. */
  between: ((apdu: Uint8Array, card: (apdu: Uint8Array) => Uint8Array) => Uint8Array) | undefined;
  /** The card goes right before this many more commands. */
  snatchAfter: number | undefined;
  /** Thrown instead of the answer to every command. */
  failing: CardFailure['code'] | undefined;
  /** Commands are not answered before this. */
  gate: Promise<void> = Promise.resolve();
  private card: SimulatedCard | undefined;
  private insertion = 0;

  constructor() {
    super();
    this.setStatus({ state: 'ready', card: false });
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.removeAllListeners();
  }

  lay(file: CardFile): void {
    this.insertion += 1;
    this.card = new SimulatedCard(file);
    this.setStatus({ state: 'ready', card: true });
  }

  take(): void {
    this.insertion += 1;
    this.card?.powerOff();
    this.card = undefined;
    this.setStatus({ state: 'ready', card: false });
  }

  unplug(): void {
    this.card = undefined;
    this.setStatus({ state: 'missing', code: 'reader.none', card: false } satisfies ReaderStatus);
  }

  async connect(): Promise<CardConnection> {
    const { insertion } = this;
    if (this.card === undefined) throw new CardFailure('card.removed');
    const card = this.card;
    let open = true;
    return {
      transmit: async (apdu) => {
        await this.gate;
        if (this.snatchAfter === 0) {
          this.snatchAfter = undefined;
          this.take();
        } else if (this.snatchAfter !== undefined) {
          this.snatchAfter -= 1;
        }
        if (!open || insertion !== this.insertion) throw new CardFailure('card.removed');
        if (this.failing !== undefined) throw new CardFailure(this.failing);
        this.commands.push(Buffer.from(apdu).toString('hex'));
        this.buffers.push(apdu);
        return this.between?.(apdu, (bytes) => card.transmit(bytes)) ?? card.transmit(apdu);
      },
      close: async () => {
        open = false;
        card.powerOff();
      },
    };
  }
}
