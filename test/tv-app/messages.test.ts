import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { enrolmentCodes, refusalCodes } from '../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import { sentences } from '../../reader-agent/src/protocol/sentences.ts';
import { failureMessage } from '../../tv-app/src/messages/failures.ts';

const folder = new URL('../../tv-app/src/messages/', import.meta.url);
const example = 'はな';

/** Every string of a module, functions called with a short name. */
function strings(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    try {
      return strings(value(example, example), `${path}()`);
    } catch {
      return [];
    }
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, `${path}.${key}`));
}

const modules = readdirSync(folder).filter((name) => name.endsWith('.ts'));

test.each(modules)('%s: every sentence has at most 25 characters and 13 kanji', async (name) => {
  const all = strings(await import(new URL(name, folder).href), name);
  const faults = all.flatMap(([path, text]) =>
    text
      .split(/(?<=[。！？])/)
      .filter((sentence) => {
        const bare = sentence.replace(/\{([^{}|]+)\|[^{}|]+\}/g, '$1').replace(/\s/g, '');
        const kanji = bare.match(/\p{Script=Han}/gu)?.length ?? 0;
        return [...bare].length > 25 || kanji > 13;
      })
      .map((sentence) => `${path}: ${sentence}`),
  );
  expect(faults).toEqual([]);
});

test('every code of agent and platform has a sentence and a next step of its own', () => {
  const unknown = failureMessage('no.such.code');
  expect(unknown.sentence).not.toBe('');
  expect(unknown.next).not.toBe('');
  for (const code of [...Object.keys(failures), ...refusalCodes, ...enrolmentCodes]) {
    const { sentence, next } = failureMessage(code);
    expect(sentence, code).toMatch(/。$/);
    expect(next, code).toMatch(/。$/);
  }
  const different = new Set(Object.keys(failures).map((code) => failureMessage(code).sentence));
  expect(different.size).toBeGreaterThan(15);
});

/** The television says what to do there, or such a code never comes to it. */
const saidOtherwise = /^(order\.unknown|platform\.unreachable|box\.directory-locked|registration\..+)$/;

test('a code is told in the words of the agent’s reference', () => {
  const bare = (text: string) => text.replace(/\s/g, '');
  for (const [code, { plain }] of Object.entries(sentences)) {
    const { sentence, next } = failureMessage(code);
    if (!saidOtherwise.test(code)) expect(bare(sentence + next), code).toBe(bare(plain));
  }
});

test('no sentence shows a code', async () => {
  for (const name of modules) {
    const all = strings(await import(new URL(name, folder).href), name);
    expect(all.filter(([, text]) => /[a-z]+\.[a-z-]+/.test(text))).toEqual([]);
  }
});
