import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { commitmentTo, drawLottery, moveUp } from '../../../../mock-platform/src/booking/lottery/draw.ts';
import {
  algorithm,
  type Draw,
  type LotteryRecord,
} from '../../../../mock-platform/src/booking/lottery/record.ts';
import { verifyLottery } from '../../../../mock-platform/src/booking/lottery/verify.ts';

const seedOf = (byte: number): string => byte.toString(16).padStart(2, '0').repeat(32);
const slots = Array.from({ length: 6 }, (_, turn) => `hall:2026-12-0${turn + 1}:morning`);

const choices = fc.array(fc.uniqueArray(fc.constantFrom(...slots), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
});
const entries = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[A-Z0-9]{4,8}$/),
    group: fc.constantFrom('g1', 'g2', 'g3', 'g4'),
    choices,
  }),
  { selector: ({ id }) => id, maxLength: 30 },
);
const draws: fc.Arbitrary<{ draw: Draw; seed: string }> = fc
  .record({ entries, winsPerGroup: fc.integer({ min: 1, max: 3 }), seed: fc.nat(255).map(seedOf) })
  .map(({ seed, ...rest }) => ({
    draw: { algorithm, lottery: 'december', seedCommitment: commitmentTo(seed), slots, ...rest },
    seed,
  }));

const example = (): LotteryRecord => {
  const entry = (id: string, group: string, ...wishes: string[][]) => ({ id, group, choices: wishes });
  const seed = seedOf(7);
  return drawLottery(
    {
      algorithm,
      lottery: 'december',
      seedCommitment: commitmentTo(seed),
      slots,
      winsPerGroup: 1,
      entries: [
        entry('A1', 'g1', [slots[0]!, slots[1]!]),
        entry('A2', 'g2', [slots[0]!], [slots[2]!]),
        entry('A3', 'g3', [slots[1]!], [slots[0]!]),
        entry('A4', 'g1', [slots[3]!]),
      ],
    },
    seed,
  );
};

describe('a lottery', () => {
  it('gives no slot twice, no half of a bundle, and no group more than its number', () => {
    fc.assert(
      fc.property(draws, ({ draw, seed }) => {
        const { winners, alternates } = drawLottery(draw, seed);
        const given = winners.flatMap((win) => win.slots);
        expect(new Set(given).size).toBe(given.length);
        for (const win of winners) {
          const entry = draw.entries.find(({ id }) => id === win.entry);
          expect(entry?.choices[win.choice]).toEqual(win.slots);
        }
        for (const group of ['g1', 'g2', 'g3', 'g4']) {
          const of = winners.filter(
            ({ entry }) => draw.entries.find(({ id }) => id === entry)?.group === group,
          );
          expect(of.length).toBeLessThanOrEqual(draw.winsPerGroup);
        }
        expect([...winners.map(({ entry }) => entry), ...alternates].sort()).toEqual(
          draw.entries.map(({ id }) => id).sort(),
        );
      }),
    );
  });

  it('does not depend on the order in which entries are listed', () => {
    fc.assert(
      fc.property(draws, ({ draw, seed }) => {
        const turned = drawLottery({ ...draw, entries: [...draw.entries].reverse() }, seed);
        const { winners, alternates } = drawLottery(draw, seed);
        expect([turned.winners, turned.alternates]).toEqual([winners, alternates]);
      }),
    );
  });

  it('lets alternates move up into what was given back, and nobody else', () => {
    fc.assert(
      fc.property(draws, ({ draw, seed }) => {
        const record = drawLottery(draw, seed);
        const [first, ...accepted] = record.winners;
        if (first === undefined) return;
        const moved = moveUp(record, accepted, new Set([first.entry]));
        const taken = [...accepted, ...moved].flatMap((win) => win.slots);
        expect(new Set(taken).size).toBe(taken.length);
        expect(moved.map(({ entry }) => entry)).not.toContain(first.entry);
        for (const { entry } of moved) expect(record.alternates).toContain(entry);
        // Nothing was given back: nobody could move up before, nobody can now.
        expect(moveUp(record, record.winners, new Set())).toEqual([]);
      }),
    );
  });
});

describe('the published record', () => {
  it('verifies', () => {
    fc.assert(
      fc.property(draws, ({ draw, seed }) => {
        expect(verifyLottery(JSON.parse(JSON.stringify(drawLottery(draw, seed))))).toMatchObject({
          ok: true,
        });
      }),
    );
  });

  const won = example();
  it.each<[string, object, string, string]>([
    ['another seed', { seed: seedOf(8) }, 'lottery.commitment', '/seed'],
    [
      'another seed with a commitment of its own',
      { seed: seedOf(8), seedCommitment: commitmentTo(seedOf(8)) },
      'lottery.winners',
      '/winners/0',
    ],
    ['an entry dropped', { entries: won.entries.slice(1) }, 'lottery.digest', '/entriesDigest'],
    ['an entry twice', { entries: [...won.entries, won.entries[0]] }, 'lottery.entry-twice', '/entries/4/id'],
    ['a slot twice', { slots: [...slots, slots[0]] }, 'lottery.slot-twice', '/slots/6'],
    ['a friend among the winners', { winners: won.winners.slice(1) }, 'lottery.winners', '/winners/0'],
    ['the alternates turned', { alternates: [...won.alternates, 'ZZ'] }, 'lottery.alternates', ''],
    ['a wish for a slot that is not there', { slots: slots.slice(1) }, 'lottery.entry-invalid', '/entries/0'],
    ['no seed', { seed: undefined }, 'lottery.malformed', '/seed'],
  ])('is refused with %s', (_what, change, code, path) => {
    const verdict = verifyLottery({ ...won, ...change });
    expect(verdict).toMatchObject({ ok: false, code });
    if (path !== '') expect(verdict).toMatchObject({ path });
  });

  const python = spawnSync('python3', ['--version']).status === 0;
  it.skipIf(!python)('is what another program, written from the rules alone, draws as well (python3)', () => {
    const program = new URL('./recompute.py', import.meta.url).pathname;
    for (const { draw, seed } of fc.sample(draws, 3)) {
      const record = drawLottery(draw, seed);
      const { entriesDigest, winners, alternates } = record;
      const input = JSON.stringify({ ...record, winners: undefined, alternates: undefined });
      expect(JSON.parse(execFileSync('python3', [program], { input, encoding: 'utf8' }))).toEqual({
        entriesDigest,
        winners,
        alternates,
      });
    }
  });
});

describe('npm run lottery:verify', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-lottery-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints a line for every file and fails when one is not right', () => {
    const files = {
      good: JSON.stringify(example()),
      bad: JSON.stringify({ ...example(), winners: [] }),
      none: '{',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const main = new URL('../../../../mock-platform/src/booking/lottery/main.ts', import.meta.url).pathname;
    const run = spawnSync(
      process.execPath,
      ['--import', 'tsx', main, ...['good', 'bad', 'none', 'missing'].map((name) => join(folder, name))],
      { encoding: 'utf8' },
    );
    const lines = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { ok: boolean; code?: string });
    expect(lines.map(({ ok, code }) => code ?? ok)).toEqual([
      true,
      'lottery.winners',
      'lottery.malformed',
      'lottery.malformed',
    ]);
    expect(run.status).toBe(1);
  });
});
