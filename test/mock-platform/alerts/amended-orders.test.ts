import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelOrder, updateOrder } from '../../../mock-platform/src/alerts/amend-order.ts';
import { saveGroup } from '../../../mock-platform/src/alerts/audience/groups.ts';
import { listOrders, orderBoard } from '../../../mock-platform/src/alerts/board.ts';
import { Resend } from '../../../mock-platform/src/alerts/escalation/resend.ts';
import { issueOrder, type OrderContent } from '../../../mock-platform/src/alerts/issue-order.ts';
import { personSheltered } from '../../../mock-platform/src/alerts/sheltered.ts';
import { followOrder, orderSituation } from '../../../mock-platform/src/alerts/situation.ts';
import { visitCsv } from '../../../mock-platform/src/alerts/visit-list.ts';
import { type AnswerStatement, Order } from '../../../mock-platform/src/protocol/alerts.ts';
import { provideAbsences } from '../../../mock-platform/src/server/absences.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { provideProtection } from '../../../mock-platform/src/server/protection.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import {
  hiyori,
  miharashi,
  orderDraft,
  registerTestBox,
  seedTwoTowns,
  signAnswer,
  type TestBox,
} from '../two-towns.ts';

let platform: RunningPlatform;
let hana: TestBox;
let kenji: TestBox;
let now = new Date('2026-11-20T10:00:00Z');
beforeAll(async () => {
  platform = await startTestPlatform({ modules: coreModules, clock: () => now });
  await seedTwoTowns(platform.context);
  [hana, kenji] = await Promise.all([registerTestBox(platform, 'hana'), registerTestBox(platform, 'kenji')]);
});
afterAll(() => platform.close());

const subject = (id: string): string => platform.context.pairwise('town', id);
const bodyOf = (jws: string): Order =>
  Order.parse(JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString()));
const issue = async (change: Partial<OrderContent> = {}): Promise<string> => {
  const { id } = await issueOrder(platform.context, hiyori, 'sato', {
    ...orderDraft(randomUUID()),
    ...change,
  });
  return id;
};
const update = async (of: string, change: Partial<OrderContent> = {}): Promise<string> => {
  const draft = { ...orderDraft(randomUUID()), ...change };
  return (await updateOrder(platform.context, hiyori, 'sato', of, draft)).id;
};
const cancel = (id: string) => cancelOrder(platform.context, hiyori, 'sato', id);
const persons = (...people: string[]): Partial<OrderContent> => ({
  districts: undefined,
  audience: { kind: 'persons', subjects: people.map(subject) },
});
/** What a box gets that resumes after everything that there was at `from`. */
const missed = async (box: TestBox, from: number) => {
  const socket = await BoxSocket.resumed(platform.url, box.id, from);
  await socket.settled();
  const orders = socket.messages.flatMap((one) => (one.type === 'order' ? [one] : []));
  socket.close();
  return orders.map(({ order, addressed }) => ({ ...bodyOf(order), addressed }));
};
const newest = async (): Promise<number> => {
  const id = await issue({ districts: ['honmachi'], status: 'drill' });
  const row = await platform.context
    .tables<{ 'alerts.order': { id: string; number: number } }>()
    .selectFrom('alerts.order')
    .select('number')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.number;
};

