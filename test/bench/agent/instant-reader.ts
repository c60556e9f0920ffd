import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { SimulatedCard } from '../../../mock-platform/src/card/card.ts';
import type {
  CardFile,
  FromCardReader,
  ToCardReader,
} from '../../../mock-platform/src/protocol/card-reader.ts';
import type { BusyTime } from './busy-time.ts';

/** The reader that the agent drives over a socket, with a card that answers at once. */
export class InstantReader {
  /** Commands that the card got since it was laid. */
  apdus = 0;
  private card: SimulatedCard | undefined;
  private agent: Socket | undefined;
  private readonly server: Server;

  private constructor(private readonly busy: BusyTime) {
    this.server = createServer((socket) => {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      createInterface({ input: socket }).on('line', (line) => this.receive(socket, line));
    });
  }

  static async listen(path: string, busy: BusyTime): Promise<InstantReader> {
    const reader = new InstantReader(busy);
    reader.server.listen(path);
    await once(reader.server, 'listening');
    return reader;
  }

  lay(file: CardFile): void {
    this.card = new SimulatedCard(file);
    this.apdus = 0;
    this.tell({ type: 'card', present: true });
  }

  take(): void {
    this.card = undefined;
    this.tell({ type: 'card', present: false });
  }

  close(): void {
    this.agent?.destroy();
    this.server.close();
  }

  private receive(socket: Socket, line: string): void {
    const answer = this.busy.during(() => this.answer(JSON.parse(line) as ToCardReader));
    if (answer.type === 'attached') this.agent = socket;
    this.tell(answer);
  }

  private answer(message: ToCardReader): FromCardReader {
    if (message.type === 'attach') return { type: 'attached', name: message.reader };
    const { card } = this;
    const { id } = message;
    if (card === undefined) return { type: 'failure', id, error: 'SCARD_W_REMOVED_CARD' };
    if (message.type === 'connect') return { type: 'answer', id };
    if (message.type === 'disconnect') {
      if (message.disposition === 'power-off') card.powerOff();
      return { type: 'answer', id };
    }
    this.apdus += 1;
    const response = Buffer.from(card.transmit(Buffer.from(message.apdu, 'hex')));
    return { type: 'answer', id, response: response.toString('hex').toUpperCase() };
  }

  private tell(message: FromCardReader): void {
    this.agent?.write(`${JSON.stringify(message)}\n`);
  }
}
