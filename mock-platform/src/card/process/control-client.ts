import type { Socket } from 'node:net';
import { CardCommand, type CardCommandAnswer, type CardsMoved } from '../../protocol/card-reader.ts';
import { idOf, parseJson } from './lines.ts';
import { Refused } from './refused.ts';
import type { Room } from './room.ts';

/** The living room or the command line: every line is a command, and every command gets one answer, in order. */
export class ControlClient {
  private turn = Promise.resolve();
  private following = false;

  constructor(
    private readonly socket: Socket,
    private readonly room: Room,
  ) {}

  receive(line: string): void {
    this.turn = this.turn.then(async () => {
      this.send(await this.answer(parseJson(line)));
    });
  }

  /** Changes that come together are told once. */
  private follow(): void {
    if (this.following) return;
    this.following = true;
    let told = true;
    const moved = (): void => {
      if (!told) return;
      told = false;
      queueMicrotask(() => {
        told = true;
        this.send({ type: 'moved', ...this.room.state });
      });
    };
    this.room.on('moved', moved);
    this.socket.on('close', () => this.room.off('moved', moved));
  }

  private send(message: CardCommandAnswer | CardsMoved): void {
    if (!this.socket.destroyed) this.socket.write(`${JSON.stringify(message)}\n`);
  }

  private async answer(json: unknown): Promise<CardCommandAnswer> {
    const command = CardCommand.safeParse(json);
    const id = idOf(json);
    if (!command.success) {
      const [issue] = command.error.issues;
      const path = issue?.path.join('.') || 'line';
      return { type: 'refused', id, code: 'request.malformed', message: `${path}: ${issue?.message}` };
    }
    try {
      const state = await this.room.execute(command.data);
      if (command.data.type === 'follow') this.follow();
      return { type: 'done', id, ...state };
    } catch (error) {
      if (error instanceof Refused) return { type: 'refused', id, code: error.code, message: error.message };
      console.error(error);
      return { type: 'refused', id, code: 'request.failed', message: 'the command could not be carried out' };
    }
  }
}
