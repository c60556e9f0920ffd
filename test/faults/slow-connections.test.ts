import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningPlatform } from '../../mock-platform/src/server/platform.ts';
import { startTestPlatform } from '../mock-platform/platform.ts';
import { TestBox } from '../reader-agent/box.ts';

/** Generous: what is measured is that it happens at all. */
const limitMs = 45_000;

describe('Somebody who keeps connections busy', () => {
  let platform: RunningPlatform;
  let box: TestBox;
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: [] });
    box = await TestBox.start({ framers: [] });
  });
  afterAll(async () => {
    await Promise.all([platform.close(), box.stop()]);
  });

  const portOf = (which: string): number =>
    which === 'agent' ? box.agent.port : Number(new URL(platform.url).port);

  /** A client that never closes its side by itself. */
  const open = (port: number): Promise<Socket> =>
    new Promise((done) => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => done(socket));
      socket.on('error', () => undefined);
    });
  /** Resolves when the server has given the connection up: then nothing more can be sent. */
  const givenUp = (socket: Socket): Promise<void> =>
    new Promise((done) => {
      socket.on('close', () => done());
      socket.resume();
      const drip = setInterval(() => (socket.writable ? socket.write('x') : undefined), 500);
      socket.on('close', () => clearInterval(drip));
    });

  describe.concurrent.each(['agent', 'platform'])('of the %s', (which) => {
    it(
      'by sending a request letter by letter is cut off',
      async () => {
        const socket = await open(portOf(which));
        socket.write(`GET / HTTP/1.1\r\nHost: localhost:${portOf(which)}\r\nX-Slow: `);
        await givenUp(socket);
      },
      limitMs,
    );

    it(
      'by announcing a body that does not come is cut off',
      async () => {
        const socket = await open(portOf(which));
        const host = `localhost:${portOf(which)}`;
        const head = [`Host: ${host}`, `Origin: http://${host}`, 'Content-Type: application/json'];
        socket.write(`POST / HTTP/1.1\r\n${head.join('\r\n')}\r\nContent-Length: 100000\r\n\r\n{`);
        await givenUp(socket);
      },
      limitMs,
    );

    it(
      'by staying after a refused socket is cut off',
      async () => {
        const socket = await open(portOf(which));
        const upgrade = [
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          'Origin: http://evil.example',
        ];
        const first = new Promise<string>((done) => socket.once('data', (data) => done(String(data))));
        socket.write(
          `GET /agent HTTP/1.1\r\nHost: localhost:${portOf(which)}\r\n${upgrade.join('\r\n')}\r\n\r\n`,
        );
        expect(await first).toContain('403');
        await givenUp(socket);
      },
      limitMs,
    );
  });

  it('leaves room for others', async () => {
    const idle = await Promise.all(Array.from({ length: 60 }, () => open(box.agent.port)));
    expect((await fetch(`http://localhost:${box.agent.port}/`)).status).toBe(401);
    for (const socket of idle) socket.destroy();
  });
});
