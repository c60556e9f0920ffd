import type { LowLevelReader } from 'nfc-pcsc';
import { vi } from 'vitest';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { CardFailure } from '../../reader-agent/src/readers/failure.ts';
import type { FromChild } from '../../reader-agent/src/readers/pcsc/messages.ts';
import { Slots } from '../../reader-agent/src/readers/pcsc/slots.ts';
import { codeOfPcscError } from '../../reader-agent/src/readers/pcsc-errors.ts';
import { PendingRequests } from '../../reader-agent/src/readers/pending.ts';
import type { CardConnection, ReaderBackend } from '../../reader-agent/src/readers/reader.ts';
import { StatusHolder } from '../../reader-agent/src/readers/status.ts';
import { transitCard } from '../mock-platform/card/fixture.ts';
import { type Fault, FaultyReader, type OpeningFault } from './faulty-reader.ts';

// The pause before a card is opened once more passes on the test's clock, too.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

/** Longest time for one command, milliseconds. */
const transmitLimit = 10_000;
/** The third reader comes or goes at every so many commands. */
const pluggedEvery = 5;
const [hers, foreign, loose] = ['Reader 00', 'Reader 01', 'Reader 02'] as const;

/**
 * One, two or three readers under the agent's own choice among them (`Slots`). On the second a transit card is laid after
 * hers; the third, with another card in it, is plugged in and pulled out all the while. At one command or one opening of
 * the whole visit a fault happens.
 */
export class ReaderSlots extends StatusHolder implements ReaderBackend {
  /** Every command that a card was sent, in hexadecimal. */
  readonly commands: string[] = [];
  /** How often a card was opened. */
  openings = 0;
  /** The very bytes of each VERIFY with a value. */
  readonly verified: Uint8Array[] = [];
  private readonly slots = new Slots({ tell: (message) => this.receive(message) });
  private readonly requests = new PendingRequests();
  private readonly plugged = new Map<string, FaultyReader>();
  private insertion = 0;

  constructor(
    private readonly count: number,
    private readonly fault?: { what: Fault; at: number },
    private readonly opening?: { what: OpeningFault; at: number },
  ) {
    super();
    for (const name of [hers, foreign].slice(0, count)) this.plug(name).take();
    this.slots.settle();
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.removeAllListeners();
  }

  /** Her card; a reader that was pulled is plugged in again before. */
  lay(file: CardFile): void {
    const reader = this.plugged.get(hers) ?? this.plug(hers);
    reader.take();
    reader.lay(file);
    const other = this.plugged.get(foreign);
    if (other?.empty) other.lay(transitCard);
  }

  take(): void {
    this.plugged.get(hers)?.take();
  }

  async connect(): Promise<CardConnection> {
    this.expectCard();
    await this.request(() => this.slots.open().then(() => new Uint8Array()));
    const { insertion } = this;
    return {
      transmit: async (apdu) => {
        this.expectCard();
        if (insertion !== this.insertion) throw new CardFailure('card.removed');
        if (apdu[1] === 0x20 && apdu.length > 5) this.verified.push(apdu);
        return this.request(() => this.slots.transmit(Buffer.from(apdu)));
      },
      close: async () => {
        if (insertion !== this.insertion) return;
        await this.slots.letGo();
        this.requests.failAll('card.unreadable');
      },
    };
  }

  private expectCard(): void {
    if (this.status.state === 'missing') throw new CardFailure(this.status.code);
    if (!this.status.card) throw new CardFailure('card.removed');
  }

  private request(work: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const start = (id: number): void =>
      void work().then(
        (response) => this.requests.answer(id, response),
        ({ message }: Error) => this.requests.fail(id, new CardFailure(codeOfPcscError(message), message)),
      );
    return this.requests.start(start, transmitLimit, 'card.unreadable', () => undefined);
  }

  /** As the agent's end of the channel to the process that holds the readers. */
  private receive(message: FromChild): void {
    if (message.type === 'status') this.setStatus(message.status);
    if (message.type !== 'card') return;
    this.insertion += 1;
    if (!message.present) this.requests.failAll(message.code);
  }

  private plug(name: string): FaultyReader {
    const reader: FaultyReader = new FaultyReader(name, {
      ofCommand: (apdu) => this.ofCommand(apdu),
      ofOpening: () => this.ofOpening(),
      pull: () => this.pull(name),
    });
    this.plugged.set(name, reader);
    this.slots.add(name, reader as unknown as LowLevelReader);
    return reader;
  }

  private pull(name: string): void {
    this.plugged.delete(name);
    this.slots.remove(name);
  }

  private ofCommand(apdu: Buffer): Fault | undefined {
    const index = this.commands.push(apdu.toString('hex')) - 1;
    if (this.count > 2 && index % pluggedEvery === 0) {
      if (this.plugged.has(loose)) this.pull(loose);
      else this.plug(loose).lay(transitCard);
    }
    return this.fault?.at === index ? this.fault.what : undefined;
  }

  private ofOpening(): OpeningFault | undefined {
    const index = this.openings;
    this.openings += 1;
    const { what, at } = this.opening ?? {};
    return at === index || (what === 'unresponsive' && at === index - 1) ? what : undefined;
  }
}
