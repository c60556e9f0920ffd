import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrderBoard, type OrderDraft } from '../../mock-platform/src/protocol/console.ts';
import type { ShownOrder } from '../../reader-agent/src/protocol/local.ts';
import { type Chance, onSeed } from '../chance.ts';
import { type House, openHouse } from '../end-to-end/house.ts';
import { OrderViewer } from './order-viewer.ts';

const rounds = 10;
const town = '/console/towns/990019';
const parts = ['platform', 'hana', 'kenji'] as const;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The town's official at the console’s API, who presses again until it was taken. */
class PatientOfficial {
  private cookie = '';

  constructor(private readonly house: House) {}

  issue(draft: OrderDraft): Promise<void> {
    return this.insist(async () => {
      // Sent twice it is there already; one official alone releases it.
      await this.ask('/drafts', { draft, submit: true });
      const seen = { version: 1, reason: 'ひとりで ためす' };
      const { status, body } = await this.ask(`/drafts/${draft.id}/override`, seen);
      const stands = (await this.ask(`/orders/${draft.id}`)).status === 200;
      if (status !== 200 && !stands) throw new Error(`${status} ${JSON.stringify(body)}`);
    });
  }

  cancel(id: string): Promise<void> {
    return this.insist(async () => {
      const { status, body } = await this.ask(`/orders/${id}/cancel`, { why: 'over' });
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    });
  }

  async board(id: string): Promise<OrderBoard> {
    return OrderBoard.parse((await this.ask(`/orders/${id}`)).body);
  }

  private async insist(deed: () => Promise<void>): Promise<void> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      try {
        return await deed();
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await pause(200);
      }
    }
  }

  private async ask(path: string, body?: object): Promise<{ status: number; body: unknown }> {
    if (this.cookie === '' && path !== '/session') await this.login();
    const answer = await fetch(`${this.house.address}${town}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { origin: this.house.address, cookie: this.cookie, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (path === '/session') this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { status: answer.status, body: await answer.json() };
  }

  private async login(): Promise<void> {
    const { status } = await this.ask('/session', { official: 'sato' });
    if (status !== 200) throw new Error(`login: ${status}`);
  }
}

const draftOf = (chance: Chance): OrderDraft => ({
  id: randomUUID(),
  status: chance.pick(['live', 'drill']),
  hazard: 'landslide',
  level: chance.pick([3, 4, 5] as const),
  districts: chance.pick([['yamate'], ['kawahara'], ['yamate', 'kawahara'], ['yamate', 'kawahara']]),
  sentences: ['ひより{小学校|しょうがっこう}へ いってください。'],
  minutes: 600,
});

describe('orders while the platform and the boxes are killed at random moments', () => {
  let house: House;
  let official: PatientOfficial;
  const viewers: OrderViewer[] = [];
  const issued = new Map<string, OrderDraft>();
  const cancelled = new Set<string>();

  beforeAll(async () => {
    house = await openHouse();
    official = new PatientOfficial(house);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(viewers.map((viewer) => viewer.leave()));
    await house?.close();
  });

  const ordersFor = ({ district }: OrderViewer) =>
    [...issued.values()].filter(({ districts }) => districts.includes(district));
  const boxIsSettled = (viewer: OrderViewer, orders: readonly ShownOrder[]): boolean =>
    orders.length === ordersFor(viewer).length &&
    orders.every(
      ({ order, displayed, cancelledAt, residents }) =>
        displayed &&
        (cancelledAt !== null) === cancelled.has(order.id) &&
        residents.length > 0 &&
        residents.every(({ answer }) => answer !== null && answer === viewer.answers.get(order.id)),
    );

  async function killSomething(chance: Chance, note: (step: string) => void): Promise<void> {
    const victims = chance.shuffled(parts).slice(0, 1 + chance.below(3));
    const plans = victims.map((part) => ({ part, after: chance.below(900), away: chance.below(900) }));
    await Promise.all(
      plans.map(async ({ part, after, away }) => {
        await pause(after);
        note(`${part} killed after ${after} ms, away for ${away} ms`);
        await house.kill(part);
        await pause(away);
        await house.restart(part);
      }),
    );
  }

  async function orderSomething(chance: Chance, note: (step: string) => void): Promise<void> {
    const old = [...issued.keys()].filter((id) => !cancelled.has(id));
    for (let count = 1 + chance.below(3); count > 0; count -= 1) {
      const draft = draftOf(chance);
      issued.set(draft.id, draft);
      note(`order ${draft.id}: ${draft.status} ${draft.level} for ${draft.districts}`);
      await pause(chance.below(500));
      await official.issue(draft);
    }
    if (old.length > 0 && chance.oneIn(2)) {
      const id = chance.pick(old);
      note(`cancel ${id}`);
      cancelled.add(id);
      await official.cancel(id);
    }
  }

  /** In whatever the boxes ever told: nothing twice, nothing of others, and what the town said. */
  function checkEverythingTold(): void {
    for (const viewer of viewers)
      for (const orders of viewer.told) {
        const ids = orders.map(({ order }) => order.id);
        expect(ids).toEqual([...new Set(ids)]);
        for (const { order } of orders) {
          const { id, status, level, districts } = issued.get(order.id)!;
          expect(order).toMatchObject({ id, status, level, districts });
          expect(districts).toContain(viewer.district);
        }
      }
  }

  async function checkBoard(id: string): Promise<void> {
    const draft = issued.get(id)!;
    const audience = viewers.filter(({ district }) => draft.districts.includes(district));
    const complete = (board: OrderBoard) =>
      board.boxes.every(
        (box) => box.receivedAt && box.displayedAt && box.residents.every(({ answer }) => answer !== null),
      );
    await expect
      .poll(async () => complete(await official.board(id)), {
        timeout: 20_000,
        interval: 300,
        message: `everything about ${id} is on the board`,
      })
      .toBe(true);
    const board = await official.board(id);
    expect(board.order).toMatchObject({ status: draft.status, level: draft.level });
    expect(board.order.counts).toMatchObject({
      boxes: audience.length,
      received: audience.length,
      displayed: audience.length,
    });
    expect(board.order.cancelledAt !== null).toBe(cancelled.has(id));
    const said = board.boxes.map((box) => [...new Set(box.residents.map(({ answer }) => answer))]);
    expect(said.flat().sort()).toEqual(audience.map((viewer) => viewer.answers.get(id)).sort());
  }

  it(`reach every box once and come back answered, in ${rounds} rounds`, async () => {
    await onSeed(async (chance, note) => {
      for (const household of ['hana', 'kenji'] as const)
        viewers.push(await OrderViewer.enter(house, household, chance));
      for (let round = 1; round <= rounds; round += 1) {
        note(`round ${round}`);
        await Promise.all([killSomething(chance, note), orderSomething(chance, note)]);
        for (const viewer of viewers)
          await expect
            .poll(async () => boxIsSettled(viewer, await viewer.orders().catch(() => [])), {
              timeout: 40_000,
              interval: 200,
              message: `${viewer.household} shows and answers everything`,
            })
            .toBe(true);
        checkEverythingTold();
        for (const id of issued.keys()) await checkBoard(id);
      }
    });
    const told = viewers.map((viewer) => `${viewer.household} ${viewer.told.length}`);
    console.info(
      `${issued.size} orders, ${cancelled.size} cancelled; sets of orders told: ${told.join(', ')}`,
    );
  }, 400_000);
});
