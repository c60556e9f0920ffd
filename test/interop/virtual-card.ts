import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { cardFolder } from '../mock-platform/card/fixture.ts';
import { LineClient } from '../mock-platform/card/line-client.ts';

const readers = ['hana-reader', 'kenji-reader'] as const;
type Reader = (typeof readers)[number];

/** The card process, passing the card on each reader to one of the two slots of the vpcd on a port. */
export class VirtualCards {
  private id = 0;

  private constructor(
    private readonly process: ChildProcess,
    private readonly control: LineClient,
    private readonly folder: { remove(): void },
  ) {}

  static async start(port: number, ...cards: CardFile[]): Promise<VirtualCards> {
    const folder = cardFolder(...cards);
    const socket = join(folder.path, 'cards.sock');
    const program = new URL('../../mock-platform/src/card/main.ts', import.meta.url).pathname;
    const options = ['--cards', folder.path, '--socket', socket, '--exit-with-parent'];
    const slots = readers.flatMap((reader, slot) => [
      '--reader',
      reader,
      '--vpcd',
      `127.0.0.1:${port + slot}=${reader}`,
    ]);
    const process_ = spawn(process.execPath, ['--import', 'tsx', program, ...options, ...slots], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(process_.stdout, 'data');
    return new VirtualCards(process_, new LineClient(socket), folder);
  }

  async lay(card: string, reader: Reader = 'hana-reader'): Promise<void> {
    await this.send({ type: 'insert', card, reader });
  }

  async take(reader: Reader = 'hana-reader'): Promise<void> {
    await this.send({ type: 'remove', reader });
  }

  async misbehave(card: string, how: { removedAfterApdus?: number; delayMs?: number }): Promise<void> {
    await this.send({ type: 'misbehave', card, ...how });
  }

  async close(): Promise<void> {
    this.control.end();
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
    this.folder.remove();
  }

  private async send(command: object): Promise<void> {
    this.id += 1;
    const answer = await this.control.ask({ ...command, id: this.id });
    if (answer.type !== 'done') throw new Error(`${answer.code}: ${answer.message}`);
  }
}
