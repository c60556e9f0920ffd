import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { TraceEvent } from '../protocol/living-room.ts';
import type { Trace } from '../server/context.ts';
import { readLines } from './json-lines.ts';

/** Collects the steps that agents (over a unix socket) and platform (in process) report, for the engineers' strip. */
export class TraceHub {
  readonly #listeners = new Set<(event: TraceEvent) => void>();
  readonly #server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    readLines(socket, (line) => this.#receive(line));
  });

  /** For the platform's own modules. */
  readonly trace: Trace = (step) => this.#publish({ ...step, at: new Date().toISOString() });

  async listen(path: string): Promise<void> {
    rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, resolve);
    });
  }

  subscribe(listener: (event: TraceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#server.close();
  }

  #receive(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return;
    }
    const event = TraceEvent.safeParse(message);
    if (event.success) this.#publish(event.data);
  }

  #publish(event: TraceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
