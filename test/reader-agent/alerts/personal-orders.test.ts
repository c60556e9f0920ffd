import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShownOrder } from '../../../reader-agent/src/protocol/local.ts';
import { TestBox, until } from '../box.ts';
import { anOrder, hana, isamu, signed } from '../fake-platform.ts';

let box: TestBox;
let cursor = 0;
beforeEach(async () => {
  box = await TestBox.start();
  cursor = 0;
});
afterEach(() => box.stop());

const stranger = 'subject-of-stranger-1';
const receipts = (order: string) =>
  box.platform.receipts.filter((one) => one.order === order).map(({ event, code }) => code ?? event);
async function send(addressed?: string[]): Promise<string> {
  const order = anOrder({ audience: 'persons', districts: [] });
  cursor += 1;
  const message = { type: 'order' as const, cursor, order: await signed(box.platform.key, order) };
  box.platform.tell(addressed === undefined ? message : { ...message, addressed });
  return order.id;
}

describe('an order to single persons', () => {
  it('shows the names that came beside it, as far as they live here, also after a restart', async () => {
    const page = await box.open();
    const shownTo = (shown: ShownOrder[] | undefined) =>
      shown?.map(({ residents }) => residents.map(({ callName }) => callName));
    const id = await send([isamu, stranger]);
    await until(() => receipts(id).includes('received'));
    expect(shownTo(page.of('orders.changed').at(-1)?.orders as ShownOrder[])).toEqual([['いさむ']]);
    const answer = { order: id, residents: [hana], answer: 'evacuating' as const };
    await expect(page.call('orders.answer', answer)).rejects.toThrow();
    await box.restart();
    expect(shownTo((await box.open()).state.orders)).toEqual([['いさむ']]);
  });

  it('for strangers, or with no name beside it, is kept, reported and not shown', async () => {
    const page = await box.open();
    for (const addressed of [[stranger], [], undefined]) {
      const id = await send(addressed);
      await until(() => receipts(id).includes('order.addressee'));
      expect(receipts(id)).toEqual(['received', 'order.addressee']);
    }
    expect(page.of('orders.changed').at(-1)?.orders ?? []).toEqual([]);
  });
});
