import type { Socket } from 'node:net';
import { CardCommand, type CardCommandAnswer } from '../../protocol/card-reader.ts';
import { idOf, parseJson } from './lines.ts';
import { Refused } from './refused.ts';
import type { Room } from './room.ts';

/** The living room or the command line: every line is a command, and every command gets one answer, in order. */
export class ControlClient {
  private turn = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly room: Room,
  ) {}

  receive(line: string): void {
    this.turn = this.turn.then(async () => {
      const answer = await this.answer(parseJson(line));
      if (!this.socket.destroyed) this.socket.write(`${JSON.stringify(answer)}\n`);
    });
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
      return { type: 'done', id, cards: await this.room.execute(command.data) };
    } catch (error) {
      if (error instanceof Refused) return { type: 'refused', id, code: error.code, message: error.message };
      console.error(error);
      return { type: 'refused', id, code: 'request.failed', message: 'the command could not be carried out' };
    }
  }
}
