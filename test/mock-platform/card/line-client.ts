import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Message {
  type: string;
  [field: string]: unknown;
}

/** A client of the card process's socket that speaks lines and remembers what it got. */
export class LineClient {
  readonly received: Message[] = [];
  readonly closed: Promise<void>;
  private readonly socket: Socket;
  private waiting: { fits(message: Message): boolean; resolve(message: Message): void }[] = [];

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
    const lines = createInterface({ input: this.socket });
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      const message = JSON.parse(line) as Message;
      this.received.push(message);
      this.waiting = this.waiting.filter((wait) => {
        if (!wait.fits(message)) return true;
        wait.resolve(message);
        return false;
      });
    });
  }

  write(line: string | object): void {
    this.socket.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  }

  /** The next message that fits. */
  next(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => this.waiting.push({ fits, resolve }));
  }

  /** Sends and waits for the message with the same id. */
  ask(message: { id: number; [field: string]: unknown }): Promise<Message> {
    const answer = this.next(({ id }) => id === message.id);
    this.write(message);
    return answer;
  }

  end(): void {
    this.socket.destroy();
  }
}
