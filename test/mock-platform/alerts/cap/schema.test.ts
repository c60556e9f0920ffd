import { describe, expect, it } from 'vitest';
import { Chance } from '../../../chance.ts';
import { disagreements } from './judge.ts';
import { haveSamples } from './samples.ts';

describe.skipIf(!haveSamples)('The schema in code', () => {
  it('judges changed documents as libxml2 does with the published schemas', async () => {
    expect(await disagreements(new Chance(20261121), 300)).toEqual([]);
  });
});
