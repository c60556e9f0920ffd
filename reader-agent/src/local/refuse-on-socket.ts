import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { problem, problemHeaders } from './headers.ts';

/** Answers on a bare socket with an RFC 9457 document and ends it: a refused upgrade, or what is no HTTP request. */
export function refuseOnSocket(socket: Duplex, status: number, code: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problem(status, code));
  const headers = Object.entries({
    ...problemHeaders,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.on('error', () => {});
  // Whoever never closes its side would otherwise keep one of our few connections.
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
