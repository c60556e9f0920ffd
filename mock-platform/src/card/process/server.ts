import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { FromCardReader } from '../../protocol/card-reader.ts';
import { AgentClient } from './agent-client.ts';
import { ControlClient } from './control-client.ts';
import { parseJson, readLines } from './lines.ts';
import type { Room } from './room.ts';

export interface CardServer {
  /** Ends all connections and removes the socket. */
  close(): Promise<void>;
}

/**
 * Serves a room on an owner-only unix socket. The first line of a connection decides: `attach` makes it a reader
 * agent's, anything else a control connection.
 * @throws when another process already serves this socket.
 */
export async function serveRoom(room: Room, path: string): Promise<CardServer> {
  await removeStale(path);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    welcome(socket, room);
  });
  await listen(server, path);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function welcome(socket: Socket, room: Room): void {
  let client: AgentClient | ControlClient | undefined;
  readLines(socket, (line) => {
    if (client !== undefined) return client.receive(line);
    const first = parseJson(line) as { type?: unknown; reader?: unknown } | null | undefined;
    if (first?.type !== 'attach') {
      client = new ControlClient(socket, room);
      return client.receive(line);
    }
    const reader = typeof first.reader === 'string' ? room.attachable(first.reader) : undefined;
    if (reader !== undefined) {
      client = new AgentClient(socket, reader);
      return;
    }
    const refusal: FromCardReader = { type: 'failure', id: 0, error: 'SCARD_E_UNKNOWN_READER' };
    socket.end(`${JSON.stringify(refusal)}\n`);
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // The socket is made owner-only, not made so afterwards.
    const mask = process.umask(0o177);
    server.listen(path, () => {
      server.off('error', reject);
      chmodSync(path, 0o600);
      resolve();
    });
    process.umask(mask);
  });
}

/** A socket file that nobody answers on is left over from a process that was killed. */
function removeStale(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = connect(path);
    probe.on('connect', () => {
      probe.destroy();
      reject(new Error(`${path} is already served by another process`));
    });
    probe.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') rmSync(path, { force: true });
      resolve();
    });
  });
}
