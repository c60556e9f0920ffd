import { describe, expect, it } from 'vitest';
import { type Chance, onSeed } from '../chance.ts';
import { withPostgres } from '../mock-platform/postgres.ts';
import { AlertStorm, backendsOf } from './alerts-storm.ts';

const rounds = 20;
const boxes = 200;
const pause = (milliseconds: number) => new Promise<void>((resume) => setTimeout(resume, milliseconds));

async function rage(
  storm: AlertStorm,
  chance: Chance,
  note: (step: string) => void,
  faults: Record<string, () => Promise<void> | void>,
): Promise<void> {
  await storm.open(boxes, chance);
  for (let round = 1; round <= rounds; round += 1) {
    const names = chance.shuffled(Object.keys(faults)).slice(0, 1 + chance.below(2));
    const orders = Array.from({ length: 1 + chance.below(3) }, () => chance.below(300));
    const plans = names.map((name) => ({ name, after: chance.below(300) }));
    note(
      `round ${round}: ${orders.length} orders, ${plans.map(({ name, after }) => `${name} after ${after} ms`)}`,
    );
    await Promise.all([
      ...orders.map((after) => pause(after).then(() => storm.release())),
      ...plans.map(({ name, after }) => pause(after).then(() => faults[name]!())),
    ]);
  }
  await expect.poll(() => storm.unfinished(), { timeout: 120_000, interval: 200 }).toBe(0);
  expect(storm.judged()).toEqual({ lost: 0, twice: 0 });
  expect(await storm.durable()).toEqual(storm.orders.map(() => boxes));
  console.info(`${storm.orders.length} orders to ${boxes} boxes in ${rounds} rounds: lost 0, twice 0`);
}

describe('Orders in a storm', () => {
  it('on the embedded database: the platform is killed, lines are cut', async () => {
    const storm = new AlertStorm(1);
    try {
      await onSeed((chance, note) =>
        rage(storm, chance, note, {
          platform: () => storm.killPlatform(chance, chance.below(500)),
          network: () => storm.cutLines(chance),
        }),
      );
    } finally {
      await storm.close();
    }
  }, 600_000);
});

withPostgres('Orders in a storm over three platform processes', (server) => {
  it('on PostgreSQL: processes and the database are killed, lines are cut', async () => {
    const storm = new AlertStorm(3, await server().freshDatabase());
    try {
      await onSeed((chance, note) =>
        rage(storm, chance, note, {
          platform: () => storm.killPlatform(chance, chance.below(500)),
          network: () => storm.cutLines(chance),
          database: () => {
            const backends = backendsOf(server().pid);
            if (backends.length > 0) process.kill(chance.pick(backends), 'SIGKILL');
          },
        }),
      );
    } finally {
      await storm.close();
    }
  }, 600_000);
});
