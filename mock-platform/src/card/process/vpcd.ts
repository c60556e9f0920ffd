import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Frames, frame } from './frames.ts';
import type { LaidCard } from './laid-card.ts';
import type { Reader } from './reader.ts';
import { Refused } from './refused.ts';

/** How long an insertion waits for vpcd to listen. */
const patience = 2000;
const pause = 100;
/** pcscd looks every 400 ms: a card that follows another one sooner could seem to have lain there all the time. */
const gap = 500;

/**
 * A slot of vpcd (the virtual reader of pcscd): the card is the TCP client. Connecting is laying the card on the
 * reader, closing is taking it away. While a card lies there, a lost connection (pcscd restarted) is made again.
 */
export class VpcdSlot {
  private socket: Socket | undefined;
  private card: LaidCard | undefined;
  private emptySince = 0;
  private wasHeard = false;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** Whether pcscd ever asked for anything here. It never does while another card lies in the slot. */
  get heard(): boolean {
    return this.wasHeard;
  }

  /** Takes away what is taken from the reader, and everything while the reader is unplugged. */
  follow(reader: Reader): void {
    reader.on('card', (card) => {
      if (card === undefined) this.leave();
    });
    reader.on('plugged', (plugged) => {
      this.leave();
      if (plugged && reader.card !== undefined) void this.keep(reader.card);
    });
  }

  /** Lays the card down. @throws Refused `card.vpcd-unreachable` after two seconds. */
  async reach(card: LaidCard): Promise<void> {
    await delay(Math.max(0, this.emptySince + gap - Date.now()));
    this.card = card;
    for (const end = Date.now() + patience; ; await delay(pause)) {
      if (await this.attempt(card)) return;
      if (Date.now() < end) continue;
      this.card = undefined;
      throw new Refused('card.vpcd-unreachable', `no vpcd listens on ${this.host}:${this.port}`);
    }
  }

  private leave(): void {
    if (this.socket !== undefined) this.emptySince = Date.now();
    this.card = undefined;
    this.socket?.destroy();
    this.socket = undefined;
  }

  private async keep(card: LaidCard): Promise<void> {
    this.card = card;
    while (this.card === card && !(await this.attempt(card))) await delay(pause);
  }

  private attempt(card: LaidCard): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host: this.host, port: this.port, noDelay: true });
      let connected = false;
      // vpcd may hold a second connection back without refusing it.
      const limit = setTimeout(() => socket.destroy(), 500);
      socket.on('error', () => undefined);
      socket.on('connect', () => {
        clearTimeout(limit);
        if (this.card !== card) return socket.destroy();
        connected = true;
        this.socket = socket;
        this.serve(socket, card);
        resolve(true);
      });
      socket.on('close', () => {
        clearTimeout(limit);
        resolve(false);
        if (!connected || this.card !== card) return;
        card.card.powerOff();
        void delay(pause).then(() => (this.card === card ? this.keep(card) : undefined));
      });
    });
  }

  private serve(socket: Socket, card: LaidCard): void {
    const frames = new Frames();
    let turn = Promise.resolve();
    socket.on('data', (chunk) => {
      this.wasHeard = true;
      for (const message of frames.add(chunk)) {
        turn = turn.then(() => answer(socket, card, message));
      }
    });
  }
}

/** vpcd cannot say that a card is mute; an answer longer than any allowed makes pcscd take it for that. */
const noAnswerToReset = Buffer.alloc(34, 0xff);

/** One message of vpcd: a single byte is control (0 off, 1 on, 2 reset, 4 ATR), everything else a command. */
async function answer(socket: Socket, laid: LaidCard, message: Buffer): Promise<void> {
  if (message.length !== 1) {
    const response = await laid.transmit(message);
    if (response !== undefined && !socket.destroyed) socket.write(frame(response));
    return;
  }
  if (message[0] === 0x00) laid.card.powerOff();
  if (message[0] === 0x02) laid.card.reset();
  if (message[0] === 0x04) socket.write(frame(laid.card.atr ?? noAnswerToReset));
}
