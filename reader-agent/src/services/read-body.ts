import type { IncomingMessage } from 'node:http';

/** Largest body that the page may send, bytes. */
const bodyLimit = 64 * 1024;

/** The body as text, or undefined when it is over the limit (the rest is then thrown away). */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= bodyLimit) parts.push(part);
    else if (size > 16 * bodyLimit) return undefined;
  }
  return size > bodyLimit ? undefined : Buffer.concat(parts).toString('utf8');
}
