import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onSeed } from '../chance.ts';
import { AlertStorm } from './alerts-storm.ts';

const boxes = 25;

describe('Orders while the platform is killed in the middle of a fan-out and lines are cut', () => {
  let storm: AlertStorm;
  beforeAll(() => {
    storm = new AlertStorm(1);
  });
  afterAll(() => storm.close());

  it('reach every box once, by the boxes’ own logs, and every receipt is kept', async () => {
    await onSeed(async (chance) => {
      await storm.open(boxes, chance);
      await storm.release();
      const killed = storm.killPlatform(chance, 0);
      await Promise.all([killed, storm.release()]);
      storm.cutLines(chance);
      await storm.release();
      await expect.poll(() => storm.unfinished(), { timeout: 40_000, interval: 50 }).toBe(0);
      expect(storm.judged()).toEqual({ lost: 0, twice: 0 });
      expect(await storm.durable()).toEqual([boxes, boxes, boxes]);
    });
  }, 90_000);
});
