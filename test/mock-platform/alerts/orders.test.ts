import { randomUUID } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelOrder } from '../../../mock-platform/src/alerts/amend-order.ts';
import { orderBoard } from '../../../mock-platform/src/alerts/board.ts';
import { issueOrder } from '../../../mock-platform/src/alerts/issue-order.ts';
import type { AlertsTables } from '../../../mock-platform/src/alerts/tables.ts';
import { boxServices } from '../../../mock-platform/src/boxes/services.ts';
import { Order } from '../../../mock-platform/src/protocol/alerts.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import { hiyori, miharashi, orderDraft, registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';

describe('An evacuation order', () => {
  let platform: RunningPlatform;
  let hana: TestBox;
  let kenji: TestBox;
  let sachiko: TestBox;
  let now = new Date();
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => now });
    await seedTwoTowns(platform.context);
    [hana, kenji, sachiko] = await Promise.all([
      registerTestBox(platform, 'hana'),
      registerTestBox(platform, 'kenji'),
      registerTestBox(platform, 'sachiko'),
    ]);
  });
  afterAll(() => platform.close());

  const read = async (box: TestBox, jws: string): Promise<Order> => {
    const pinned = box.registration.townKeys[0]!;
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK(pinned.publicKey, 'ES256'));
    expect(protectedHeader).toMatchObject({ typ: 'chanoma-order+jwt', kid: pinned.kid, alg: 'ES256' });
    return Order.parse(JSON.parse(Buffer.from(payload).toString()));
  };
  const issue = (change: Parameters<typeof orderDraft>[1] = {}, id: string = randomUUID()) =>
    issueOrder(platform.context, hiyori, 'sato', orderDraft(id, change));
  /** The number of the newest order: a box that resumes after it gets only what comes later. */
  const newest = async (): Promise<number> => {
    const { max } = await platform.context
      .tables<AlertsTables>()
      .selectFrom('alerts.order')
      .select((select) => select.fn.max('number').as('max'))
      .executeTakeFirstOrThrow();
    return max ?? 0;
  };

  it('reaches every connected box of its districts with the same bytes, signed by the town, and nobody else', async () => {
    const sockets = await Promise.all(
      [hana, kenji, sachiko].map(async (box) => BoxSocket.resumed(platform.url, box.id, await newest())),
    );
    const { id } = await issue({ districts: ['yamate', 'kawahara', 'honmachi'], status: 'drill' });
    const [toHana, toKenji] = await Promise.all([sockets[0]!.next('order'), sockets[1]!.next('order')]);
    expect(toKenji).toEqual(toHana);
    expect(await read(hana, toHana.order)).toMatchObject({
      id,
      status: 'drill',
      action: 'issue',
      municipality: hiyori,
    });
    await sockets[2]!.settled();
    expect(sockets[2]!.messages).toEqual([]);
    const later = await issue({ districts: ['yamate'] });
    expect((await read(hana, (await sockets[0]!.next('order')).order)).id).toBe(later.id);
    for (const socket of sockets.slice(1)) {
      await socket.settled();
      expect(socket.messages).toEqual([]);
    }
    for (const socket of sockets) socket.close();
  });

  it('is on disk before the first box gets it', async () => {
    const hub = boxServices(platform.context).hub!;
    const broadcast = hub.broadcastOrder.bind(hub);
    const stored: boolean[] = [];
    hub.broadcastOrder = async (audience, message) => {
      const row = await platform.context
        .tables<AlertsTables>()
        .selectFrom('alerts.order')
        .select('jws')
        .where('number', '=', message.cursor)
        .executeTakeFirst();
      stored.push(row?.jws === message.order);
      return broadcast(audience, message);
    };
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    await issue();
    await socket.next('order');
    expect(stored).toEqual([true]);
    hub.broadcastOrder = broadcast;
    socket.close();
  });

  it('waits for a box that is away, comes once, and not again after its cursor', async () => {
    const before = await newest();
    await issue({ status: 'drill' });
    await issue({ districts: ['kawahara', 'honmachi'] });
    const { id } = await issue();
    const stranger = await BoxSocket.resumed(platform.url, sachiko.id, before);
    await stranger.settled();
    expect(stranger.messages).toEqual([]);
    stranger.close();
    const socket = await BoxSocket.resumed(platform.url, hana.id, before);
    const orders = [await socket.next('order'), await socket.next('order')];
    expect((await read(hana, orders[1]!.order)).id).toBe(id);
    expect(orders[1]!.cursor).toBeGreaterThan(orders[0]!.cursor);
    await socket.settled();
    expect(socket.messages).toEqual([]);
    socket.close();
    const again = await BoxSocket.resumed(platform.url, hana.id, orders[1]!.cursor);
    await again.settled();
    expect(again.messages).toEqual([]);
    again.close();
  });

  it('neither misses nor repeats orders that are issued while a box catches up, though the broadcast lags', async () => {
    const hub = boxServices(platform.context).hub!;
    const broadcast = hub.broadcastOrder.bind(hub);
    hub.broadcastOrder = async (audience, message) => {
      await new Promise((done) => setTimeout(done, 20));
      return broadcast(audience, message);
    };
    const before = await newest();
    const ids: string[] = [];
    const sending = (async () => {
      for (let count = 0; count < 10; count += 1) ids.push((await issue()).id);
    })();
    const socket = await BoxSocket.resumed(platform.url, hana.id, before);
    await sending;
    const got: string[] = [];
    const cursors: number[] = [];
    for (let count = 0; count < 10; count += 1) {
      const { cursor, order } = await socket.next('order');
      got.push((await read(hana, order)).id);
      cursors.push(cursor);
    }
    expect(got).toEqual(ids);
    expect(cursors).toEqual([...cursors].sort((one, other) => one - other));
    const { id } = await issue();
    expect((await read(hana, (await socket.next('order')).order)).id).toBe(id);
    hub.broadcastOrder = broadcast;
    socket.close();
  });

  it('reaches a box whose cursor is from the future', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, 1_000_000);
    const ids: string[] = [];
    do {
      ids.push((await read(hana, (await socket.next('order')).order)).id);
    } while (ids.at(-1) !== id);
    const later = await issue();
    expect((await read(hana, (await socket.next('order')).order)).id).toBe(later.id);
    socket.close();
  });

  it('with the same id is issued once, and another draft may not take its id', async () => {
    const before = await newest();
    const id = randomUUID();
    const results = await Promise.all([issue({}, id), issue({}, id), issue({}, id)]);
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    await expect(issue({ level: 5 }, id)).rejects.toMatchObject({ code: 'order.id-used' });
    await expect(
      issueOrder(platform.context, miharashi, 'mori', orderDraft(id, { districts: ['oka'] })),
    ).rejects.toMatchObject({ code: 'order.id-used' });
    const socket = await BoxSocket.resumed(platform.url, hana.id, before);
    await socket.next('order');
    await socket.settled();
    expect(socket.messages).toEqual([]);
    socket.close();
  });

  it('for a district of another town is refused by name of the field', async () => {
    await expect(issue({ districts: ['yamate', 'oka'] })).rejects.toMatchObject({
      code: 'request.malformed',
      errors: [{ path: '/districts/1' }],
    });
  });

  it('that was cancelled is not shown to a box that comes back; the cancellation has its status', async () => {
    const before = await newest();
    const { id } = await issue({ status: 'drill' });
    const cancelled = await cancelOrder(platform.context, hiyori, 'sato', id);
    expect(await cancelOrder(platform.context, hiyori, 'sato', id)).toEqual({
      id: cancelled.id,
      isNew: false,
    });
    const socket = await BoxSocket.resumed(platform.url, hana.id, before);
    const { order } = await socket.next('order');
    expect(await read(hana, order)).toMatchObject({ action: 'cancel', references: [id], status: 'drill' });
    await socket.settled();
    expect(socket.messages).toEqual([]);
    expect((await orderBoard(platform.context, hiyori, id)).order.cancelledAt).not.toBeNull();
    socket.close();
  });

  it('cannot be cancelled by another town', async () => {
    const { id } = await issue();
    await expect(cancelOrder(platform.context, miharashi, 'mori', id)).rejects.toMatchObject({
      code: 'order.unknown',
    });
  });

  it('that has run out is not sent any more', async () => {
    const before = await newest();
    await issue({ minutes: 1 });
    const start = now;
    now = new Date(now.getTime() + 61_000);
    const socket = await BoxSocket.resumed(platform.url, hana.id, before);
    await socket.settled();
    expect(socket.messages).toEqual([]);
    socket.close();
    now = start;
  });
});
