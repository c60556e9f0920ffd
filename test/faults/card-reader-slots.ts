import { SimulatedCard } from '../../mock-platform/src/card/card.ts';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { CardFailure } from '../../reader-agent/src/readers/failure.ts';
import type { CardConnection, ReaderBackend } from '../../reader-agent/src/readers/reader.ts';
import { StatusHolder } from '../../reader-agent/src/readers/status.ts';

/** What may happen to one command. */
export const faults = [
  'removed',
  'removed without a word',
  'unplugged',
  'reset',
  'not transacted',
  'data lost before',
  'data lost after',
  '6Cxx',
  '61xx',
  '6F00',
  '6F00 after',
  '6984',
  'short answer',
  'truncated certificate',
  'mute',
] as const;
export type Fault = (typeof faults)[number];

const word = (status: number): Uint8Array => Uint8Array.of(status >> 8, status & 0xff);

/** One of several readers holds the card; at one command of the whole visit something happens. */
export class ReaderSlots extends StatusHolder implements ReaderBackend {
  /** Every command that a card was sent, in hexadecimal. */
  readonly commands: string[] = [];
  /** The very bytes of each VERIFY with a value. */
  readonly verified: Uint8Array[] = [];
  private card: SimulatedCard | undefined;
  private idle: number;
  private insertion = 0;
  private sent = 0;

  constructor(
    readers: number,
    private readonly fault: { what: Fault; at: number } | undefined,
  ) {
    super();
    this.idle = readers - 1;
    this.setStatus({ state: 'ready', card: false });
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.removeAllListeners();
  }

  lay(file: CardFile): void {
    this.card = new SimulatedCard(file);
    this.setStatus({ state: 'ready', card: true });
  }

  take(): void {
    this.insertion += 1;
    this.card?.powerOff();
    this.card = undefined;
    this.setStatus({ state: 'ready', card: false });
  }

  /** The reader with the card goes; with others left there is still a reader. */
  private unplug(): void {
    this.take();
    if (this.idle > 0) this.idle -= 1;
    else this.setStatus({ state: 'missing', code: 'reader.none', card: false });
  }

  async connect(): Promise<CardConnection> {
    const { insertion, card } = this;
    if (this.status.state === 'missing') throw new CardFailure('reader.none');
    if (card === undefined) throw new CardFailure('card.removed');
    card.reset();
    const connection = {
      open: true,
      dead: false,
      truncated: false,
      hang: undefined as (() => void) | undefined,
    };
    return {
      transmit: async (apdu) => {
        if (!connection.open || insertion !== this.insertion) throw new CardFailure('card.removed');
        if (connection.dead) throw new CardFailure('card.unreadable', 'SCARD_W_RESET_CARD');
        const index = this.sent;
        this.sent += 1;
        this.commands.push(Buffer.from(apdu).toString('hex'));
        if (apdu[1] === 0x20 && apdu.length > 5) this.verified.push(apdu);
        const real = (): Uint8Array => card.transmit(apdu);
        if (connection.truncated && apdu[1] === 0xb0) return word(0x6b00);
        return index === this.fault?.at ? this.happen(this.fault.what, real, connection) : real();
      },
      close: async () => {
        connection.open = false;
        connection.hang?.();
        card.powerOff();
      },
    };
  }

  private happen(
    what: Fault,
    real: () => Uint8Array,
    connection: { dead: boolean; truncated: boolean; hang: (() => void) | undefined },
  ): Uint8Array | Promise<Uint8Array> {
    switch (what) {
      case 'removed':
        this.take();
        throw new CardFailure('card.removed');
      case 'removed without a word':
        setImmediate(() => this.take());
        return new Uint8Array();
      case 'unplugged':
        this.unplug();
        throw new CardFailure('reader.none');
      case 'reset':
      case 'not transacted':
        connection.dead = true;
        if (what === 'reset') this.card?.reset();
        throw new CardFailure('card.unreadable', what);
      case 'data lost after':
        real();
        throw new CardFailure('card.unreadable', 'SCARD_E_COMM_DATA_LOST');
      case 'data lost before':
        throw new CardFailure('card.unreadable', 'SCARD_E_COMM_DATA_LOST');
      case '6Cxx':
        return word(0x6c10);
      case '61xx':
        return word(0x6110);
      case '6F00':
        return word(0x6f00);
      case '6F00 after':
        real();
        return word(0x6f00);
      case '6984':
        return word(0x6984);
      case 'short answer': {
        const answer = real();
        return Buffer.concat([answer.subarray(0, (answer.length - 2) >> 1), answer.subarray(-2)]);
      }
      case 'truncated certificate':
        connection.truncated = true;
        return word(0x6b00);
      case 'mute':
        return new Promise((_, reject) => {
          connection.hang = () => reject(new CardFailure('card.unreadable', 'no answer'));
        });
    }
  }
}
