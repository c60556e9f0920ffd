import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { course, flows, mayEnd } from './card-matrix.ts';
import { faults } from './card-reader-slots.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it.each(flows)('%s ends well or with a stable code, whatever happens to one command', async (flow) => {
  const good = await course({ flow, readers: 1 });
  expect(good.end.phase).toBe('done');
  // A sample that meets every command and every fault; the thorough test takes all pairs.
  for (const at of good.commands.keys()) {
    for (let of = 0; of < 3; of += 1) {
      const what = faults[(at * 4 + of * 5) % faults.length]!;
      const readers = 1 + ((at + of) % 3);
      const { end } = await course({ flow, readers, fault: { what, at } });
      const told = `${what} at ${at}: ${end.phase} ${end.code ?? ''}`;
      expect(end.phase === 'done' || mayEnd(what, end.code), told).toBe(true);
    }
  }
});
