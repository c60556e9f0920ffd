import { expect, it } from 'vitest';
import { killWhileWriting } from './kill-while-writing.ts';

it('What the agent called safe is there after each of a hundred kills in the middle of a write', async () => {
  await expect(killWhileWriting(100)).resolves.toBeUndefined();
}, 600_000);
