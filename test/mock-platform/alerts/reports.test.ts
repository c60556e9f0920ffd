import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderBoard } from '../../../mock-platform/src/alerts/board.ts';
import { issueOrder } from '../../../mock-platform/src/alerts/issue-order.ts';
import type { AlertsTables } from '../../../mock-platform/src/alerts/tables.ts';
import type { AnswerStatement } from '../../../mock-platform/src/protocol/alerts.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import { hiyori, orderDraft, registerTestBox, seedTwoTowns, signAnswer, type TestBox } from '../two-towns.ts';

describe('What a box reports about an order', () => {
  let platform: RunningPlatform;
  let hana: TestBox;
  let kenji: TestBox;
  let now = new Date('2026-11-20T10:00:00Z');
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => now });
    await seedTwoTowns(platform.context);
    [hana, kenji] = await Promise.all([
      registerTestBox(platform, 'hana'),
      registerTestBox(platform, 'kenji'),
    ]);
  });
  afterAll(() => platform.close());

  const subject = (person: string): string => platform.context.pairwise('town', person);
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

  it('counts once however often they come', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const at = new Date().toISOString();
    const receipts = [
      { id: randomUUID(), order: id, event: 'received', at },
      { id: randomUUID(), order: id, event: 'displayed', at },
    ];
    for (let time = 0; time < 3; time += 1) {
      socket.send({ type: 'receipts', receipts });
      expect((await socket.next('stored')).ids).toEqual(receipts.map((receipt) => receipt.id));
    }
    const board = await orderBoard(platform.context, hiyori, id);
    expect(board.order.counts).toMatchObject({ boxes: 1, received: 1, displayed: 1 });
    expect(board.boxes[0]).toMatchObject({ box: hana.id, online: true, receivedAt: at, displayedAt: at });
    const count = await platform.context
      .tables<AlertsTables>()
      .selectFrom('alerts.receipt')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('order', '=', id)
      .executeTakeFirstOrThrow();
    expect(Number(count.count)).toBe(2);
    socket.close();
  });

  it('stores nothing of a batch with a malformed receipt', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const at = new Date().toISOString();
    socket.send({
      type: 'receipts',
      receipts: [
        { id: randomUUID(), order: id, event: 'received', at },
        { id: randomUUID(), order: id, event: 'eaten', at },
      ],
    });
    expect(await socket.next('error')).toMatchObject({
      code: 'request.malformed',
      path: '/receipts/1/event',
    });
    expect((await orderBoard(platform.context, hiyori, id)).order.counts.received).toBe(0);
    socket.close();
  });

  it('is answered by the residents of the box, under the names that the town knows', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const said = async (
      answer: 'evacuating' | 'help',
      tier: 't0' | 't1',
      at: string,
      residents: string[],
    ) => {
      const statement = { id: randomUUID(), order: id, residents, answer, tier, at };
      const jws = await signAnswer(hana, statement);
      for (let time = 0; time < 2; time += 1) {
        socket.send({ type: 'answer', statement: jws });
        expect((await socket.next('stored')).ids).toEqual([statement.id]);
      }
    };
    await said('help', 't0', '2026-11-20T09:00:00.000Z', [subject('p-hana'), subject('p-isamu')]);
    await said('evacuating', 't1', '2026-11-20T09:01:00.000Z', [subject('p-isamu')]);
    const board = await orderBoard(platform.context, hiyori, id);
    expect(board.order.counts).toMatchObject({ answered: 2, help: 1 });
    expect(board.boxes[0]).toMatchObject({
      householdName: 'はなさんの家',
      districtName: '山手',
      residents: [
        { name: '若葉 はな', supportNeeded: true, answer: 'help', tier: 't0' },
        { name: '若葉 いさむ', answer: 'evacuating', tier: 't1', answeredAt: '2026-11-20T09:01:00.000Z' },
      ],
    });
    socket.close();
  });

  it('is not the last word for ever when the clock of the box runs ahead', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const said = async (answer: 'evacuating' | 'help', at: string) => {
      const residents = [subject('p-hana')];
      const statement = { id: randomUUID(), order: id, residents, answer, tier: 't0' as const, at };
      socket.send({ type: 'answer', statement: await signAnswer(hana, statement) });
      await socket.next('stored');
    };
    await said('help', '2999-01-01T00:00:00Z');
    now = new Date(now.getTime() + 60_000);
    await said('evacuating', now.toISOString());
    const { boxes } = await orderBoard(platform.context, hiyori, id);
    expect(boxes[0]?.residents[0]).toMatchObject({ answer: 'evacuating', answeredAt: now.toISOString() });
    socket.close();
  });

  it('is taken from a box that comes back with a long list', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const at = new Date().toISOString();
    const ids = Array.from({ length: 300 }, () => randomUUID());
    for (const receipt of ids) {
      socket.send({ type: 'receipts', receipts: [{ id: receipt, order: id, event: 'displayed', at }] });
    }
    const stored: string[] = [];
    while (stored.length < ids.length) stored.push(...(await socket.next('stored')).ids);
    expect(stored).toEqual(ids);
    socket.close();
  });

  it('takes no answer for strangers, for other orders, or without the box’s signature', async () => {
    const { id } = await issue();
    const other = await issue({ districts: ['kawahara'] });
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const at = new Date().toISOString();
    const good: AnswerStatement = {
      id: randomUUID(),
      order: id,
      residents: [subject('p-hana')],
      answer: 'help',
      tier: 't0',
      at,
    };
    const attempts: [string, string, string][] = [
      [await signAnswer(kenji, good), 'answer.signature', '/statement'],
      [await signAnswer(hana, good, 'JWT'), 'answer.signature', '/statement'],
      [
        await signAnswer(hana, { ...good, residents: [subject('p-hana'), subject('p-kenji')] }),
        'answer.resident',
        '/statement/residents/1',
      ],
      [await signAnswer(hana, { ...good, answer: 'safe' }), 'answer.choice', '/statement/answer'],
      [await signAnswer(hana, { ...good, order: other.id }), 'answer.order', '/statement/order'],
      [await signAnswer(hana, { ...good, tier: 't9' } as never), 'request.malformed', '/statement/tier'],
    ];
    for (const [statement, code, path] of attempts) {
      socket.send({ type: 'answer', statement });
      expect(await socket.next('error')).toMatchObject({ code, path });
    }
    expect((await orderBoard(platform.context, hiyori, id)).order.counts.answered).toBe(0);
    socket.close();
  });
});
