import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { course, flows, mayEnd } from './card-matrix.ts';
import { faults } from './card-reader-slots.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const counts: Record<string, number> = {};
const count = (what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1;
};
afterAll(() => {
  console.info(`card matrix: ${JSON.stringify(counts)}`);
});

describe.each(flows)('%s', (flow) => {
  it.each(faults)('with “%s” at every command, on one, two and three readers', async (what) => {
    const good = await course({ flow, readers: 1 });
    for (const at of good.commands.keys()) {
      for (const readers of [1, 2, 3]) {
        const { end, codes } = await course({ flow, readers, fault: { what, at } });
        const told = `${what} at ${at} with ${readers}: ${end.phase} ${end.code ?? ''}`;
        expect(end.phase === 'done' || mayEnd(what, end.code), told).toBe(true);
        count('cases');
        if (end.phase !== 'done') count(`refused ${end.code}`);
        else if (codes.length === 0) count('done unnoticed');
        else count('done after the card was laid again');
      }
    }
  });
});
