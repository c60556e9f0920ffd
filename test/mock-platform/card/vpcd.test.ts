import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { damagedCard, testCard } from './fixture.ts';
import { openRoom } from './room-server.ts';

let room: Awaited<ReturnType<typeof openRoom>>;
afterEach(() => room.close());

describe('vpcd', () => {
  /** A vpcd of the test: hears what the card answers. */
  async function fakeVpcd() {
    const answers: string[] = [];
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (data) => answers.push(data.toString('hex')));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, sockets, answers, port: (server.address() as { port: number }).port };
  }

  it('answers control bytes and commands in frames, and goes when the card goes', async () => {
    const vpcd = await fakeVpcd();
    room = await openRoom([await testCard()], { 'hana-reader': vpcd.port });
    const connected = once(vpcd.server, 'connection');
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    await connected;
    const [socket] = vpcd.sockets as [Socket];
    // Power on, ATR, and a SELECT whose length comes in a piece of its own.
    socket.write(Buffer.from('000101000104000f', 'hex'));
    socket.write(Buffer.from('00a4040c0ad392f000260100000001', 'hex'));
    await expect.poll(() => vpcd.answers.join('')).toBe('000d3b888001000005e0b381a1007f00029000');
    const closed = once(socket, 'close');
    await room.execute({ type: 'remove', reader: 'hana-reader' });
    await closed;
    vpcd.server.close();
  });

  it('answers for a mute card what pcscd takes for one', async () => {
    const vpcd = await fakeVpcd();
    room = await openRoom([damagedCard], { 'hana-reader': vpcd.port });
    const connected = once(vpcd.server, 'connection');
    await room.execute({ type: 'insert', card: 'damaged', reader: 'hana-reader' });
    await connected;
    vpcd.sockets[0]?.write(Buffer.from('000104', 'hex'));
    // Longer than an answer to reset may be.
    await expect.poll(() => vpcd.answers.join('')).toBe(`0022${'ff'.repeat(34)}`);
    await room.execute({ type: 'remove', reader: 'hana-reader' });
    vpcd.server.close();
  });

  it('refuses to lay a card down when nothing listens', { timeout: 10_000 }, async () => {
    const vpcd = await fakeVpcd();
    await new Promise((resolve) => vpcd.server.close(resolve));
    room = await openRoom([await testCard()], { 'hana-reader': vpcd.port });
    const insertion = room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    await expect(insertion).rejects.toMatchObject({ code: 'card.vpcd-unreachable' });
    expect((await room.execute({ type: 'list' }))[0]?.reader).toBeNull();
  });

  it('comes back by itself when the connection is lost while the card lies there', async () => {
    const vpcd = await fakeVpcd();
    room = await openRoom([await testCard()], { 'hana-reader': vpcd.port });
    const connected = once(vpcd.server, 'connection');
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    await connected;
    const again = once(vpcd.server, 'connection');
    vpcd.sockets[0]?.destroy();
    await again;
    await room.execute({ type: 'remove', reader: 'hana-reader' });
    vpcd.server.close();
  });
});
