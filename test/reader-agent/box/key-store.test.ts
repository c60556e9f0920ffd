import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBox, until } from '../box.ts';
import { anOrder, hana } from '../fake-platform.ts';
import { SecureElement } from './secure-element.ts';

let box: TestBox;
const element = new SecureElement();

beforeAll(async () => {
  box = await TestBox.start({ keyStore: element });
});
afterAll(() => box.stop());

it('A key that cannot be read out does all that a box needs, and lies in no file', async () => {
  const page = await box.open();
  const order = anOrder();
  await box.platform.issue(order);
  await until(() => page.of('orders.changed').length > 0);
  await page.call('orders.answer', { order: order.id, answer: 'help', residents: [hana] });
  await until(() => box.platform.answers.length === 1);
  await box.restart();
  const again = await box.open();
  expect(again.state.orders[0]?.residents.map(({ callName, answer }) => [callName, answer])).toEqual([
    ['はな', 'help'],
    ['いさむ', null],
  ]);
  expect(box.platform.faults).toEqual([]);
  expect(new Set(element.commands)).toEqual(new Set(['sign', 'derive encrypted store v1']));
  const data = join(box.folder, 'data');
  expect(readdirSync(data)).not.toContain('box-key.json');
  for (const file of readdirSync(data).filter((name) => name.endsWith('.json'))) {
    expect(readFileSync(join(data, file), 'utf8')).not.toMatch(/"d"\s*:/);
  }
});
