import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderBoard } from '../../../mock-platform/src/alerts/board.ts';
import { issueOrder } from '../../../mock-platform/src/alerts/issue-order.ts';
import type { AlertsTables } from '../../../mock-platform/src/alerts/tables.ts';
import type { AnswerStatement } from '../../../mock-platform/src/protocol/alerts.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { tellLoginRechecked } from '../../../mock-platform/src/server/unconfirmed-logins.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import {
  hiyori,
  orderDraft,
  registerTestBox,
  seedTwoTowns,
  signAnswer,
  signReceipt,
  type TestBox,
} from '../two-towns.ts';

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

  const stored = (order: string) =>
    platform.context
      .tables<AlertsTables>()
      .selectFrom('alerts.receipt')
      .select(['id', 'event', 'statement'])
      .where('order', '=', order)
      .execute();

  it('counts once however often they come', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const at = new Date().toISOString();
    const receipts = [
      { id: randomUUID(), order: id, event: 'received', at },
      { id: randomUUID(), order: id, event: 'displayed', at },
    ];
    for (let time = 0; time < 3; time += 1) {
      socket.sendReceipts(receipts);
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
    socket.sendReceipts([
      { id: randomUUID(), order: id, event: 'received', at },
      { id: randomUUID(), order: id, event: 'eaten', at },
    ]);
    expect(await socket.next('error')).toMatchObject({
      code: 'request.malformed',
      path: '/receipts/1/event',
    });
    expect((await orderBoard(platform.context, hiyori, id)).order.counts.received).toBe(0);
    socket.close();
  });

  it('is taken only with the MAC of its connection, once, and in turn', async () => {
    const { id } = await issue();
    const receipt = () => ({ id: randomUUID(), order: id, event: 'displayed', at: new Date().toISOString() });
    const other = await BoxSocket.resumed(platform.url, kenji.id, await newest());
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const first = socket.authenticated([receipt()]);
    const second = socket.authenticated([receipt()]);
    const foreign = other.authenticated([receipt()]);
    const { mac, ...without } = first;
    const attempts: [object, string, string][] = [
      [without, 'request.malformed', '/mac'],
      [{ ...first, mac: 'A'.repeat(43) }, 'receipt.mac', '/mac'],
      [{ ...first, receipts: [receipt()] }, 'receipt.mac', '/mac'],
      [{ ...first, receipts: [{ ...first.receipts[0], event: 'received' }] }, 'receipt.mac', '/mac'],
      [{ ...first, sequence: 9 }, 'receipt.mac', '/mac'],
      [{ ...first, sequence: 0 }, 'request.malformed', '/sequence'],
      [foreign, 'receipt.mac', '/mac'],
    ];
    for (const [message, code, path] of attempts) {
      socket.send(message);
      expect(await socket.next('error')).toMatchObject({ code, path });
    }
    socket.send(second);
    await socket.next('stored');
    for (const message of [second, first]) {
      socket.send(message);
      expect(await socket.next('error')).toMatchObject({ code: 'receipt.sequence', path: '/sequence' });
    }
    socket.close();
    const again = await BoxSocket.resumed(platform.url, hana.id, await newest());
    again.send(socket.authenticated([receipt()]));
    expect(await again.next('error')).toMatchObject({ code: 'receipt.mac' });
    expect((await stored(id)).map((row) => row.id)).toEqual([(second.receipts[0] as { id: string }).id]);
    for (const open of [again, other]) open.close();
  });

  it('that was written without a connection is taken with the signature of the box; a bad one does not hold up the others', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const receipt = { id: randomUUID(), order: id, event: 'displayed', at: '2026-11-20T09:30:00.000Z' };
    const good = await signReceipt(hana, receipt);
    const another = { ...receipt, id: randomUUID() };
    const attempts: [string[], string, string][] = [
      [[await signReceipt(kenji, receipt)], 'receipt.signature', '/statements/0'],
      [[good, await signReceipt(kenji, another)], 'receipt.signature', '/statements/1'],
      [[good, await signAnswer(hana, another as never)], 'receipt.signature', '/statements/1'],
      [[good, `${good}x`], 'receipt.signature', '/statements/1'],
      [[await signReceipt(hana, { ...receipt, event: 'eaten' })], 'request.malformed', '/statements/0/event'],
      [[], 'request.malformed', '/statements'],
    ];
    for (const [statements, code, path] of attempts) {
      socket.send({ type: 'signed-receipts', statements });
      expect(await socket.next('error')).toMatchObject({ code, path });
      if (statements.includes(good)) expect((await socket.next('stored')).ids).toEqual([receipt.id]);
    }
    for (let time = 0; time < 2; time += 1) {
      socket.send({ type: 'signed-receipts', statements: [good] });
      expect((await socket.next('stored')).ids).toEqual([receipt.id]);
    }
    expect(await stored(id)).toEqual([{ id: receipt.id, event: 'displayed', statement: good }]);
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

  it('counts as a key press when the card turns out to have been revoked, and only what that login said', async () => {
    const { id } = await issue();
    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const said = async (residents: string[]): Promise<void> => {
      const statement = { id: randomUUID(), order: id, residents, answer: 'help', tier: 't1' } as const;
      const jws = await signAnswer(hana, { ...statement, at: now.toISOString() });
      socket.send({ type: 'answer', statement: jws });
      await socket.next('stored');
    };
    const tiers = async () =>
      (await orderBoard(platform.context, hiyori, id)).boxes[0]?.residents.map(({ tier }) => tier);
    await said([subject('p-hana')]);
    await said([subject('p-isamu')]);
    const login = { service: 'alerts', box: hana.id, subjectIn: () => subject('p-hana') } as const;
    await tellLoginRechecked(platform.context, { ...login, at: now, outcome: 'confirmed' });
    const before = new Date(now.getTime() - 3_600_000);
    await tellLoginRechecked(platform.context, { ...login, at: before, outcome: 'revoked' });
    expect(await tiers()).toEqual(['t1', 't1']);
    await tellLoginRechecked(platform.context, { ...login, at: now, outcome: 'revoked' });
    expect(await tiers()).toEqual(['t0', 't1']);
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
      socket.sendReceipts([{ id: receipt, order: id, event: 'displayed', at }]);
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
