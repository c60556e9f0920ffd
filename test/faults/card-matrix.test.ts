import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { course, flows, mayEnd, saidWhen } from './card-matrix.ts';
import { faults, openingFaults } from './faulty-reader.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it.each(flows)('%s ends well or with a stable code, whatever happens to one command', async (flow) => {
  const good = await course({ flow, readers: 3 });
  expect(good.end.phase).toBe('done');
  // The transit card was asked first, and her card is the one that was read.
  expect(good.openings).toBe(2);
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

it.each(flows)(
  '%s ends well whatever happens when the card is opened, and says what it was',
  async (flow) => {
    for (const what of openingFaults) {
      for (const [readers, at] of [
        [1, 0],
        [2, 0],
        [3, 1],
      ] as const) {
        const { end, codes } = await course({ flow, readers, opening: { what, at } });
        const told = `${what} at ${at} with ${readers}: ${end.phase} ${codes}`;
        expect(end.phase, told).toBe('done');
        for (const code of codes) expect(code, told).toMatch(saidWhen[what]);
        if (readers === 1 && what === 'held by another program') expect(codes).toEqual(['reader.busy']);
      }
    }
  },
);
