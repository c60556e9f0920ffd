import { readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { type Language, speak } from '../../tv-app/src/messages/language.ts';

const source = new URL('../../tv-app/src/', import.meta.url);
/** These only run in a page. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /^[^.]+\.ts$/.test(file) && !/^(?:index|fonts|app\/(?:without-eval|polyfills))\.ts$/.test(file),
);

afterAll(() => speak('ja'));

test('no word is read while modules load: the language may change afterwards', async () => {
  // In a language that there is none of, reading any word throws.
  speak('none' as Language);
  const read: string[] = [];
  for (const file of files) {
    try {
      await import(new URL(file, source).href);
    } catch (error) {
      read.push(`${file}: ${String(error)}`);
    }
  }
  expect(files.length).toBeGreaterThan(150);
  expect(read).toEqual([]);
}, 30_000);
