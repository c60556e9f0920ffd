import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockBox } from '../../../mock-platform/src/boxes/blocking.ts';
import { audience, boxServices } from '../../../mock-platform/src/boxes/services.ts';
import type { BoxesTables } from '../../../mock-platform/src/boxes/tables.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import { registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';

describe('The end of a platform', () => {
  it('says good-bye to connected boxes and leaves nothing open', async () => {
    const platform = await startTestPlatform({ modules: coreModules });
    await seedTwoTowns(platform.context);
    const box = await registerTestBox(platform, 'hana');
    const socket = await BoxSocket.resumed(platform.url, box.id);
    const closed = socket.closed();
    await platform.close();
    expect(await closed).toBe(1001);
    await expect(BoxSocket.open(platform.url, box.id)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('The stream to a box', () => {
  let platform: RunningPlatform;
  let box: TestBox;
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules });
    await seedTwoTowns(platform.context);
    box = await registerTestBox(platform, 'hana');
  });
  afterAll(() => platform.close());

  it('is refused without a good token, under a foreign name and to foreign pages', async () => {
    await expect(BoxSocket.open(platform.url, randomUUID())).rejects.toThrow('401');
    await expect(BoxSocket.open(platform.url, box.id, { host: 'evil.example' })).rejects.toThrow('403');
    await expect(BoxSocket.open(platform.url, box.id, { origin: 'https://evil.example' })).rejects.toThrow(
      '403',
    );
  });

  it('welcomes a box that resumes and notes its clock', async () => {
    const socket = await BoxSocket.open(platform.url, box.id);
    const slow = new Date(Date.now() - 3600_000).toISOString();
    socket.send({ type: 'resume', cursor: 0, clock: slow });
    expect(await socket.next('welcome')).toMatchObject({ municipality: '990019' });
    const row = await platform.context
      .tables<BoxesTables>()
      .selectFrom('boxes.box')
      .select('clock_error')
      .where('id', '=', box.id)
      .executeTakeFirstOrThrow();
    expect(row.clock_error).toBeLessThan(-3500);
    socket.close();
  });

  it.each([
    ['{', '', 'request.malformed'],
    [{ type: 'resume', cursor: -1, clock: '2026-11-20T09:00:00Z' }, '/cursor', 'request.malformed'],
    [{ type: 'resume', cursor: 0, clock: 'now' }, '/clock', 'request.malformed'],
    [{ type: 'hello' }, '/type', 'request.malformed'],
    [{ type: 'answer', statement: 'x' }, '/type', 'stream.resume-first'],
    [{ type: 'resume', cursor: 0, clock: '2026-11-20T09:00:00Z', more: 1 }, '/more', 'request.malformed'],
  ])('answers %j with an error that names the field, and stays open', async (message, path, code) => {
    const socket = await BoxSocket.open(platform.url, box.id);
    socket.send(message);
    expect(await socket.next('error')).toMatchObject({ code, path });
    socket.send({ type: 'resume', cursor: 0, clock: new Date().toISOString() });
    await socket.next('welcome');
    socket.close();
  });

  it('keeps one connection for each box: the newest', async () => {
    const first = await BoxSocket.resumed(platform.url, box.id);
    const closed = first.closed();
    const second = await BoxSocket.resumed(platform.url, box.id);
    expect(await closed).toBe(4000);
    await boxServices(platform.context).hub?.broadcastChange('990019', 'residents-changed');
    await second.next('residents-changed');
    second.close();
  });

  it('ends when the box is blocked, and is refused afterwards', async () => {
    const stolen = await registerTestBox(platform, 'kenji');
    const socket = await BoxSocket.resumed(platform.url, stolen.id);
    const closed = socket.closed();
    await blockBox(platform.context, stolen.id);
    expect(await closed).toBe(4001);
    await expect(BoxSocket.open(platform.url, stolen.id)).rejects.toThrow('403');
    expect(await audience(platform.context, '990019', ['kawahara'])).toEqual([]);
  });

  it('answers any JSON value with an error and goes on', async () => {
    const socket = await BoxSocket.resumed(platform.url, box.id);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        socket.send(JSON.stringify(value));
        expect(await socket.next('error')).toMatchObject({ code: 'request.malformed' });
      }),
      { numRuns: 200 },
    );
    socket.close();
  });

  it('cuts off a message that is too long', async () => {
    const socket = await BoxSocket.resumed(platform.url, box.id);
    const closed = socket.closed();
    socket.send({ type: 'answer', statement: 'x'.repeat(70_000) });
    expect(await closed).toBe(1009);
  });
});
