import { describe, expect, it } from 'vitest';
import { judgeDocument } from '../../../../mock-platform/src/alerts/cap/check/judge-document.ts';
import { importMessages } from '../../../../mock-platform/src/alerts/cap/import/feeds.ts';
import { signAlert } from '../../../../mock-platform/src/alerts/cap/signature/sign.ts';
import { onSeed } from '../../../chance.ts';
import { wholeAlert } from './build.ts';
import { disagreements } from './judge.ts';
import { testKey } from './keys.ts';
import { mutated } from './mutate.ts';
import { expectedVerdicts, haveSamples, readSample } from './samples.ts';

const inputs = 20_000;

describe.skipIf(!haveSamples)('Twenty thousand hostile inputs', () => {
  it(
    'end no process, take no long time and little memory',
    () =>
      onSeed((chance, note) => {
        const whole = [wholeAlert, signAlert(wholeAlert, testKey.privateKey)];
        const seeds = [
          ...whole,
          ...expectedVerdicts().map(({ file }) => readSample(file).toString('latin1')),
        ].filter((text) => text.length < 12_000);
        let longest = 0;
        for (let count = 0; count < inputs; count += 1) {
          const text = mutated(chance.pick(seeds), chance);
          const bytes = Buffer.from(text, chance.oneIn(4) ? 'latin1' : 'utf8');
          if (chance.oneIn(8)) bytes[chance.below(bytes.length || 1)] = chance.below(256);
          note(bytes.toString('base64').slice(0, 4000));
          const began = performance.now();
          const verdict = judgeDocument(bytes, [testKey.publicKey]);
          longest = Math.max(longest, performance.now() - began);
          expect(verdict.valid).toBe(verdict.problems.length === 0);
          importMessages(chance.pick(['cap', 'jma', 'l-alert'] as const), bytes, [testKey.publicKey]);
        }
        expect(longest).toBeLessThan(5000);
        expect(process.memoryUsage().rss).toBeLessThan(1500 * 1024 * 1024);
      }),
    600_000,
  );

  it(
    'are judged as libxml2 judges them',
    () => onSeed(async (chance) => expect(await disagreements(chance, 5000)).toEqual([])),
    600_000,
  );
});
