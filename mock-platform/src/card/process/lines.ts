import type { Socket } from 'node:net';

/** Longest line either side may send: an APDU of 64 KiB in hexadecimal and its envelope. */
const longestLine = 140_000;

/** Calls `line` for every line of a socket; a longer one ends the connection. */
export function readLines(socket: Socket, line: (text: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.trim() !== '') line(part);
    if (rest.length > longestLine) socket.destroy();
  });
}

/** The value of a JSON text, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The `id` of a message that does not fit its schema, as far as it has one; otherwise 0. */
export function idOf(message: unknown): number {
  const id = (message as { id?: unknown } | null | undefined)?.id;
  return Number.isSafeInteger(id) ? (id as number) : 0;
}