describe('An order to single persons', () => {
  it('comes to the boxes where they live, with their names beside the same signed bytes, now and after an absence', async () => {
    const from = await newest();
    const sockets = await Promise.all(
      [hana, kenji].map(({ id }) => BoxSocket.resumed(platform.url, id, from)),
    );
    const id = await issue(persons('p-hana'));
    const told = await sockets[0]!.next('order');
    expect(told.addressed).toEqual([subject('p-hana')]);
    expect(bodyOf(told.order)).toMatchObject({ id, audience: 'persons', districts: [] });
    expect(told.order).not.toContain(subject('p-hana'));
    await sockets[1]!.settled();
    expect(sockets[1]!.messages).toEqual([]);
    for (const socket of sockets) socket.close();
    expect(await missed(hana, from)).toMatchObject([{ id, addressed: [subject('p-hana')] }]);
    expect(await missed(kenji, from)).toEqual([]);
    const board = await orderBoard(platform.context, hiyori, id);
    expect(board.boxes.map((box) => box.residents.map(({ name }) => name))).toEqual([['若葉 はな']]);
    expect((await listOrders(platform.context, hiyori)).find((one) => one.id === id)).toMatchObject({
      audience: 'persons',
      counts: { boxes: 1 },
    });
  });

  it('can mean a household, 要支援者, or a group of the town, and nobody else’s box may answer it', async () => {
    await saveGroup(platform.context, hiyori, {
      id: 'day-care',
      name: 'ひよりデイサービス',
      subjects: [subject('p-kenji'), subject('p-isamu')],
    });
    const from = await newest();
    const group = (name: string, districts?: string[]): Partial<OrderContent> => ({
      districts: undefined,
      audience: { kind: 'group', group: name, ...(districts && { districts }) },
    });
    const support = await issue(group('support-needed'));
    const users = await issue(group('day-care'));
    const near = await issue(group('day-care', ['kawahara']));
    const household = await issue({
      districts: undefined,
      audience: { kind: 'households', households: [subject('kenji')] },
    });
    expect((await missed(hana, from)).map(({ id, addressed }) => [id, addressed])).toEqual([
      [support, [subject('p-hana')]],
      [users, [subject('p-isamu')]],
    ]);
    expect((await missed(kenji, from)).map(({ id }) => id)).toEqual([users, near, household]);
    const answer = async (box: TestBox, person: string): Promise<unknown> => {
      const socket = await BoxSocket.resumed(platform.url, box.id, await newest());
      const at = now.toISOString();
      const said: AnswerStatement = {
        id: randomUUID(),
        order: support,
        residents: [subject(person)],
        answer: 'help',
        tier: 't0',
        at,
      };
      socket.send({ type: 'answer', statement: await signAnswer(box, said) });
      const outcome = await Promise.any([socket.next('stored'), socket.next('error')]);
      socket.close();
      return outcome;
    };
    expect(await answer(kenji, 'p-kenji')).toMatchObject({ code: 'answer.order' });
    expect(await answer(hana, 'p-isamu')).toMatchObject({ code: 'answer.resident' });
    expect(await answer(hana, 'p-hana')).toMatchObject({ type: 'stored' });
  });

  it('of another town, of no group, or to nobody is refused by name of the field', async () => {
    const attempts: [Partial<OrderContent>, string][] = [
      [persons('p-hana', 'p-sachiko'), '/audience/subjects/1'],
      [{ audience: { kind: 'group', group: 'none' } }, '/audience/group'],
      [{ audience: { kind: 'group', group: 'support-needed', districts: ['oka'] } }, '/audience/districts/0'],
      [{ audience: { kind: 'households', households: [subject('sachiko')] } }, '/audience'],
      [{ districts: [] }, '/districts'],
    ];
    for (const [change, path] of attempts)
      await expect(issue(change)).rejects.toMatchObject({ code: 'request.malformed', errors: [{ path }] });
  });

  it('reaches a protected person where she lives now only, and no official sees it', async () => {
    const from = await newest();
    const kept = new Map([[subject('p-hana'), new Set([subject('elsewhere')])]]);
    provideProtection(platform.context, async () => kept);
    const away = await issue({ audience: { kind: 'group', group: 'day-care' }, districts: undefined });
    await expect(issue(persons('p-hana'))).rejects.toMatchObject({ code: 'request.malformed' });
    kept.set(subject('p-hana'), new Set([subject('hana')]));
    const id = await issue(persons('p-hana'));
    expect((await missed(hana, from)).map((one) => one.id)).toEqual([away, id]);
    expect((await orderBoard(platform.context, hiyori, id)).boxes).toEqual([]);
    expect(await orderSituation(platform.context, hiyori, id)).toMatchObject({
      total: { boxes: 0, residents: 0 },
    });
    provideProtection(platform.context, async () => new Map());
  });
});

describe('An update', () => {
  it('replaces what it names, once, and whoever is not meant any more gets the withdrawal', async () => {
    const from = await newest();
    const first = await issue({ districts: ['yamate', 'kawahara'] });
    const second = await update(first, { districts: ['yamate', 'honmachi'], level: 5 });
    const third = await update(second, persons('p-isamu'));
    expect(
      (await missed(hana, from)).map(({ id, references, action }) => ({ id, references, action })),
    ).toEqual([{ id: third, references: [second, first], action: 'update' }]);
    expect(await missed(kenji, from)).toMatchObject([{ action: 'cancel', references: [first] }]);
    for (const superseded of [first, second])
      await expect(update(superseded)).rejects.toMatchObject({ code: 'order.superseded' });
    await expect(update(third, { status: 'drill' })).rejects.toMatchObject({ errors: [{ path: '/status' }] });
    await expect(
      updateOrder(
        platform.context,
        miharashi,
        'mori',
        third,
        orderDraft(randomUUID(), { districts: ['oka'] }),
      ),
    ).rejects.toMatchObject({ code: 'order.unknown' });
    const listed = await listOrders(platform.context, hiyori);
    expect(listed.find(({ id }) => id === first)).toMatchObject({ supersededBy: second });
  });

  it('sent twice is issued once; of two at the same time one counts', async () => {
    const id = await issue();
    const draft = orderDraft(randomUUID());
    const again = await Promise.all(
      [1, 2, 3].map(() => updateOrder(platform.context, hiyori, 'sato', id, draft)),
    );
    expect(again.filter(({ isNew }) => isNew)).toHaveLength(1);
    const head = draft.id;
    const rivals = await Promise.allSettled([update(head), update(head), cancel(head)]);
    const [one, other, cancelled] = rivals.map(({ status }) => status === 'fulfilled');
    expect([one && other, cancelled]).toEqual([false, true]);
  });

  it('cancelled by any name of its chain is withdrawn with all that it had replaced; then it is over', async () => {
    const from = await newest();
    const first = await issue();
    const second = await update(first);
    const { id, isNew } = await cancel(first);
    expect(isNew).toBe(true);
    expect(await cancel(second)).toEqual({ id, isNew: false });
    // A box that showed the first, and was away since, learns that nothing of it holds.
    expect(await missed(hana, from)).toMatchObject([{ id, action: 'cancel', references: [second, first] }]);
    await expect(update(second)).rejects.toMatchObject({ code: 'order.cancelled' });
  });

  it('of an order that has run out is refused', async () => {
    const id = await issue({ minutes: 1 });
    now = new Date(now.getTime() + 61_000);
    await expect(update(id)).rejects.toMatchObject({ code: 'order.expired' });
  });
});

