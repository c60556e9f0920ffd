import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedOfficials } from '../../../mock-platform/src/console/officials.ts';
import { OrderBoard, type OrderSummary, TownDesk } from '../../../mock-platform/src/protocol/console.ts';
import type { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { ask, startTestPlatform } from '../platform.ts';
import { hiyori, miharashi, registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';
import { callDesk, cookieOf, draftEntry, refusal, signIn } from './desk.ts';

describe('The town’s console', () => {
  let platform: RunningPlatform;
  let box: TestBox;
  let sato: string;
  let takahashi: string;
  let mori: string;

  const call = (path: string, options: Parameters<typeof callDesk>[2] = {}) =>
    callDesk(platform, path, options);

  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules });
    await seedTwoTowns(platform.context);
    box = await registerTestBox(platform, 'hana');
    sato = await signIn(platform, hiyori, 'sato');
    takahashi = await signIn(platform, hiyori, 'takahashi');
    mori = await signIn(platform, miharashi, 'mori');
  });
  afterAll(() => platform.close());

  const release = async (id: string) => {
    expect((await call(`${hiyori}/drafts`, { cookie: sato, body: draftEntry(id) })).status).toBe(200);
    return call(`${hiyori}/drafts/${id}/release`, { cookie: takahashi, body: { version: 1 } });
  };

  it('opens with a cookie that scripts and other sites never see', async () => {
    const answer = await call(`${hiyori}/session`, { body: { official: 'sato' } });
    expect(answer.json()).toEqual({ id: 'sato', name: '佐藤 まち子', role: 'writer' });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^chanoma-console=/);
    for (const part of ['HttpOnly', 'SameSite=Strict', `Path=/console/towns/${hiyori}`])
      expect(cookie).toContain(part);
  });

  it('knows an official only in their own town', async () => {
    for (const [town, official] of [
      [miharashi, 'sato'],
      [hiyori, 'nobody'],
    ]) {
      const answer = await call(`${town}/session`, { body: { official } });
      expect(refusal(answer)).toEqual([403, 'official.unknown']);
    }
  });

  it('shows the desk with people, districts, boxes and shelters', async () => {
    const desk = TownDesk.parse((await call(hiyori, { cookie: sato })).json());
    expect(desk.districts).toMatchObject([
      { code: 'yamate', name: '山手', households: 214, boxes: 1, centre: [-2, 2] },
      { code: 'kawahara', name: '川原', households: 186, boxes: 0 },
      { code: 'honmachi', name: '本町', households: 402, boxes: 0 },
    ]);
    expect(desk.shelters).toContainEqual({
      id: 'school',
      name: 'ひより小学校',
      marked: 'ひより{小学校|しょうがっこう}',
      english: '',
      district: 'honmachi',
      capacity: 240,
    });
    expect(desk.officials).toEqual([
      { id: 'aoki', name: '青木 ゆう', role: 'viewer', present: false },
      { id: 'sato', name: '佐藤 まち子', role: 'writer', present: true },
      { id: 'takahashi', name: '高橋 一郎', role: 'approver', present: true },
    ]);
    expect(desk.groups).toEqual([{ id: 'support-needed', name: '避難行動要支援者', persons: 1 }]);
  });

  it('sends an order to the televisions of its district and follows it', async () => {
    const socket = await BoxSocket.resumed(platform.url, box.id);
    const id = randomUUID();
    expect((await release(id)).json()).toMatchObject({ state: 'released' });
    await socket.next('order');
    const again = await call(`${hiyori}/drafts/${id}/release`, { cookie: takahashi, body: { version: 1 } });
    expect(again.json()).toMatchObject({ state: 'released' });
    const at = new Date().toISOString();
    socket.sendReceipts([{ id: randomUUID(), order: id, event: 'displayed', at }]);
    await socket.next('stored');
    const board = OrderBoard.parse((await call(`${hiyori}/orders/${id}`, { cookie: sato })).json());
    expect(board.boxes).toMatchObject([{ householdName: 'はなさんの家', online: true, displayedAt: at }]);
    const { orders } = (await call(`${hiyori}/orders`, { cookie: sato })).json<{ orders: OrderSummary[] }>();
    expect(orders).toMatchObject([
      { id, status: 'live', counts: { boxes: 1, displayed: 1 }, cancelledAt: null },
    ]);
    const cancelled = await call(`${hiyori}/orders/${id}/cancel`, { cookie: sato, body: { why: 'mistake' } });
    expect(OrderBoard.parse(cancelled.json()).order.cancelledAt).not.toBeNull();
    await socket.next('order');
    socket.close();
    const { drafts } = (await call(`${hiyori}/drafts`, { cookie: sato })).json<{
      drafts: { id: string; history: { by: string; what: string }[] }[];
    }>();
    expect(drafts[0]!.history.map(({ by, what }) => [by, what])).toEqual([
      ['佐藤 まち子', 'submitted'],
      ['高橋 一郎', 'approved'],
      ['高橋 一郎', 'released'],
      ['佐藤 まち子', 'cancelled-mistake'],
    ]);
  });

  it('shows an official of one town nothing of another', async () => {
    const id = randomUUID();
    await release(id);
    const attempts: [string, unknown?][] = [
      [hiyori],
      [`${hiyori}/orders`],
      [`${hiyori}/orders/${id}`],
      [`${hiyori}/drafts`],
      [`${hiyori}/drafts`, draftEntry(randomUUID())],
      [`${hiyori}/drafts/${id}/override`, { version: 1, reason: 'ほかの まちから' }],
      [`${hiyori}/orders/${id}/cancel`, { why: 'over' }],
      [`${hiyori}/recipients`],
      [`${hiyori}/master`],
    ];
    for (const [path, body] of attempts) {
      expect(refusal(await call(path, { cookie: mori, body }))).toEqual([401, 'official.session']);
    }
    // Their own session, but the other town's order.
    const unknown: [string, unknown, string][] = [
      [`orders/${id}`, undefined, 'order.unknown'],
      [`orders/${id}/cancel`, { why: 'over' }, 'order.unknown'],
      [`drafts/${id}/withdraw`, { version: 1 }, 'draft.unknown'],
    ];
    for (const [path, body, code] of unknown) {
      expect(refusal(await call(`${miharashi}/${path}`, { cookie: mori, body }))).toEqual([404, code]);
    }
    expect((await call(`${miharashi}/orders`, { cookie: mori })).json()).toEqual({ orders: [] });
    const foreign = await call(`${miharashi}/drafts`, { cookie: mori, body: draftEntry(randomUUID()) });
    expect(foreign.status).toBe(400);
  });

  // A page at another port of this host can set cookies for us, more specific ones even before ours.
  it('is neither taken away nor swapped by a cookie that somebody added', async () => {
    const guess = `${sato.split('=')[0]}=added`;
    for (const cookie of [`${guess}; ${sato}`, `${sato}; ${guess}`]) {
      expect((await call(`${hiyori}/orders`, { cookie })).status).toBe(200);
    }
    expect(refusal(await call(`${hiyori}/orders`, { cookie: `${takahashi}; ${sato}` }))).toEqual([
      401,
      'official.session',
    ]);
  });

  it('ends a session when the official leaves', async () => {
    const cookie = cookieOf(await call(`${hiyori}/session`, { body: { official: 'sato' } }));
    expect((await call(`${hiyori}/session/end`, { cookie, method: 'POST' })).status).toBe(204);
    expect(refusal(await call(hiyori, { cookie }))).toEqual([401, 'official.session']);
  });

  it('changes nothing for pages of other origins or without an Origin', async () => {
    const before = (await call(`${hiyori}/drafts`, { cookie: sato })).body;
    for (const origin of ['https://evil.example', null]) {
      const answer = await call(`${hiyori}/drafts`, {
        cookie: sato,
        body: draftEntry(randomUUID()),
        origin,
      });
      expect(refusal(answer)).toEqual([403, 'request.origin']);
    }
    expect((await call(`${hiyori}/drafts`, { cookie: sato })).body).toBe(before);
  });

  it.each([
    [{ minutes: 0 }, '/draft/minutes'],
    [{ level: 2 }, '/draft/level'],
    [{ status: 'test' }, '/draft/status'],
    [{ districts: [] }, '/draft/districts'],
    [{ districts: ['yamate', 'atlantis'] }, '/draft/districts/1'],
    [{ sentences: ['{小学校'] }, '/draft/sentences/0'],
    [{ audience: { kind: 'group', group: 'atlantis' } }, '/draft/audience/group'],
    [{ note: 'x' }, '/draft/note'],
  ])('names the wrong field of an order %j', async (change, path) => {
    const body = { ...draftEntry(randomUUID()), draft: { ...draftEntry(randomUUID()).draft, ...change } };
    const answer = await call(`${hiyori}/drafts`, { cookie: sato, body });
    expect(answer.status).toBe(400);
    expect(answer.json<Problem>()).toMatchObject({ code: 'request.malformed', errors: [{ path }] });
  });

  it('has no demo login and no seeded officials outside the demo', async () => {
    const production = await startTestPlatform({ modules: coreModules }, { demo: false });
    const headers = { origin: production.url };
    const answer = await ask(`${production.url}/console/towns/${hiyori}/session`, {
      body: { official: 'sato' },
      headers,
    });
    expect(refusal(answer)).toEqual([404, 'request.not-found']);
    const ways = await ask(`${production.url}/console/towns/${hiyori}/login`);
    expect(ways.json()).toEqual({ passkeyHost: 'localhost' });
    await expect(seedOfficials(production.context, [])).rejects.toThrow('only in the demo');
    await production.close();
  });
});
