import { expect, test } from 'vitest';
import { keepAcknowledged, readAcknowledged } from '../../tv-app/src/pages/order/acknowledged.ts';
import { valueInColumn } from '../../tv-app/src/text/numbers.ts';

function storage(content: Record<string, string> = {}) {
  return {
    getItem: (key: string) => content[key] ?? null,
    setItem: (key: string, value: string) => {
      content[key] = value;
    },
  };
}

test('cancellations that were seen are still known after a restart, the latest fifty of them', () => {
  const kept = storage();
  const orders = Array.from({ length: 60 }, (_, index) => `order-${index}`);
  keepAcknowledged(kept, orders);
  expect(readAcknowledged(kept)).toEqual(orders.slice(10));
});

test('without storage, or with nonsense in it, nothing is known and nothing fails', () => {
  expect(readAcknowledged(null)).toEqual([]);
  expect(readAcknowledged(storage({ 'chanoma:acknowledged': '{"a":1}' }))).toEqual([]);
  expect(readAcknowledged(storage({ 'chanoma:acknowledged': '[1,"x"' }))).toEqual([]);
  expect(() => keepAcknowledged(null, ['order'])).not.toThrow();
});

test('in a column with decimals every value shows one', () => {
  expect([51, 51.4].map((value) => valueInColumn(value, [51, null, 51.4]))).toEqual(['51.0', '51.4']);
  expect(valueInColumn(126, [126, 78])).toBe('126');
});
