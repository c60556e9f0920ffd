import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerClientErrors } from './client-errors.ts';
import { PlatformError } from './platform-error.ts';

export interface LoopbackServers {
  port: number;
  servers: readonly Server[];
  /** Stops listening and cuts what is still open. */
  close(): Promise<void>;
}

/** Listens and gives back the port that was taken. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen({ port, host }, () => {
      server.off('error', fail);
      done((server.address() as AddressInfo).port);
    });
  });
}

/** Whoever sends slower than this is cut off, so that a few cannot keep all connections busy. */
export const connectionLimits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
};
const shortPatienceMilliseconds = 500;
const idleCheckMilliseconds = 50;

/** Takes no more connections, waits a moment for answers under way, then cuts. */
export function closeServer(server: Server, patienceMilliseconds = shortPatienceMilliseconds): Promise<void> {
  return new Promise((done) => {
    const patience = setTimeout(() => server.closeAllConnections(), patienceMilliseconds);
    // A connection whose answer is done would be kept for a next request that may no longer come.
    const idle = setInterval(() => server.closeIdleConnections(), idleCheckMilliseconds);
    server.close(() => {
      clearTimeout(patience);
      clearInterval(idle);
      done();
    });
    server.closeIdleConnections();
  });
}

const noSuchAddress = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/**
 * Listens on 127.0.0.1 and ::1 at one port (D19); 0 takes a port that is free on both. A machine without IPv6 is served
 * on IPv4 alone.
 * @throws PlatformError `platform.port-taken`
 */
export async function listenOnLoopback(
  port: number,
  handler: RequestListener,
  patienceMilliseconds = shortPatienceMilliseconds,
): Promise<LoopbackServers> {
  for (let attempt = 0; ; attempt += 1) {
    const first = createServer(connectionLimits, handler);
    const second = createServer(connectionLimits, handler);
    for (const server of [first, second]) answerClientErrors(server);
    try {
      const taken = await listen(first, port, '127.0.0.1');
      try {
        await listen(second, taken, '::1');
      } catch (error) {
        if (!noSuchAddress.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
      const servers = [first, second].filter((server) => server.listening);
      return {
        port: taken,
        servers,
        close: async () =>
          void (await Promise.all(servers.map((server) => closeServer(server, patienceMilliseconds)))),
      };
    } catch (error) {
      if (first.listening) await closeServer(first, 0);
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (port === 0 && attempt < 20) continue;
      throw new PlatformError(
        500,
        'platform.port-taken',
        `Port ${port} is taken by another program. Stop it, or choose another port.`,
      );
    }
  }
}
