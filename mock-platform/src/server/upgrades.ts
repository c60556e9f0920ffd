import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { UpgradeHandler } from './context.ts';
import { addressFault, type OwnAddresses } from './own-addresses.ts';
import { problemOf } from './problems.ts';

/** Answers an upgrade request with a problem and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: number, code: string): void {
  const problem = problemOf(status, code);
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${status} ${problem.title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    // Whoever never closes its side must not keep the connection.
    () => socket.destroy(),
  );
}

/** The WebSocket paths of the platform; every upgrade passes the same Host and Origin check as other requests. */
export class Upgrades {
  private readonly handlers = new Map<string, UpgradeHandler>();
  private readonly sockets = new Set<Duplex>();

  constructor(private readonly own: OwnAddresses) {}

  add(path: string, handler: UpgradeHandler): void {
    this.handlers.set(path, handler);
  }

  serve(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.take(request, socket, head));
  }

  /** Cuts what is still open. */
  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const fault = addressFault(request.headers, this.own);
    if (fault !== undefined) {
      refuseUpgrade(socket, 403, fault);
      return;
    }
    const path = (request.url ?? '').split('?')[0]!;
    const handler = this.handlers.get(path);
    if (handler === undefined) refuseUpgrade(socket, 404, 'request.not-found');
    else handler(request, socket, head);
  }
}
