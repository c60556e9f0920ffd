import { expect, test } from 'vitest';
import { writeAfterFrames } from '../../tv-app/src/app/mirror-schedule.ts';
import { TestClock } from './stage.ts';

test('the mirror is written at most every 80 ms, and always after the last frame', () => {
  const clock = new TestClock();
  const written: number[] = [];
  const start = clock.now().getTime();
  const frame = writeAfterFrames(clock, () => written.push(clock.now().getTime() - start));
  for (let passed = 0; passed < 200; passed += 16) {
    frame();
    clock.pass(16);
  }
  clock.pass(500);
  expect(written).toEqual([0, 80, 160, 240]);
});

test('a clock that is put back by hours does not stop the mirror', () => {
  const clock = new TestClock();
  let written = 0;
  let offset = 0;
  const moved = { now: () => new Date(clock.now().getTime() + offset), after: clock.after.bind(clock) };
  const frame = writeAfterFrames(moved, () => {
    written += 1;
  });
  frame();
  offset = -7_200_000;
  frame();
  clock.pass(100);
  expect(written).toBe(2);
});
