import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A unix socket that carries one JSON object per line, both ways. */
export interface LineChannel {
  send(message: unknown): void;
  close(): void;
}

/** Calls back with every complete line of a socket. */
export function readLines(socket: Socket, onLine: (line: string) => void): void {
  const lines = createInterface({ input: socket });
  lines.on('line', onLine);
  // A line reader passes its socket's errors on; the socket's own handlers deal with them.
  lines.on('error', () => lines.close());
}

/**
 * Connects to a unix socket, trying until `limitMs` is over because the other process may still be starting.
 * @throws Error naming what was awaited.
 */
export async function connectLines(
  path: string,
  what: string,
  onMessage: (message: unknown) => void,
  onClose: () => void,
  limitMs = 20_000,
): Promise<LineChannel> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const socket = await connectOnce(path);
    if (socket) {
      readLines(socket, (line) => onMessage(JSON.parse(line)));
      socket.on('close', onClose);
      return {
        send: (message) => void socket.write(`${JSON.stringify(message)}\n`),
        close: () => socket.destroy(),
      };
    }
    if (Date.now() > deadline) throw new Error(`${what} did not open its socket within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function connectOnce(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      socket.on('error', () => socket.destroy());
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}
