import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedOfficials } from '../../../mock-platform/src/console/officials.ts';
import { OrderBoard, type OrderSummary, TownDesk } from '../../../mock-platform/src/protocol/console.ts';
import type { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { type Answer, ask, startTestPlatform } from '../platform.ts';
import { hiyori, miharashi, orderDraft, registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';

describe('The town’s console', () => {
  let platform: RunningPlatform;
  let box: TestBox;
  let sato: string;
  let mori: string;

  const call = (
    path: string,
    options: { cookie?: string; body?: unknown; origin?: string | null; method?: string },
  ) =>
    ask(`${platform.url}/console/towns/${path}`, {
      ...(options.body === undefined ? {} : { body: options.body }),
      ...(options.method === undefined ? {} : { method: options.method }),
      headers: {
        ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
        ...(options.origin === null ? {} : { origin: options.origin ?? platform.url }),
      },
    });
  const login = (municipality: string, official: string): Promise<Answer> =>
    call(`${municipality}/session`, { body: { official } });
  const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0]!;
  const refusal = (answer: Answer): [number, string] => [answer.status, answer.json<Problem>().code];

  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules });
    await seedTwoTowns(platform.context);
    box = await registerTestBox(platform, 'hana');
    sato = cookieOf(await login(hiyori, 'sato'));
    mori = cookieOf(await login(miharashi, 'mori'));
  });
  afterAll(() => platform.close());

  it('opens with a cookie that scripts and other sites never see', async () => {
    const answer = await login(hiyori, 'sato');
    expect(answer.status).toBe(200);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^chanoma-console=/);
    for (const part of ['HttpOnly', 'SameSite=Strict', `Path=/console/towns/${hiyori}`])
      expect(cookie).toContain(part);
    expect(TownDesk.parse(answer.json())).toMatchObject({
      name: 'ひより町',
      official: { name: '佐藤 まち子' },
    });
  });

  it('knows an official only in their own town', async () => {
    expect(refusal(await login(miharashi, 'sato'))).toEqual([403, 'official.unknown']);
    expect(refusal(await login(hiyori, 'nobody'))).toEqual([403, 'official.unknown']);
  });

  it('lists who may use the demo login', async () => {
    const answer = await call(`${hiyori}/officials`, {});
    expect(answer.json()).toEqual({ officials: [{ id: 'sato', name: '佐藤 まち子', role: '起案' }] });
  });

  it('shows the desk with districts, boxes and shelters', async () => {
    const desk = TownDesk.parse((await call(hiyori, { cookie: sato })).json());
    expect(desk.districts).toEqual([
      { code: 'yamate', name: '山手', households: 214, boxes: 1 },
      { code: 'kawahara', name: '川原', households: 186, boxes: 0 },
      { code: 'honmachi', name: '本町', households: 402, boxes: 0 },
    ]);
    expect(desk.shelters).toContainEqual({
      id: 'school',
      name: 'ひより小学校',
      marked: 'ひより{小学校|しょうがっこう}',
    });
  });

  it('sends an order to the televisions of its district and follows it', async () => {
    const socket = await BoxSocket.resumed(platform.url, box.id);
    const id = randomUUID();
    const answer = await call(`${hiyori}/orders`, { cookie: sato, body: orderDraft(id) });
    expect(answer.status).toBe(201);
    await socket.next('order');
    const again = await call(`${hiyori}/orders`, { cookie: sato, body: orderDraft(id) });
    expect(again.status).toBe(200);
    const at = new Date().toISOString();
    socket.sendReceipts([{ id: randomUUID(), order: id, event: 'displayed', at }]);
    await socket.next('stored');
    const board = OrderBoard.parse((await call(`${hiyori}/orders/${id}`, { cookie: sato })).json());
    expect(board.boxes).toMatchObject([{ householdName: 'はなさんの家', online: true, displayedAt: at }]);
    const { orders } = (await call(`${hiyori}/orders`, { cookie: sato })).json<{ orders: OrderSummary[] }>();
    expect(orders).toMatchObject([
      { id, status: 'live', counts: { boxes: 1, displayed: 1 }, cancelledAt: null },
    ]);
    const cancelled = await call(`${hiyori}/orders/${id}/cancel`, { cookie: sato, method: 'POST' });
    expect(OrderBoard.parse(cancelled.json()).order.cancelledAt).not.toBeNull();
    await socket.next('order');
    socket.close();
  });

  it('shows an official of one town nothing of another', async () => {
    const id = randomUUID();
    await call(`${hiyori}/orders`, { cookie: sato, body: orderDraft(id) });
    const attempts: [string, unknown?][] = [
      [hiyori],
      [`${hiyori}/orders`],
      [`${hiyori}/orders/${id}`],
      [`${hiyori}/orders`, orderDraft(randomUUID())],
      [`${hiyori}/orders/${id}/cancel`, {}],
    ];
    for (const [path, body] of attempts) {
      expect(refusal(await call(path, { cookie: mori, body }))).toEqual([401, 'official.session']);
    }
    // Their own session, but the other town's order.
    expect(refusal(await call(`${miharashi}/orders/${id}`, { cookie: mori }))).toEqual([
      404,
      'order.unknown',
    ]);
    expect(refusal(await call(`${miharashi}/orders/${id}/cancel`, { cookie: mori, body: {} }))).toEqual([
      404,
      'order.unknown',
    ]);
    expect((await call(`${miharashi}/orders`, { cookie: mori })).json()).toEqual({ orders: [] });
    expect((await call(`${miharashi}/orders`, { cookie: mori, body: orderDraft(randomUUID()) })).status).toBe(
      400,
    );
  });

  // A page at another port of this host can set cookies for us, more specific ones even before ours.
  it('is neither taken away nor swapped by a cookie that somebody added', async () => {
    const guess = `${sato.split('=')[0]}=added`;
    for (const cookie of [`${guess}; ${sato}`, `${sato}; ${guess}`]) {
      expect((await call(`${hiyori}/orders`, { cookie })).status).toBe(200);
    }
    const colleague = cookieOf(await login(hiyori, 'sato'));
    expect(refusal(await call(`${hiyori}/orders`, { cookie: `${colleague}; ${sato}` }))).toEqual([
      401,
      'official.session',
    ]);
  });

  it('changes nothing for pages of other origins or without an Origin', async () => {
    const before = (await call(`${hiyori}/orders`, { cookie: sato })).body;
    for (const origin of ['https://evil.example', null]) {
      const answer = await call(`${hiyori}/orders`, { cookie: sato, body: orderDraft(randomUUID()), origin });
      expect(refusal(answer)).toEqual([403, 'request.origin']);
    }
    expect((await call(`${hiyori}/orders`, { cookie: sato })).body).toBe(before);
  });

  it.each([
    [{ minutes: 0 }, '/minutes'],
    [{ level: 2 }, '/level'],
    [{ status: 'test' }, '/status'],
    [{ districts: [] }, '/districts'],
    [{ districts: ['yamate', 'atlantis'] }, '/districts/1'],
    [{ sentences: ['{小学校'] }, '/sentences/0'],
    [{ note: 'x' }, '/note'],
  ])('names the wrong field of an order %j', async (change, path) => {
    const body = { ...orderDraft(randomUUID()), ...change };
    const answer = await call(`${hiyori}/orders`, { cookie: sato, body });
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
    await expect(seedOfficials(production.context, [])).rejects.toThrow('only in the demo');
    await production.close();
  });
});