describe('An order that a connected box has not confirmed', () => {
  it('comes again after the minutes of its level, and not once it is confirmed', async () => {
    const resend = new Resend(platform.context);
    await resend.start();
    const sockets = await Promise.all(
      [hana, kenji].map(async ({ id }) => BoxSocket.resumed(platform.url, id, await newest())),
    );
    const id = await issue({ districts: ['yamate', 'kawahara'], level: 5 });
    const [first] = await Promise.all(sockets.map((socket) => socket.next('order')));
    const receipt = { id: randomUUID(), order: id, event: 'received', at: now.toISOString() };
    sockets[1]!.sendReceipts([receipt]);
    await sockets[1]!.next('stored');
    now = new Date(now.getTime() + 61_000);
    for (let times = 0; times < 2; times += 1) await resend.look();
    const again = [];
    for (const socket of sockets) {
      await socket.settled();
      again.push(socket.messages.filter((one) => one.type === 'order' && bodyOf(one.order).id === id));
      socket.close();
    }
    expect(again).toEqual([[first], []]);
    resend.stop();
  });
});

describe('The situation of an order', () => {
  it('says who needs a visit, keeps what was answered before an update, and tells of every change', async () => {
    const id = await issue({ districts: ['yamate', 'kawahara'] });
    const following = await followOrder(platform.context, hiyori, id);
    const versions: string[] = [];
    following.start((version) => versions.push(version));
    const situation = (of: string) => orderSituation(platform.context, hiyori, of);
    const reasons = async (of: string) =>
      (await situation(of)).visits.map(({ name, reason }) => `${name} ${reason}`);
    await expect
      .poll(() => reasons(id))
      .toEqual(['若葉 はな support-silent', '若葉 いさむ unreachable', '佐藤 けんじ unreachable']);

    const socket = await BoxSocket.resumed(platform.url, hana.id, await newest());
    const at = now.toISOString();
    const receipts = ['received', 'woken', 'displayed'].map((event) => ({
      id: randomUUID(),
      order: id,
      event,
      at,
    }));
    for (const receipt of receipts) socket.sendReceipts([receipt]);
    const said: AnswerStatement = {
      id: randomUUID(),
      order: id,
      residents: [subject('p-isamu')],
      answer: 'help',
      tier: 't0',
      at,
    };
    socket.send({ type: 'answer', statement: await signAnswer(hana, said) });
    const confirmed: string[] = [];
    while (confirmed.length < 4) confirmed.push(...(await socket.next('stored')).ids);
    expect(confirmed.sort()).toEqual([...receipts, said].map((one) => one.id).sort());
    expect(await reasons(id)).toEqual([
      '若葉 いさむ help',
      '若葉 はな support-silent',
      '佐藤 けんじ unreachable',
    ]);
    expect((await situation(id)).districts).toMatchObject([
      { code: 'yamate', boxes: 1, woken: 1, displayed: 1, help: 1, toVisit: 2 },
      { code: 'kawahara', boxes: 1, received: 0, toVisit: 1 },
    ]);

    const later = await update(id, { districts: ['yamate', 'kawahara'] });
    expect((await situation(later)).total.help).toBe(1);
    provideAbsences(platform.context, async () => new Set([subject('p-kenji')]));
    await personSheltered(platform.context, hiyori, subject('p-hana'), now);
    await personSheltered(platform.context, hiyori, subject('p-hana'), new Date(now.getTime() - 1000), false);
    expect(await reasons(later)).toEqual(['若葉 いさむ help']);
    expect((await situation(later)).total).toMatchObject({ sheltered: 1, absent: 1, toVisit: 1 });
    expect(visitCsv((await situation(later)).visits)).toContain(
      '1,助けを求めている,若葉 いさむ,はなさんの家,山手',
    );
    now = new Date(now.getTime() + 11 * 60_000);
    expect((await situation(later)).escalation).toEqual({ step: 'visit', nextAt: null });
    await expect.poll(() => versions.length, { timeout: 10_000 }).toBeGreaterThan(1);
    following.stop();
    socket.close();
  });
});
