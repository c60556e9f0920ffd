import { connect, type Socket } from 'node:net';

/** A card of its own kind in a vpcd slot: any ATR, and the same answer to every command. */
export class OddCard {
  /** Commands that reached it, in hex. */
  readonly commands: string[] = [];
  private unread = Buffer.alloc(0);

  private constructor(
    private readonly socket: Socket,
    private readonly atr: Buffer,
  ) {
    socket.on('error', () => {});
    socket.on('data', (data) => this.receive(data));
  }

  /** Lays it into the slot on a port. */
  static lay(port: number, atr: string): Promise<OddCard> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new OddCard(socket, Buffer.from(atr, 'hex'))));
      socket.once('error', reject);
    });
  }

  take(): void {
    this.socket.destroy();
  }

  /** vpcd's messages: two bytes of length, then one control byte or a command. */
  private receive(data: Buffer): void {
    this.unread = Buffer.concat([this.unread, data]);
    while (this.unread.length >= 2 && this.unread.length >= 2 + this.unread.readUInt16BE(0)) {
      const end = 2 + this.unread.readUInt16BE(0);
      const message = this.unread.subarray(2, end);
      this.unread = this.unread.subarray(end);
      if (message.length > 1) {
        this.commands.push(message.toString('hex'));
        this.send(Buffer.from('6d00', 'hex'));
      } else if (message[0] === 4) this.send(this.atr);
    }
  }

  private send(payload: Buffer): void {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(payload.length);
    this.socket.write(Buffer.concat([length, payload]));
  }
}
