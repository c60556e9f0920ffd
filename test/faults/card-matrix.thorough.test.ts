import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Course, course, flows, mayEnd, saidWhen } from './card-matrix.ts';
import { faults, openingFaults } from './faulty-reader.ts';

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

const countEnd = ({ end, codes }: Course): void => {
  count('cases');
  if (end.phase !== 'done') count(`refused ${end.code}`);
  else if (codes.length === 0) count('done unnoticed');
  else count(`done after ${codes[0]}`);
};

describe.each(flows)('%s', (flow) => {
  it.each(faults)('with “%s” at every command, on one, two and three readers', async (what) => {
    for (const readers of [1, 2, 3]) {
      const good = await course({ flow, readers });
      for (const at of good.commands.keys()) {
        const one = await course({ flow, readers, fault: { what, at } });
        const told = `${what} at ${at} with ${readers}: ${one.end.phase} ${one.end.code ?? ''}`;
        expect(one.end.phase === 'done' || mayEnd(what, one.end.code), told).toBe(true);
        countEnd(one);
      }
    }
  });

  it.each(openingFaults)('with “%s” at every opening, on one, two and three readers', async (what) => {
    for (const readers of [1, 2, 3]) {
      const good = await course({ flow, readers });
      for (let at = 0; at < good.openings; at += 1) {
        const one = await course({ flow, readers, opening: { what, at } });
        const told = `${what} at opening ${at} with ${readers}: ${one.end.phase} ${one.codes}`;
        expect(one.end.phase, told).toBe('done');
        for (const code of one.codes) expect(code, told).toMatch(saidWhen[what]);
        countEnd(one);
      }
    }
  });
});
