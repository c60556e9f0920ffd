import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cancelOrder } from '../../../mock-platform/src/alerts/amend-order.ts';
import { orderBoard } from '../../../mock-platform/src/alerts/board.ts';
import { issueOrder } from '../../../mock-platform/src/alerts/issue-order.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import { withPostgres } from '../postgres.ts';
import { hiyori, orderDraft, registerTestBox, seedTwoTowns } from '../two-towns.ts';

withPostgres('Two platforms on one PostgreSQL server', (server) => {
  it('deliver each other’s orders, in order and once, and see each other’s receipts', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'chanoma-shared-'));
    const databaseUrl = await server().freshDatabase();
    const one = await startTestPlatform({ modules: coreModules }, { dataDirectory, databaseUrl });
    const other = await startTestPlatform({ modules: coreModules }, { dataDirectory, databaseUrl });
    await seedTwoTowns(one.context);
    const box = await registerTestBox(one, 'hana');
    const socket = await BoxSocket.resumed(other.url, box.id);

    const ids = Array.from({ length: 5 }, () => randomUUID());
    for (const id of ids) {
      await Promise.all(
        [one, other].map(({ context }) => issueOrder(context, hiyori, 'sato', orderDraft(id))),
      );
    }
    const cursors: number[] = [];
    for (const id of ids) {
      const { cursor, order } = await socket.next('order');
      cursors.push(cursor);
      expect(JSON.parse(Buffer.from(order.split('.')[1]!, 'base64url').toString())).toMatchObject({ id });
    }
    expect(cursors).toEqual([...cursors].sort((first, second) => first - second));
    await Promise.all([one, other].map(({ context }) => cancelOrder(context, hiyori, 'sato', ids[0]!)));
    await socket.next('order');
    await socket.settled();
    expect(socket.messages).toEqual([]);

    const at = new Date().toISOString();
    socket.sendReceipts([{ id: randomUUID(), order: ids[1], event: 'displayed', at }]);
    await socket.next('stored');
    expect((await orderBoard(one.context, hiyori, ids[1]!)).order.counts.displayed).toBe(1);

    socket.close();
    await Promise.all([one.close(), other.close()]);
    rmSync(dataDirectory, { recursive: true });
  });
});
