import { expect, it } from 'vitest';
import { Batches } from '../../../mock-platform/src/database/batches.ts';

function doubling() {
  const batches: number[][] = [];
  let release: (() => void)[] = [];
  const questions = new Batches(async (numbers: readonly number[]) => {
    batches.push([...numbers]);
    await new Promise<void>((resume) => release.push(resume));
    if (numbers.includes(13)) throw new Error('unlucky');
    return numbers.map((number) => 2 * number);
  }, 3);
  const proceed = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((next) => setImmediate(next));
    for (const resume of release.splice(0)) resume();
    release = [];
  };
  return { batches, questions, proceed };
}

it('Questions that come while a batch is under way go together in the next, each with its own answer', async () => {
  const { batches, questions, proceed } = doubling();
  const first = questions.ask(1);
  await proceed();
  expect(await first).toBe(2);
  const early = [questions.ask(2), questions.ask(3)];
  for (let turn = 0; turn < 3; turn += 1) await new Promise((next) => setImmediate(next));
  const late = [4, 5, 6, 7].map((number) => questions.ask(number));
  for (let batch = 0; batch < 3; batch += 1) await proceed();
  expect(await Promise.all([...early, ...late])).toEqual([4, 6, 8, 10, 12, 14]);
  expect(batches).toEqual([[1], [2, 3], [4, 5, 6], [7]]);
});

it('A batch that fails, fails for all who were in it and for nobody else', async () => {
  const { questions, proceed } = doubling();
  const unlucky = [questions.ask(12), questions.ask(13)].map((one) => one.catch(({ message }) => message));
  await proceed();
  expect(await Promise.all(unlucky)).toEqual(['unlucky', 'unlucky']);
  const next = questions.ask(14);
  await proceed();
  expect(await next).toBe(28);
});
