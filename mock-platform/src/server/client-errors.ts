import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemOf } from './problems.ts';

const answers: Record<string, { status: number; code: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request.timeout' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'request.headers-too-large' },
};
const malformed = { status: 400, code: 'request.malformed' };

/**
 * Requests that node cannot read reach no route: they get the same problem document as any other refused request, and the
 * connection ends.
 */
export function answerClientErrors(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status, code } = answers[error.code ?? ''] ?? malformed;
    const body = JSON.stringify(problemOf(status, code));
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  });
}
